"""The command line: `lotse`."""

from api.cli.main import main

__all__ = ["main"]
