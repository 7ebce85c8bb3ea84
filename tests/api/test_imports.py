"""What the server leaves out: each of these would cost it hundreds of megabytes."""

import subprocess
import sys

import pytest

from api.settings import PROJECT_ROOT


@pytest.mark.parametrize("heavy", ["torch", "transformers", "sentence_transformers", "spacy"])
def test_the_server_does_not_load(heavy: str) -> None:
    code = f"import sys, api.serve, api.cli.main; sys.exit({heavy!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, check=False)
    assert done.returncode == 0


def test_reading_queries_loads_spacy_without_torch() -> None:
    code = """
import sys
from api.identification import LanguageIdentifier
from api.search.understanding import QueryReader
from api.settings import Settings
from index.city import load_city
city = load_city(Settings().city)
QueryReader.open(Settings().city, city, LanguageIdentifier.open(city))
sys.exit("spacy" not in sys.modules or "torch" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_ROOT, check=False)
    assert done.returncode == 0
