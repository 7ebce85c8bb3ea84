"""Serves the widget's modules to any site, and the demonstration page of the city."""

import hashlib
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from bot.languages import LANGUAGES

HERE = Path(__file__).parent
WIDGET = HERE / "static"
PAGES = HERE / "pages"

MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
}

# Modules, texts and styles are public and hold nothing of anybody: every site may import them.
EMBEDDABLE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}

router = APIRouter(include_in_schema=False)


@router.get("/")
def demonstration_page(request: Request) -> Response:
    return _serve(request, PAGES / "city.html", {})


@router.get("/pages/{file}")
def page_file(request: Request, file: str) -> Response:
    return _serve(request, _file_in(PAGES, file), {})


@router.get("/widget.js")
def widget_definition(request: Request) -> Response:
    return _serve(request, WIDGET / "widget.js", EMBEDDABLE)


@router.get("/widget/languages.json")
def widget_languages() -> Response:
    """Those there are texts for, in the order of bot/languages.py."""
    languages = [
        {"code": language.code, "name": language.name, "direction": language.direction}
        for language in LANGUAGES.values()
        if (WIDGET / "widget" / f"strings.{language.code}.json").exists()
    ]
    headers = EMBEDDABLE | {"Cache-Control": "no-cache"}
    return JSONResponse(languages, headers=headers)


@router.get("/widget/{file}")
def widget_file(request: Request, file: str) -> Response:
    return _serve(request, _file_in(WIDGET / "widget", file), EMBEDDABLE)


def _file_in(directory: Path, name: str) -> Path:
    """Only names the directory lists are served: no path leads out of it."""
    if name not in {path.name for path in directory.iterdir()}:
        raise HTTPException(status_code=404)
    return directory / name


def _serve(request: Request, path: Path, headers: dict[str, str]) -> Response:
    """A browser keeps the file, but asks each time whether it is still the same."""
    content = path.read_bytes()
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = headers | {"Cache-Control": "no-cache", "ETag": etag}
    if _holds(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=MEDIA_TYPES[path.suffix], headers=headers)


def _holds(if_none_match: str, etag: str) -> bool:
    """Weak comparison (RFC 9110, 13.1.2): proxies that compress mark the tag as weak."""
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in known or "*" in known
