"""The conversation part of the HTTP contract: what comes in is strict, what goes out is typed."""

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
    with_config,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from api.offers.schemas import Match
from bot.languages import LANGUAGES
from bot.safety import Reader

Mode = Literal["family", "counselor"]
Author = Literal["bot", "user"]

MOST_CHILDREN = 12
MOST_NEEDS = 5


def _offered(language: str) -> str:
    if language not in LANGUAGES:
        raise PydanticCustomError("unknown_language", "not among the languages offered")
    return language


OfferedLanguage = Annotated[
    str, AfterValidator(_offered), Field(json_schema_extra={"enum": list(LANGUAGES)})
]


@with_config(ConfigDict(extra="forbid", strict=True))
class Wishes(TypedDict, total=False):
    """How an offer should be; `language` is the code of the one that should be spoken there."""

    free: bool
    online: bool
    phone: bool
    barrier_free: bool
    drop_in: bool
    near: bool
    afternoon: bool
    weekend: bool
    at_home: bool
    girls: bool
    boys: bool
    childcare: bool
    secular: bool
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] | None


class Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AgeInterval(Incoming):
    """One child's age in months, both ends included; unborn is -9 to -1."""

    age_min_months: Annotated[int, Field(ge=-9, le=324)]
    age_max_months: Annotated[int, Field(ge=-9, le=324)]
    label: Annotated[str, Field(max_length=80)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.age_min_months > self.age_max_months:
            raise PydanticCustomError("reversed_ages", "the smallest age exceeds the largest")
        return self


class ChildPatch(AgeInterval):
    """What is left out stays as it is, where as many children are sent as are known."""

    who: Annotated[str, Field(max_length=40)] | None = None
    needs: Annotated[list[str], Field(max_length=MOST_NEEDS)] = []
    need_text: str | None = None


class NewConversation(Incoming):
    language: Annotated[str, Field(max_length=35)] | None = None
    mode: Mode = "family"


class NewMessage(Incoming):
    """What a person wrote, or the payload of the button they chose."""

    text: str | None = None
    payload: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.payload is None):
            raise PydanticCustomError("one_of_text_or_payload", "either text or payload")
        return self


class ProfilePatch(Incoming):
    """What is left out stays as it is; `district: null` forgets the district.

    `focus` is the place of the child to search for, null for all. `language` alone is confirmed in
    that language, and what was asked is asked again in it.
    """

    language: OfferedLanguage | None = None
    children: Annotated[list[ChildPatch], Field(max_length=MOST_CHILDREN)] = []
    needs: Annotated[list[str], Field(max_length=MOST_NEEDS)] = []
    need_text: str | None = None
    district: str | None = None
    district_any: bool = False
    wishes: Wishes = {}
    focus: Annotated[int, Field(ge=0, lt=MOST_CHILDREN)] | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.model_fields_set:
            raise PydanticCustomError("empty_patch", "no change given")
        return self


class Child(BaseModel):
    age_min_months: int
    age_max_months: int
    label: str


class ChildOfFamily(Child):
    """`who` is what the family calls the child; without `needs` of its own the common ones hold."""

    who: str | None = None
    needs: list[str] = []
    need_text: str | None = None


class Home(BaseModel):
    """The district a family lives in, with the postcodes that are possible there."""

    id: str
    name: str
    postcodes: list[str]


class Profile(BaseModel):
    """What the conversation has understood of a family.

    `focus` is the place of the child that the search is for now, null for all of them.
    """

    language: str
    children: list[ChildOfFamily] = []
    needs: list[str] = []
    need_text: str | None = None
    district: Home | None = None
    district_any: bool = False
    wishes: Wishes = {}
    focus: int | None = None


class Text(BaseModel):
    """`language` is a BCP 47 tag, where the text is not in the profile's language.

    `url` is the page that the text names as its source.
    """

    type: Literal["text"] = "text"
    text: str
    language: Annotated[str | None, Field(exclude_if=lambda language: language is None)] = None
    url: Annotated[str | None, Field(exclude_if=lambda url: url is None)] = None


class QuickReply(BaseModel):
    title: str
    payload: str


class QuickReplies(BaseModel):
    type: Literal["quick_replies"] = "quick_replies"
    options: list[QuickReply]


class Offers(BaseModel):
    type: Literal["offers"] = "offers"
    results: list[Match]
    more: bool


class Contact(BaseModel):
    """Somebody who helps in danger.

    `chat` and `url` are web addresses, `mail` is an e-mail address or a page where one can write,
    `walk_in` is where to go. `hours`, `languages` and `verified`, the month in which the facts
    were confirmed, are in words; null is not known.
    """

    name: str
    phone: str | None = None
    chat: str | None = None
    mail: str | None = None
    walk_in: str | None = None
    url: str | None = None
    hours: str | None = None
    languages: str | None = None
    verified: str | None = None


class Crisis(BaseModel):
    """Said first where somebody is in danger; the most urgent contact comes first.

    `machine` says what the assistant is and that it alerts nobody; `reader` is whom it speaks to.
    """

    type: Literal["crisis"] = "crisis"
    text: str
    machine: str = ""
    contacts: list[Contact]
    reader: Reader = "adult"


Content = Text | QuickReplies | Offers | Crisis


class Numbered(BaseModel):
    """`id` counts the messages of one conversation from 1 on."""

    id: int
    author: Author


class TextMessage(Numbered, Text): ...


class QuickRepliesMessage(Numbered, QuickReplies): ...


class OffersMessage(Numbered, Offers): ...


class CrisisMessage(Numbered, Crisis): ...


Message = Annotated[
    TextMessage | QuickRepliesMessage | OffersMessage | CrisisMessage, Field(discriminator="type")
]


class Turn(BaseModel):
    """The answers to one message, and the profile after it.

    `crisis` is what was said when danger was recognised, in this turn or before: it stays at hand
    for the rest of the conversation.
    """

    messages: list[Message]
    profile: Profile
    crisis: Crisis | None = None


class Conversation(Turn):
    id: str
    language: str
