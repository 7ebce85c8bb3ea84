"""docs/accessibility.md speaks of each criterion once, and of no test that is not there."""

import re
from pathlib import Path

from tests.browser.axe import UNDECIDED

ROOT = Path(__file__).parents[1]
REPORT = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
CRITERIA = REPORT.partition("## Criteria")[2].partition("\n## ")[0]

# https://www.w3.org/TR/WCAG22/
LEVEL_A = """1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2
  2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7
  4.1.2"""
LEVEL_AA = """1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6
  2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"""

ROW = re.compile(r"^\| ([\d.]+) [^|]+ \| (A+) \| ([^|]+) \| [^|]+ \| [^|]+ \|$", re.MULTILINE)


def test_each_criterion_stands_once_with_its_level() -> None:
    told = sorted((number, level) for number, level, _ in ROW.findall(CRITERIA))
    asked = [(number, "A") for number in LEVEL_A.split()]
    asked += [(number, "AA") for number in LEVEL_AA.split()]
    assert told == sorted(asked)


def test_each_has_a_status() -> None:
    statuses = {status for _, _, status in ROW.findall(CRITERIA)}
    assert statuses <= {"supported", "partly", "not applicable"}


def test_each_named_test_is_there() -> None:
    code = {path.name: path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")}
    there = set(code) | {
        name for text in code.values() for name in re.findall(r"def (test_\w+)", text)
    }
    named = set(re.findall(r"`(test_[\w.]+)`", REPORT))
    assert named
    assert named - there == set()


def test_each_rule_that_axe_cannot_decide_is_explained() -> None:
    explained = REPORT.partition("## What axe leaves")[2].partition("\n## ")[0]
    assert {rule for rule, _ in UNDECIDED} == set(re.findall(r"^\| `([\w-]+)`", explained, re.M))
