"""The plan (Merkliste): offers to take along on paper, as a file or on another device."""

from api.plan.routes import router

__all__ = ["router"]
