"""Reads the form of a page as a browser would send it."""

from html.parser import HTMLParser

Pairs = list[tuple[str, str]]


class HtmlForm(HTMLParser):
    """`fields` are name and value of all that would be sent, without the button pressed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: Pairs = []
        self._select = ""
        self._choice: str | None = None
        self._textarea = ""
        self._written = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            self.fields.append((name, value))
        elif tag == "select":
            self._select, self._choice = name, None
        elif tag == "option" and (self._choice is None or "selected" in given):
            self._choice = value
        elif tag == "textarea":
            self._textarea, self._written = name, ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._written += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.fields.append((self._select, self._choice or ""))
        elif tag == "textarea":
            # The first line break behind the tag is no part of the text.
            self.fields.append((self._textarea, self._written.removeprefix("\n")))
            self._textarea = ""

    def value(self, name: str) -> str:
        return dict(self.fields)[name]

    def filled(self, *added: tuple[str, str], **changed: str) -> Pairs:
        """With other values in some fields, and more behind them."""
        kept = [(name, changed.pop(name, value)) for name, value in self.fields]
        assert not changed, f"no such fields: {', '.join(changed)}"
        return [*kept, *added]
