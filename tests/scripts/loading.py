"""Scripts are no packages: they are loaded from their files."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def loaded(script: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module of its own for each call, known under its name until the test ends."""
    name = f"{script.stem}_script"
    spec = importlib.util.spec_from_file_location(name, script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module
