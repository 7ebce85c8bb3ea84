from typing import Annotated

from pydantic import BaseModel, Field

from api.chat.gate import MAX_CHARACTERS
from api.chat.schemas import MOST_CHILDREN, MOST_NEEDS, AgeInterval, Incoming
from api.offers.schemas import Match, Wish

MOST_RESULTS = 50


class SearchQuery(Incoming):
    """Everything may be left out; what is given narrows or orders the results."""

    query: Annotated[str, Field(max_length=MAX_CHARACTERS)] = ""
    children: list[AgeInterval] = Field([], max_length=MOST_CHILDREN)
    needs: list[str] = Field([], max_length=MOST_NEEDS)
    district: str | None = None
    wishes: dict[Wish, bool] = Field({})
    language: Annotated[str, Field(max_length=35)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_RESULTS)] = 5


class SearchAnswer(BaseModel):
    """`needs`: the topics given or recognised in the query. `relaxed`: what had to be let go."""

    results: list[Match]
    relaxed: list[str]
    needs: list[str]
