"""Ask for known weaknesses of every pinned package; a new one and an unanswered question fail.

Needs the network, so it is run by hand (`make audit`). What is known of old pins that have to stay
stands in docs/old-pins.md, with why it cannot be reached from outside.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("api.lock", "dev.lock", "rasa.lock")
PIP_AUDIT = Path(sys.executable).parent / "pip-audit"

# A mirror without advisories gives answers too, and they sound as good: none is known. So it is
# first asked about a version whose weakness everybody knows, CVE-2020-14343.
KNOWN_WEAK = "pyyaml==5.3"

WHERE = "Run `make audit` where PyPI's advisories can be reached."
_ROW = re.compile(r"\| `(?P<package>[^`]+)` \| (?P<version>\S+) \| (?P<rest>.+) \|")
_ID = re.compile(r"(?:CVE|GHSA|PYSEC)-[\w-]+")


class Pin(NamedTuple):
    """A package by its normalised name (PEP 503), and its version."""

    package: str
    version: str


class Weakness(NamedTuple):
    """One advisory about a pin, with every id it goes by, and the versions that mend it."""

    pin: Pin
    ids: frozenset[str]
    mended_in: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join(sorted(self.ids))
        mended = " or ".join(self.mended_in) or "no version"
        return f"{self.pin.package} {self.pin.version}: {names}; mended in {mended}"


class NotAudited(Exception):
    """Nothing can be said about at least one package; the message says which and why."""


def main() -> int:
    accepted = old_pins(ROOT / "docs" / "old-pins.md")
    try:
        require_advisories()
        found = {name: weaknesses_of(ROOT / "requirements" / name) for name in LOCKS}
    except NotAudited as reason:
        print(f"The audit failed. {reason} {WHERE}", file=sys.stderr)
        return 1
    known = [each for each in found["rasa.lock"] if is_accepted(each, accepted)]
    new = {name: [each for each in told if each not in known] for name, told in found.items()}
    for name, weaknesses in new.items():
        for weakness in weaknesses:
            print(f"{name}: {weakness}", file=sys.stderr)
    if any(new.values()):
        print("The audit failed: the weaknesses above are in no row of docs/old-pins.md.")
        return 1
    print(f"No weakness is known but {len(known)} that docs/old-pins.md names.")
    return 0


def require_advisories() -> None:
    with tempfile.TemporaryDirectory() as folder:
        weak = Path(folder) / "known-weak.txt"
        weak.write_text(KNOWN_WEAK + "\n", encoding="utf-8")
        if not weaknesses_of(weak):
            raise NotAudited(
                f"Where pip-audit asks, nothing is known against {KNOWN_WEAK}, which everybody "
                "knows to be weak: what is said there of other packages is worth nothing."
            )


def weaknesses_of(lock: Path) -> list[Weakness]:
    """Raises NotAudited unless every package of the lock was asked for."""
    return read_answer(ask(lock), lock.name, pins_of(lock))


def ask(lock: Path) -> str:
    """What pip-audit writes about a lock, as JSON."""
    # fmt: off
    command = [
        str(PIP_AUDIT), "--strict", "--disable-pip", "--no-deps", "--progress-spinner", "off",
        "--format", "json", "--requirement", str(lock),
    ]
    # fmt: on
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if not answer.stdout.strip():
        said = answer.stderr.strip().splitlines() or ["nothing"]
        raise NotAudited(f"pip-audit gave no answer about {lock.name}; it said last: {said[-1]}.")
    return answer.stdout


def read_answer(answer: str, lock: str, pins: Iterable[Pin]) -> list[Weakness]:
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotAudited(f"What pip-audit wrote about {lock} cannot be read.") from error
    skipped = [
        f"{each['name']} ({each['skip_reason']})" for each in packages if "skip_reason" in each
    ]
    if skipped:
        raise NotAudited(f"Of {lock}, {len(skipped)} packages were skipped: {'; '.join(skipped)}.")
    answered = {Pin(normalised(each["name"]), each["version"]) for each in packages}
    if missing := sorted(set(pins) - answered):
        names = ", ".join(f"{pin.package} {pin.version}" for pin in missing)
        raise NotAudited(f"Of {lock}, nothing was said about {names}.")
    return [
        Weakness(
            Pin(normalised(each["name"]), each["version"]),
            frozenset({told["id"], *told.get("aliases", [])}),
            tuple(told.get("fix_versions", [])),
        )
        for each in packages
        for told in each["vulns"]
    ]


def pins_of(lock: Path) -> list[Pin]:
    lines = (line.strip() for line in lock.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return [Pin(normalised(package), version) for package, version in pairs]


def normalised(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def old_pins(page: Path) -> dict[Pin, frozenset[str]]:
    """The rows of the page: which advisories are known, and why the pin stays all the same."""
    rows = map(_ROW.fullmatch, page.read_text(encoding="utf-8").splitlines())
    return {
        Pin(normalised(row["package"]), row["version"]): frozenset(_ID.findall(row["rest"]))
        for row in rows
        if row
    }


def is_accepted(weakness: Weakness, accepted: dict[Pin, frozenset[str]]) -> bool:
    return bool(weakness.ids & accepted.get(weakness.pin, frozenset()))


if __name__ == "__main__":
    sys.exit(main())
