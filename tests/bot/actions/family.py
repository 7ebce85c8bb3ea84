"""Messages of a family with several children, and what they make of the profile."""

from __future__ import annotations

from dataclasses import replace

from bot.actions.profile import Child, Profile
from bot.actions.taking_in import Message, Pending, taken_in
from bot.texts import catalogue
from bot.understanding import ChildAge, ChildMention, Reading
from tests.bot.actions.stage import real_city

TEXTS = catalogue("de")
CITY = real_city()

WORDS = {
    "Nachhilfe": "learning-support",
    "Krabbelgruppe": "parent-child-group",
    "Schwimmen": "sports",
    "spricht": "development",
}


def topics_of(text: str) -> tuple[str, ...]:
    return tuple(topic for word, topic in WORDS.items() if word in text)


def aged(years: int, who: str | None = None, label: str | None = None) -> ChildAge:
    said = label or f"{years} Jahre"
    return ChildAge(years * 12, years * 12 + 11, said, who, 0, 1)


def mention(who: str, text: str, word: str) -> ChildMention:
    start = text.index(word)
    return ChildMention(who, 1, start, start + len(word))


def known(*children: tuple[int, str | None]) -> Profile:
    return Profile(
        children=tuple(
            Child(years * 12, years * 12 + 11, f"{years} Jahre", who) for years, who in children
        )
    )


def said(
    profile: Profile,
    text: str = "",
    *,
    asked: str | None = None,
    pending: Pending | None = None,
    **found: object,
) -> tuple[Profile, Pending | None]:
    """Take in a message; its topics and whether it says a need are read off its words."""
    topics = topics_of(text)
    reading = Reading(need_text=text if topics else None, topics=topics)
    reading = replace(reading, **found)  # type: ignore[arg-type]
    return taken_in(profile, Message(reading, text, topics_of, asked, pending), CITY, TEXTS)


def years(profile: Profile) -> list[int]:
    return [child.age_min_months // 12 for child in profile.children]


def needs(profile: Profile) -> list[tuple[str, ...]]:
    return [child.needs for child in profile.children]
