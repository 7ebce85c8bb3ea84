import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_torch() -> Iterator[None]:
    """An import of spaCy within finds no torch, unless that is loaded already.

    spaCy takes torch along where it is installed, though only its neural pipelines need it:
    180 MB and two seconds for nothing.
    """
    if "torch" in sys.modules:
        yield
        return
    # None makes importing it fail, says the reference of the import system
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["torch"]
