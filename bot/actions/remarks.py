"""What is said of a change before the offers: briefly, and only what they do not show."""

from __future__ import annotations

from collections.abc import Iterable

from bot.actions.profile import Json, Profile
from bot.texts import Catalogue
from bot.texts.terms import language_in_words, list_in_words
from index.city import City

MOST_SENTENCES_ON_WISHES = 2


def remark(key: str, **params: str) -> Json:
    """Return something to say, as a slot keeps it until it is said."""
    return {"key": key, "params": params}


def on_changes(before: Profile, after: Profile, texts: Catalogue, city: City) -> list[Json]:
    """Return what to say of the step from one profile to the next."""
    return [
        *_on_needs(before, after, texts, city),
        *_on_wishes(before, after, texts),
        *_on_ages(before, after),
        *_on_focus(before, after),
    ]


def on_undo(undone: Profile, back: Profile, texts: Catalogue, city: City) -> list[Json]:
    """Return what to say of a profile that is back."""
    parts = list(_differences(undone, back, texts, city))
    if not parts:
        return [remark("undo.done")]
    return [remark("undo.back", what=list_in_words(parts, texts))]


def _on_needs(before: Profile, after: Profile, texts: Catalogue, city: City) -> list[Json]:
    old, new = _topics(before), _topics(after)
    if not old or old == new:
        return []
    if old < new and before.has_need:
        return [remark("changed.need_added", topics=_labels(new - old, after, texts, city))]
    if new < old:
        return [remark("changed.need_removed", topics=_labels(old - new, before, texts, city))]
    return []


def _on_wishes(before: Profile, after: Profile, texts: Catalogue) -> list[Json]:
    added, dropped = after.wishes - before.wishes, before.wishes - after.wishes
    said = []
    if len(added) > MOST_SENTENCES_ON_WISHES:
        said.append(remark("wished.several", wishes=_wishes(added, texts)))
    else:
        said += [remark(f"wished.{wish}") for wish in sorted(added)]
    if after.spoken and after.spoken != before.spoken:
        said.append(remark("wished.language", language=language_in_words(after.spoken, texts)))
    if dropped and not added:
        said.append(remark("unwished.wishes", wishes=_wishes(dropped, texts)))
    if before.spoken and not after.spoken:
        said.append(remark("unwished.language"))
    return said


def _on_ages(before: Profile, after: Profile) -> list[Json]:
    """Say whose age was corrected, where there are several it may have been."""
    if len(before.children) != len(after.children) or len(after.children) < 2:
        return []
    pairs = zip(before.children, after.children, strict=True)
    return [remark("changed.age", child=new.label) for old, new in pairs if not old.overlaps(new)]


def _on_focus(before: Profile, after: Profile) -> list[Json]:
    was_for_one = before.focus is not None and len(after.children) > 1
    return [remark("changed.for_all")] if was_for_one and after.focus is None else []


def _differences(undone: Profile, back: Profile, texts: Catalogue, city: City) -> Iterable[str]:
    """Name what holds again, one part each for children, need, place and wishes."""
    if undone.children != back.children and back.children:
        labels = [child.label for child in back.children]
        yield texts.text("undo.children", children=list_in_words(labels, texts))
    topics = _topics(back)
    if _topics(undone) != topics and topics:
        yield texts.text("undo.needs", topics=_labels(topics, back, texts, city))
    if undone.district_id != back.district_id and back.district_id:
        yield texts.text("undo.district", district=city.districts[back.district_id].name)
    if undone.wishes != back.wishes and back.wishes:
        yield texts.text("undo.wishes", wishes=_wishes(back.wishes, texts))
    if undone.spoken != back.spoken and back.spoken:
        yield texts.text("undo.language", language=language_in_words(back.spoken, texts))
    without = undone.wishes - back.wishes
    if without:
        yield texts.text("undo.without", wishes=_wishes(without, texts))


def _topics(profile: Profile) -> frozenset[str]:
    return frozenset((*profile.needs, *(need for c in profile.children for need in c.needs)))


def _labels(topics: frozenset[str], profile: Profile, texts: Catalogue, city: City) -> str:
    in_order = (*profile.needs, *(need for child in profile.children for need in child.needs))
    named = dict.fromkeys(topic for topic in in_order if topic in topics)
    labels = [city.topics[topic].label(texts.language) for topic in named]
    return list_in_words(labels, texts)


def _wishes(wishes: frozenset[str], texts: Catalogue) -> str:
    names = [texts.text(f"wish.{wish}") for wish in sorted(wishes)]
    return list_in_words(names, texts)
