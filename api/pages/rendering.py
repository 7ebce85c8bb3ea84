"""Renders Jinja2 templates on the common frame, frame.html."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from api.pages.links import mail_url, phone_url, straight, unbroken, website_url
from api.pages.texts import page_texts
from bot.languages import LANGUAGES, Language
from index.city import City

HERE = Path(__file__).parent


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language; `address` is a path with its query."""

    language: Language
    address: str


class Pages:
    """The pages of one feature; its templates lie in `directory` and extend frame.html.

    Templates have `t(key, **values)` and `n(key, count, **values)` of the page's catalogue, the
    `language`, the `city`, `languages` for the list in the head, the filters of links.py, and what
    the caller gives. An unknown name is an error.
    """

    def __init__(self, directory: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader([directory, HERE]),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=straight,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "phone_url": phone_url,
            "mail_url": mail_url,
            "unbroken": unbroken,
            "website_url": website_url,
        }

    def render(
        self,
        template: str,
        language: str,
        *,
        city: City,
        languages: Sequence[LanguageLink] = (),
        **values: object,
    ) -> str:
        texts = page_texts(language)

        def plural(key: str, count: int, **values: object) -> str:
            return texts.plural(key, count, number=count, **values)  # as the widget calls it

        return self._environment.get_template(template).render(
            values,
            t=texts.text,
            n=plural,
            language=LANGUAGES[language],
            languages=languages,
            city=city,
        )

    def response(
        self,
        template: str,
        language: str,
        *,
        city: City,
        languages: Sequence[LanguageLink] = (),
        status: int = 200,
        **values: object,
    ) -> HTMLResponse:
        """Never kept by a cache: what a family asked for stays between it and the server."""
        page = self.render(template, language, city=city, languages=languages, **values)
        return HTMLResponse(page, status, headers={"Cache-Control": "no-store"})


def language_links(request: Request) -> list[LanguageLink]:
    """The address of the request in each language, in its parameter `language`."""
    return [
        LanguageLink(language, _address(request, language.code)) for language in LANGUAGES.values()
    ]


def _address(request: Request, language: str) -> str:
    url = request.url.include_query_params(language=language)
    return f"{url.path}?{url.query}"
