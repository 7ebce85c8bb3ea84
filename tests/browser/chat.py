"""The widget as a person meets it: by names and roles, never by its inner structure."""

from playwright.sync_api import Locator, Page, expect

from tests.browser import cast


class Chat:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.launcher = page.get_by_role("button", name="Angebote finden")
        self.dialog = page.get_by_role("dialog", name="Familienlotse")
        self.log = page.get_by_role("log", name="Gespräch")
        self.input = page.get_by_label("Ihre Nachricht")
        self.send = page.get_by_role("button", name="Senden")
        self.status = self.dialog.get_by_role("status")
        self.failure = self.dialog.get_by_role("alert")
        self.retry = page.get_by_role("button", name="Noch einmal versuchen")
        self.cards = self.log.get_by_role("listitem").filter(has=page.locator("h3"))
        self.understood = page.get_by_role("region", name="Das habe ich verstanden")

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

    def choose_in_menu(self, action: str) -> None:
        self.page.get_by_role("button", name="Menü").click()
        self.page.get_by_role("group", name="Menü").get_by_role("button", name=action).click()

    def confirm(self, action: str) -> None:
        question = self.page.get_by_role("alertdialog")
        question.get_by_role("button", name=action, exact=True).click()

    @property
    def focused(self) -> Locator:
        """What has the focus: the host in the page is no use, the element inside it is."""
        return self.page.locator("family-guide :focus")
