"""A colour of the embedding page can be read in whatever place the widget has it."""

import re
from itertools import product

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.widget import router
from api.widget.colours import Colour, contrast, style_from

GROUNDS: dict[str, Colour] = {"": (248, 243, 234), "dark-": (32, 40, 42)}
COLOURS = ["".join(channels) for channels in product(("00", "4b", "9e", "ff"), repeat=3)]


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    app.include_router(router)
    return TestClient(app)


def palette(digits: str) -> dict[str, Colour]:
    found = re.findall(r"--guide-([\w-]+):#(..)(..)(..)", style_from(digits))
    return {name: (int(red, 16), int(green, 16), int(blue, 16)) for name, red, green, blue in found}


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("mode", GROUNDS)
@pytest.mark.parametrize("digits", COLOURS)
def test_text_of_every_colour_and_on_it_reaches_4_5_to_1(digits: str, mode: str) -> None:
    colours = palette(digits)
    assert contrast(colours[f"{mode}accent"], GROUNDS[mode]) >= 4.5
    for ground in ("accent", "header", "soft"):
        text, behind = colours[f"{mode}on-{ground}"], colours[f"{mode}{ground}"]
        assert contrast(text, behind) >= 4.5


def test_the_head_has_the_colour_as_it_is() -> None:
    assert palette("ffcc00")["header"] == (255, 204, 0)


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert palette("7a1f4b")["accent"] == (122, 31, 75)


@pytest.mark.parametrize("folder", ["/widget", "/widget/000000000000"])
def test_every_site_may_link_the_sheet_and_keep_it_for_a_day(
    client: TestClient, folder: str
) -> None:
    answer = client.get(f"{folder}/colours-7a1f4b.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "--guide-accent:#7a1f4b" in answer.text


@pytest.mark.parametrize("colour", ["", "fc0", "7A1F4B", "7a1f4b0", "red", "7a1f4g", "7a1f4b%0a"])
def test_whatever_is_no_colour_is_not_found(client: TestClient, colour: str) -> None:
    assert client.get(f"/widget/colours-{colour}.css").status_code == 404
