"""Joined modules do in a browser what they did alone."""

import pytest
from playwright.sync_api import Route

from api.assets import pack
from api.widget.joining import join
from tests.browser.conftest import NewContext

MODULES = {
    "entry.js": """
import { one, two as second } from "./numbers.js";
import { list } from "./hiding.js";
import { same } from "./same.js";
import words from "./words.json" with { type: "json" };
export async function entry() {
  const { later } = await import("./later.js");
  return { one, second, list: list(), same, outside: typeof status, words, later: await later() };
}
""",
    "words.json": '{ "you": "Sie" }',
    "numbers.js": """
export const one = 1;
export const two = 2;
const list = "not the one of hiding.js";
export const unused = () => list;
""",
    # What it calls status is a property of the window to the entry.
    "hiding.js": """
const status = 200;
export function list() {
  return status;
}
""",
    "same.js": "export const same = 'first';",
    "later.js": """
import { one, two } from "./numbers.js";
import { same } from "./same-again.js";
const list = "its own";
export async function later() {
  const { deep } = await import("./deep.js");
  const { list: here } = await import("./hiding.js");
  return { one, two, same, list, deep: deep(), here: here() };
}
""",
    "same-again.js": """
export const same = `second ${"one"}`;
""",
    "deep.js": """
import { two } from "./numbers.js";
export const deep = () => two;
""",
}
EXPECTED = {
    "one": 1,
    "second": 2,
    "list": 200,
    "same": "first",
    "outside": "string",
    "words": {"you": "Sie"},
    "later": {
        "one": 1,
        "two": 2,
        "same": "second one",
        "list": "its own",
        "deep": 2,
        "here": 200,
    },
}


@pytest.mark.browser
@pytest.mark.parametrize("shortened", [False, True])
def test_each_module_keeps_the_meaning_of_its_names(
    new_context: NewContext, shortened: bool
) -> None:
    bundles = join(MODULES, "entry.js")
    assert bundles.keys() == {"entry.js", "later.js"}
    page = new_context().new_page()

    def serve(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        text = bundles.get(name, "<!doctype html>")
        if shortened and name in bundles:
            text = pack(name, text).plain.decode()
        kind = "text/javascript" if name in bundles else "text/html"
        route.fulfill(body=text, content_type=kind)

    page.route("**/*", serve)
    page.goto("http://modules.example/")
    assert page.evaluate("import('/entry.js').then(({ entry }) => entry())") == EXPECTED
