"""The list as a page to print and as a file to keep."""

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from api.pages import LanguageLink, Pages, page_texts
from api.plan.code import code_of, drawn
from api.plan.facts import day_in_words, told
from api.plan.kept import Plan
from api.plan.timetable import left_out_in_words, without_times
from bot.languages import LANGUAGES
from index.city import City

PAGES = Pages(Path(__file__).parent)
STYLES = Path(__file__).parents[1] / "widget" / "pages"
STYLE_SHEETS = ("guide.css", "plan.css")


def page(plan: Plan, city: City, origin: str, now: datetime) -> str:
    """With links to all other forms of the list; without any offer it says how to get some."""
    left_out = without_times(plan, city, now)
    links = [
        LanguageLink(language, f"/plan?{_query(plan, language.code)}")
        for language in LANGUAGES.values()
    ]
    return PAGES.render(
        "plan.html",
        plan.language,
        city=city,
        languages=links,
        query=_query(plan, plan.language),
        link=plan.link(origin),
        removals={
            offer.id: f"/plan?{_query(plan.without(offer), plan.language)}" for offer in plan.offers
        },
        has_calendar=len(left_out) < len(plan.offers),
        left_out=left_out_in_words(left_out, plan.language),
        **_values(plan, city, origin, now),
    )


def file(plan: Plan, city: City, origin: str, now: datetime) -> str:
    """One page that needs neither a network nor a script."""
    styles = "\n".join((STYLES / name).read_text(encoding="utf-8") for name in STYLE_SHEETS)
    values = _values(plan, city, origin, now)
    # The styles are our own; what stands in a style element is no markup and must not be escaped.
    return PAGES.render("file.html", plan.language, city=city, styles=Markup(styles), **values)


def created(plan: Plan, city: City, now: datetime) -> str:
    day = day_in_words(now.astimezone(city.profile.zone).date(), plan.language)
    return page_texts(plan.language).text("plan.created", date=day)


def _values(plan: Plan, city: City, origin: str, now: datetime) -> dict[str, Any]:
    return {
        "title": page_texts(plan.language).text("plan.title"),
        "offers": [told(offer, plan.language, city, now.year) for offer in plan.offers],
        "gone": plan.gone,
        "created": created(plan, city, now),
        "picture": Markup(drawn(code_of(plan.link(origin)))),
    }


def _query(plan: Plan, language: str) -> str:
    """In the address of another form of the list."""
    parameters = {"offers": plan.ids, "language": language} if plan.ids else {"language": language}
    return urlencode(parameters, safe=",")
