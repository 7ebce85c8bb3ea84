"""Build both Python environments from their locks. Standard library only; runs on Python 3.9 up.

An environment is built anew when its lock changed, and left alone otherwise.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "var" / "log"
STAMP = ".lotse-installed"
GIGABYTE = 10**9
PROGRESS_EVERY_S = 15

Version = tuple[int, int]


class Environment(NamedTuple):
    """One virtual environment: where it lies, what may run it, what it holds."""

    name: str
    path: Path
    versions: tuple[Version, ...]
    locks: tuple[str, ...]
    needs_gb: float
    holds_project: bool


class SetupError(Exception):
    """Something that a person has to mend; the message says what and how."""


def environments(with_tools: bool) -> list[Environment]:
    tools = ("dev.lock",) if with_tools else ()
    api_versions = ((3, 11), (3, 12), (3, 13))
    return [
        Environment("api", ROOT / ".venv", api_versions, ("api.lock", *tools), 3.0, True),
        Environment("rasa", ROOT / "bot" / ".venv", ((3, 10),), ("rasa.lock",), 3.5, False),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also install what tests need")
    arguments = parser.parse_args()
    try:
        for environment in environments(arguments.dev):
            prepare(environment)
    except SetupError as error:
        print(f"\nSet-up stopped. {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSet-up interrupted; run it again to go on.", file=sys.stderr)
        return 130
    return 0


def prepare(environment: Environment) -> None:
    """Build the environment, or leave it alone where it is what its locks ask for."""
    wanted = fingerprints(environment)
    stamp = environment.path / STAMP
    if is_usable(environment) and stamp.is_file():
        installed = stamp.read_text(encoding="utf-8").split()
        if set(wanted) <= set(installed):
            return
    say(f"Setting up the {environment.name} environment; the first time takes some minutes.")
    require_space(environment)
    python = find_python(environment)
    if not is_usable(environment):
        shutil.rmtree(environment.path, ignore_errors=True)
        run([str(python), "-m", "venv", str(environment.path)], environment, "creating it")
    stamp.unlink(missing_ok=True)
    pip = [str(python_of(environment)), "-m", "pip", "install", "--disable-pip-version-check"]
    for lock in environment.locks:
        path = str(ROOT / "requirements" / lock)
        run([*pip, "--requirement", path], environment, f"installing {lock}")
    if environment.holds_project:
        project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
        run([*pip, *project], environment, "installing the project")
    stamp.write_text("\n".join(wanted), encoding="utf-8")


def fingerprints(environment: Environment) -> list[str]:
    """Return a digest for each lock, so that tools added later do not undo the rest."""
    project = (ROOT / "pyproject.toml").read_bytes() if environment.holds_project else b""
    return [
        hashlib.sha256((ROOT / "requirements" / lock).read_bytes() + project).hexdigest()
        for lock in environment.locks
    ]


def python_of(environment: Environment) -> Path:
    return environment.path / "bin" / "python"


def is_usable(environment: Environment) -> bool:
    return version_of(python_of(environment)) in environment.versions


def version_of(python: Path) -> Version | None:
    """Return the version of an interpreter that really runs and can make environments."""
    code = "import ensurepip, sys, venv; print(sys.version_info[0], sys.version_info[1])"
    try:
        answer = subprocess.run(
            [str(python), "-c", code], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    major, minor = answer.stdout.split()
    return int(major), int(minor)


def find_python(environment: Environment) -> Path:
    """Return a working interpreter; a version manager's shim may be there and yet fail.

    Raises:
        SetupError: There is none.
    """
    tried = []
    for candidate in candidates(environment.versions):
        version = version_of(candidate)
        if version in environment.versions:
            return candidate
        tried.append(f"{candidate} ({'does not run' if version is None else 'another version'})")
    names = " or ".join(f"{major}.{minor}" for major, minor in environment.versions)
    first = "{}.{}".format(*environment.versions[0])
    found = f" Found and not usable: {', '.join(tried)}." if tried else ""
    raise SetupError(
        f"The {environment.name} environment needs Python {names} with its venv module.{found} "
        f"Install it, for example with “apt-get install python{first} python{first}-venv” "
        f"or “pyenv install {first}”, or name it in LOTSE_PYTHON{first.replace('.', '')}."
    )


def candidates(versions: Iterable[Version]) -> Iterator[Path]:
    """Name the interpreters worth trying, each once."""
    seen = set()
    for path in _places(versions):
        if path.exists() and path not in seen:
            seen.add(path)
            yield path


def _places(versions: Iterable[Version]) -> Iterator[Path]:
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv"))
    for major, minor in versions:
        name = f"python{major}.{minor}"
        chosen = os.environ.get(f"LOTSE_PYTHON{major}{minor}")
        if chosen:
            yield Path(chosen)
        on_path = shutil.which(name)
        if on_path:
            yield Path(on_path)
        for directory in ("/usr/bin", "/usr/local/bin", f"/opt/python{major}.{minor}/bin"):
            yield Path(directory, name)
        for managed, pattern in (
            (pyenv / "versions", f"{major}.{minor}.*/bin/{name}"),
            (home / ".local/share/uv/python", f"cpython-{major}.{minor}*/bin/{name}"),
            (home / ".asdf/installs/python", f"{major}.{minor}.*/bin/{name}"),
            (home / "miniconda3/envs", f"*/bin/{name}"),
        ):
            yield from sorted(managed.glob(pattern), reverse=True)
    yield Path(sys.executable)


def require_space(environment: Environment) -> None:
    free = shutil.disk_usage(ROOT).free / GIGABYTE
    if free < environment.needs_gb:
        raise SetupError(
            f"The disk is almost full: the {environment.name} environment needs about "
            f"{environment.needs_gb:.1f} GB and {free:.1f} GB are free. Make room and run it again."
        )


def run(command: list[str], environment: Environment, doing: str) -> None:
    """Run one step with its output in a log, saying now and then that it goes on.

    Raises:
        SetupError: The step failed; the message holds its last lines.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"setup-{environment.name}.log"
    started = time.monotonic()
    with log.open("a", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT)
        try:
            while process.poll() is None:
                try:
                    process.wait(PROGRESS_EVERY_S)
                except subprocess.TimeoutExpired:
                    say(f"  {doing} … {time.monotonic() - started:.0f} s")
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
    if process.returncode != 0:
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-5:]
        raise SetupError(
            f"{doing.capitalize()} failed. The whole output is in {log.relative_to(ROOT)}. "
            "It ends with:\n  " + "\n  ".join(last)
        )
    say(f"  {doing}: done in {time.monotonic() - started:.0f} s")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
