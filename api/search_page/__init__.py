"""/suche: the search as a page, for whoever has no JavaScript or wants no chat."""

from api.search_page.routes import router

__all__ = ["router"]
