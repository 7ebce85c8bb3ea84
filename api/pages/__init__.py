"""The frame of what is rendered on the server: pages that work without JavaScript."""

from api.pages.problems import ProblemPages
from api.pages.rendering import LanguageLink, Pages, language_links
from api.pages.texts import page_texts

__all__ = ["LanguageLink", "Pages", "ProblemPages", "language_links", "page_texts"]
