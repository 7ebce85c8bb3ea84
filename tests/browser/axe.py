"""axe-core with every rule it has for WCAG 2.2 A and AA, EN 301 549 and best practice."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]

RUN = """async (tags) => {
  const rules = axe.getRules(tags).filter(({ tags }) => !tags.includes("deprecated"));
  const ids = rules.map(({ ruleId }) => ruleId);
  // Named one by one: by their tags alone, those that are off by default would stay off.
  const { violations, incomplete, passes } = await axe.run(document, {
    runOnly: { type: "rule", values: ids },
    resultTypes: ["violations", "incomplete"],
  });
  const told = (found) => found.flatMap(({ id, nodes }) => nodes.map((node) => ({
    rule: id,
    reason: [...node.any, ...node.all, ...node.none]
      .map(({ data }) => data?.messageKey).find(Boolean) ?? "",
    element: node.html,
  })));
  return { ids, violations: told(violations), undecided: told(incomplete), passed: passes.length };
}"""

UNDECIDED = {
    ("color-contrast", "elmPartiallyObscured"): "scrolled halfway below its neighbour",
    ("color-contrast", "elmPartiallyObscuring"): "a layer of one colour lies above other text",
    ("color-contrast", "bgOverlap"): "it lies under the menu, which is of one colour",
    ("color-contrast", "bgGradient"): "the city's page: text has 5:1 and more at both ends",
    ("color-contrast", "equalRatio"): "forced colours: axe reads others than are drawn",
    ("color-contrast", ""): "scrolled out of sight",
    ("hidden-content", ""): "other states show what this one hides",
    ("th-has-data-cells", ""): "a heading of the comparison spans the row below it",
}
"""What axe leaves to a person, and what a person found; told in docs/accessibility.md too."""


def results(page: Page) -> dict[str, Any]:
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(RUN, TAGS)
    assert found["passed"] > 0
    return found


def violations(page: Page) -> list[str]:
    """Each as "rule: element"; what axe cannot decide counts as one, unless it is in UNDECIDED."""
    found = results(page)
    doubtful = (one for one in found["undecided"] if (one["rule"], one["reason"]) not in UNDECIDED)
    return [*_lines(found["violations"]), *_lines(doubtful)]


def _lines(found: Iterable[dict[str, str]]) -> list[str]:
    return [f"{one['rule']} {one['reason']}: {one['element']}" for one in found]
