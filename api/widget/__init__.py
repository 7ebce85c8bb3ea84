"""The chat widget, and a demonstration page that embeds it."""

from api.widget.routes import router

__all__ = ["router"]
