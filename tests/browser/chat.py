"""The widget as a person meets it: by names and roles, never by its inner structure."""

from playwright.sync_api import Locator, Page, expect

from tests.browser import cast
from tests.browser.words import Words


class Chat:
    def __init__(self, page: Page, language: str = "de") -> None:
        self.page = page
        self.words = words = Words(language)
        self.launcher = page.get_by_role("button", name=words.launcher)
        self.dialog = page.get_by_role("dialog", name=words("name"))
        self.log = page.get_by_role("log", name=words("log"))
        self.input = page.get_by_label(words("input.label"))
        self.send = page.get_by_role("button", name=words("input.send"))
        self.status = self.dialog.get_by_role("status")
        self.failure = self.dialog.get_by_role("alert")
        self.retry = page.get_by_role("button", name=words("failure.retry"))
        self.cards = self.log.get_by_role("listitem").filter(has=page.locator("h3"))
        self.understood = page.get_by_role("region", name=words("chips.label"))

    def open(self) -> "Chat":
        self.launcher.click()
        expect(self.log).to_contain_text("Worum geht es?")
        return self

    def say(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def find_offers(self) -> "Chat":
        self.say(cast.SENTENCE)
        expect(self.cards).to_have_count(len(cast.DEVELOPMENT_MATCHES))
        return self

    def card(self, name: str) -> Locator:
        return self.cards.filter(has=self.page.get_by_role("heading", name=name))

    def chip(self, name: str) -> Locator:
        return self.understood.get_by_role("button", name=name)

    def button(self, key: str, *, exact: bool = False) -> Locator:
        """By the key of its name."""
        return self.page.get_by_role("button", name=self.words(key), exact=exact)

    def way(self, key: str) -> Locator:
        ways = self.page.get_by_role("region", name=self.words("ways.label"))
        return ways.get_by_role("button", name=self.words(f"ways.{key}"))

    def choose_in_menu(self, action: str) -> None:
        menu = self.words("menu")
        self.page.get_by_role("button", name=menu).click()
        self.page.get_by_role("group", name=menu).get_by_role("button", name=action).click()

    def speak(self, language: str) -> "Chat":
        """The same chat, in another language."""
        choice = self.page.get_by_label(self.words("language"), exact=True)
        choice.select_option(language)
        other = Chat(self.page, language)
        expect(other.log).to_contain_text("Gut, ich habe das geändert.")
        return other

    def confirm(self, action: str) -> None:
        question = self.page.get_by_role("alertdialog")
        question.get_by_role("button", name=action, exact=True).click()

    @property
    def focused(self) -> Locator:
        """What has the focus: the host in the page is no use, the element inside it is."""
        return self.page.locator("family-guide :focus")
