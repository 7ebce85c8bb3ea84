"""The opening hours of a list as a calendar file (RFC 5545)."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from api.pages import page_texts
from api.pages.facts import place_in_words, warning
from api.plan.facts import public
from api.plan.kept import Plan
from api.plan.recurrence import Series, series_of
from bot.texts import catalogue
from index.city import City
from index.offers.record import Offer
from index.reach.ahead import times_ahead
from index.reach.opening import is_holiday

DAYS_AHEAD = 26 * 7
"""Half a year: nobody tells a calendar that hours have changed."""


def without_times(plan: Plan, city: City, now: datetime) -> list[str]:
    """The names of offers that a calendar has no times of."""
    today = now.astimezone(city.profile.zone).date()
    return [offer.name for offer in plan.offers if not _series(offer, city, today)]


def left_out_in_words(names: Sequence[str], language: str) -> str:
    """Names of offers that a calendar does not hold; empty without any."""
    said = catalogue(language).semicolons(names)
    return page_texts(language).text("plan.without_hours", names=said) if names else ""


def timetable(plan: Plan, city: City, now: datetime) -> bytes | None:
    """None where no time of any offer is known; it names those that are left out."""
    today = now.astimezone(city.profile.zone).date()
    texts = page_texts(plan.language)
    calendar = Calendar()
    calendar.add("prodid", "-//Familienlotse//plan//DE")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", texts.text("plan.title"))
    without = []
    for offer in plan.offers:
        repeated = _series(offer, city, today)
        if not repeated:
            without.append(offer.name)
        for event in _events(offer, repeated, plan.language, city, today):
            event.add("dtstamp", now.astimezone(UTC))
            calendar.add_component(event)
    if not calendar.events:
        return None
    left_out = left_out_in_words(without, plan.language)
    if left_out:
        calendar.add("x-wr-caldesc", left_out)
    # With the change to winter or summer time before it, whichever half of the year this is.
    calendar.add_missing_timezones(today - timedelta(days=366), today + timedelta(days=2 * 366))
    return bytes(calendar.to_ical())


def _events(
    offer: Offer, repeated: Sequence[Series], language: str, city: City, today: date
) -> Iterator[Event]:
    last = _last_day(offer, today)
    for series in repeated:
        event = _event(offer, language, city, today, uid=f"{offer.id}-{_named(series)}")
        event.add("dtstart", series.first.start)
        if series.first.end is not None:
            event.add("dtend", series.first.end)
        if series.by_day:
            frequency = "monthly" if series.is_monthly else "weekly"
            until = datetime.combine(last, time.max, city.profile.zone).astimezone(UTC)
            rule = {"freq": frequency, "byday": list(series.by_day), "until": until}
            event.add("rrule", rule)
        if series.without:
            event.add("exdate", list(series.without))
        yield event
    if offer.valid_until is not None:
        texts = page_texts(language)
        event = _event(offer, language, city, today, uid=f"{offer.id}-until")
        event["summary"] = f"{texts.text('plan.until')}: {offer.name}"
        event.add("dtstart", offer.valid_until)
        yield event


def _named(series: Series) -> str:
    """The same each time the list is made, so that a calendar that has it already keeps one."""
    start = series.first.start
    kind = "monthly" if series.is_monthly else "weekly"
    return f"{kind if series.by_day else start.date()}-{start:%H%M}"


def _event(offer: Offer, language: str, city: City, today: date, uid: str) -> Event:
    shown = public(offer, language, city)
    event = Event()
    event.add("uid", f"{uid}@familienlotse")
    event.add("summary", shown.name)
    event.add("transp", "TRANSPARENT")  # open is not busy
    place = place_in_words(shown)
    if place:
        event.add("location", place if city.name in place else f"{place}, {city.name}")
    if shown.website:
        event.add("url", shown.website)
    doubt = warning(shown, language, today.year)
    said = (shown.phone, shown.opening_hours_text, doubt)
    event.add("description", "\n".join(filter(None, said)))
    return event


def _series(offer: Offer, city: City, today: date) -> list[Series]:
    last = _last_day(offer, today)
    days = [today + timedelta(days=number) for number in range((last - today).days + 1)]
    times = times_ahead(offer.opening_hours, city.profile, today, len(days))
    return series_of(times, days, lambda day: is_holiday(day, city.profile))


def _last_day(offer: Offer, today: date) -> date:
    last = today + timedelta(days=DAYS_AHEAD - 1)
    return min(last, offer.valid_until) if offer.valid_until else last
