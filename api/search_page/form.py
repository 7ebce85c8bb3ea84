"""What is typed into the form of /suche: read without complaint, then checked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from api.chat.gate import MAX_CHARACTERS, readable
from api.chat.schemas import MOST_CHILDREN, MOST_NEEDS
from api.errors import texts_for
from api.offers.schemas import Wish
from api.pages import page_texts
from api.search.schemas import MOST_RESULTS, SearchQuery, Understood
from api.search_page.ages import AgeField, NoAge, written
from api.search_page.choices import SPOKEN
from index.city import City

WISHES: tuple[str, ...] = get_args(Wish)
STEP = 5
"""So many offers are shown at first, and so many more each time."""
LEAST_ROWS = 2

CLEARED = "-"
"""In place of what was read from the text: the fields were emptied by hand and stay so."""

_OFFER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class SearchForm:
    """All fields as typed.

    `shown` is how many offers the page lists, 0 before the first search; `kept` are the ids of
    offers to take along. Ages and district that were read from the text stand in their fields for
    correction; `read_ages` and `read_district` say so. As long as they are the same as the fields,
    the text is read anew with each search, so that who changes the text need not change them.
    """

    text: str = ""
    ages: tuple[AgeField, ...] = ()
    district: str = ""
    topics: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    spoken: str = ""
    kept: tuple[str, ...] = ()
    shown: int = 0
    read_ages: str = ""
    read_district: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, Sequence[str]]) -> "SearchForm":
        """Takes anything; what is no field is left out."""
        one = {name: values[-1].strip() for name, values in sent.items() if values}
        ages = [
            AgeField(one.get(f"age{place}", ""), one.get(f"unit{place}", "years"))
            for place in range(1, MOST_CHILDREN + 1)
        ]
        return cls(
            text=readable(one.get("text", "")),
            ages=tuple(age for age in ages if not age.is_empty),
            district=one.get("district", ""),
            topics=_each_once(sent.get("topic", ())),
            wishes=_each_once(sent.get("wish", ())),
            spoken=one.get("spoken", ""),
            kept=tuple(id_ for id_ in _each_once(sent.get("keep", ())) if _OFFER_ID.fullmatch(id_)),
            shown=_number(one.get("shown", "")),
            read_ages=one.get("read_ages", ""),
            read_district=one.get("read_district", ""),
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (
            self.text or self.ages or self.district or self.topics or self.wishes or self.spoken
        )

    @property
    def rows(self) -> tuple[AgeField, ...]:
        """Those to show: what is filled in, and room for another child."""
        empty = max(LEAST_ROWS - len(self.ages), 1)
        return (*self.ages, *[AgeField()] * empty)[:MOST_CHILDREN]

    @property
    def _gives_ages(self) -> bool:
        """Whether they are the family's own, not just what was read from the text."""
        return written(self.ages) != self.read_ages

    def showing(self, offers: int) -> "SearchForm":
        return replace(self, shown=min(offers, MOST_RESULTS))

    def faults(self, city: City, language: str) -> dict[str, str]:
        """What is wrong, in words, by the id of the control."""
        return dict(self._faults(city, language))

    def _faults(self, city: City, language: str) -> Iterator[tuple[str, str]]:
        texts, problems = page_texts(language), texts_for(language)
        if len(self.text) > MAX_CHARACTERS:
            said = problems.problems["text_too_long"].detail
            yield "text", said.format(limit=MAX_CHARACTERS, length=len(self.text))
        elif self.is_empty:
            yield "text", texts.text("suche.nothing_asked")
        if self._gives_ages:
            for place, age in enumerate(self.ages, start=1):
                try:
                    age.interval()
                except NoAge as no_age:
                    yield f"age{place}", texts.text("widget.chips.age_invalid", max=no_age.most)
        if self.district and self.district not in city.districts:
            yield "district", problems.field_fault("unknown_district")
        if not city.topics.keys() >= set(self.topics):
            yield "topics", problems.field_fault("unknown_topic")
        elif len(self.topics) > MOST_NEEDS:
            yield "topics", texts.text("suche.too_many_topics", most=MOST_NEEDS)
        if not set(self.wishes) <= set(WISHES):
            yield "wishes", problems.field_fault("literal_error")
        if self.spoken and self.spoken not in SPOKEN:
            yield "spoken", problems.field_fault("literal_error")

    def query(self, language: str, read: Understood) -> SearchQuery:
        """Of a form without faults; `read` is what its text says.

        What was read from an earlier text holds as long as this one says nothing else.
        """
        given: dict[str, Any] = {}
        # What is set, even to nothing, is not read from the text.
        if self._gives_ages or (self.ages and not read.children):
            given["children"] = [age.interval() for age in self.ages]
        if self.district != self.read_district or (self.district and not read.district):
            given["district"] = self.district or None
        return SearchQuery(
            query=self.text,
            needs=list(self.topics),
            wishes=dict.fromkeys(self.wishes, True),  # type: ignore[arg-type]  # checked by faults
            spoken=self.spoken or None,
            language=language,
            limit=self.shown,
            **given,
        )

    def with_read(self, query: SearchQuery, read: Understood, city: City) -> "SearchForm":
        """With what the search has read from the text in its fields."""
        ages, district = self.ages, self.district
        if "children" in query.model_fields_set:
            read_ages = "" if ages else CLEARED
        else:
            ages = tuple(AgeField.of(child) for child in read.children)
            read_ages = written(ages)
        if "district" in query.model_fields_set:
            read_district = "" if district else CLEARED
        else:
            # The whole city is what the empty choice says.
            is_part = read.district is not None and read.district.id != city.root_id
            district = read_district = read.district.id if read.district and is_part else ""
        return replace(
            self,
            ages=ages,
            district=district,
            read_ages=read_ages,
            read_district=read_district,
        )


def _each_once(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def _number(text: str) -> int:
    return min(int(text), MOST_RESULTS) if text.isdecimal() and len(text) < 4 else 0
