"""Everything that can go wrong at the HTTP edge, as problem documents (RFC 9457)."""

from api.errors.catalogue import texts_for
from api.errors.problem import ProblemDocument, ProblemError, problem_response

__all__ = ["ProblemDocument", "ProblemError", "problem_response", "texts_for"]
