from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from api.chat.gate import MAX_CHARACTERS, readable
from api.chat.schemas import MOST_CHILDREN, MOST_NEEDS, AgeInterval, Child, Crisis, Home, Incoming
from api.offers.schemas import Match, Wish

MOST_RESULTS = 50


class SearchQuery(Incoming):
    """Everything may be left out; what is given narrows or orders the results.

    Wishes lift what meets them. `near` shows nothing farther than the nearest offer that meets the
    need, `girls` and `boys` nothing for others only, `secular` (not run by a church) nothing that a
    religious community runs as long as something else meets the need. `spoken` is the code of a
    language wished to be spoken, like tr; `language` is that of the answer.

    `children` and `district` that are left out are read from the query's text; an empty list or
    null says that they are not known.
    """

    query: Annotated[str, Field(max_length=MAX_CHARACTERS), AfterValidator(readable)] = ""
    children: list[AgeInterval] = Field([], max_length=MOST_CHILDREN)
    needs: list[str] = Field([], max_length=MOST_NEEDS)
    district: str | None = None
    wishes: dict[Wish, bool] = Field({})
    spoken: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    language: Annotated[str, Field(max_length=35)] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_RESULTS)] = 5


class Understood(BaseModel):
    """What was read from the query's text; what was given explicitly is no part of it."""

    children: list[Child]
    district: Home | None


class SearchAnswer(BaseModel):
    """`needs`: the topics given or recognised in the query.

    `relaxed`: what had to be let go, in order. `sozialraum`, `city`, `phone_online` and `nrw` tell
    how far beyond the own Sozialraum the nearest match that meets the need is; then `age`, `needs`;
    then the wishes that nothing for the need is known to meet, `language` for the spoken one.

    `more`: whether another search with a larger `limit` would find others.

    `crisis`: whom to call, where danger was recognised in the query; to be shown first.
    """

    results: list[Match]
    relaxed: list[str]
    needs: list[str]
    understood: Understood
    more: bool = False
    crisis: Crisis | None = None
