"""Serves the widget to any site, and the demonstration page of the city."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

from api.assets import Packed, Watched, pack_folder, send
from api.assets.sending import KEEP
from api.widget.colours import pack_colours
from api.widget.packing import pack_widget

HERE = Path(__file__).parent
SOURCES = HERE / "static"
WIDGET = Watched(SOURCES, pack_widget)
PAGES = Watched(HERE / "pages", pack_folder)

# Modules, texts and styles are public and hold nothing of anybody: every site may import them.
EMBEDDABLE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}

A_DAY = "public, max-age=86400"

router = APIRouter(include_in_schema=False)


@router.get("/")
def demonstration_page(request: Request) -> Response:
    return send(request, _one_of(PAGES.made, "city.html"))


@router.get("/pages/{file}")
def page_file(request: Request, file: str) -> Response:
    return send(request, _one_of(PAGES.made, file))


@router.get("/widget.js")
def widget_definition(request: Request) -> Response:
    return send(request, WIDGET.made.definition, EMBEDDABLE)


@router.get("/widget/{version}/{file}")
def widget_file(request: Request, version: str, file: str) -> Response:
    """The present file. Whoever asks for another version must not keep it under that address."""
    if colours := pack_colours(file):
        return send(request, colours, EMBEDDABLE, A_DAY)
    widget = WIDGET.made
    packed = _one_of(widget.files, file)
    if version == widget.version:
        return send(request, packed, EMBEDDABLE, KEEP)
    return send(request, packed, EMBEDDABLE)


@router.get("/widget/{file}")
def unversioned_widget_file(request: Request, file: str) -> Response:
    return widget_file(request, "", file)


def _one_of(files: Mapping[str, Packed], name: str) -> Packed:
    """Only names the folder lists are served: no path leads out of it."""
    if name not in files:
        raise HTTPException(status_code=404)
    return files[name]
