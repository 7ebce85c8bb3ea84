import logging

from index.printable import printable

CONTINUED = "\n    | "


class LogLines(logging.Formatter):
    """Nothing that is logged can pass for another record, or for orders to a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record)).replace("\n", CONTINUED)
