"""Offers and matches as the HTTP contract shows them, in the family's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.languages import GERMAN
from bot.texts.ages import age_in_words
from bot.texts.catalogue import Catalogue, catalogue
from bot.texts.hours import clock_in_words, hours_in_words, opening_in_words
from bot.texts.terms import language_in_words, length_in_words
from index.city import City
from index.offers.record import Offer
from index.search import Match, Reason
from index.search.request import SPOKEN, WISHES

Json = dict[str, Any]


def render_match(match: Match, language: str, city: City) -> Json:
    """Return a match of the contract: the offer, why it fits, what to know."""
    texts = catalogue(language)
    return {
        "offer": public_offer(match.offer, language, city),
        "score": round(match.score, 4),
        "reasons": [_said(reason, "reason", texts, city) for reason in match.reasons],
        "misses": [_said(miss, "miss", texts, city) for miss in match.misses],
        "reach": _reach(match, texts),
        "alike": match.alike,
    }


def public_offer(offer: Offer, language: str, city: City) -> Json:
    """Return what a family may see of an offer; a confidential address is no part of it."""
    texts = catalogue(language)
    description, description_language = described(offer, language)
    return {
        "id": offer.id,
        "name": offer.name,
        "organisation": offer.organisation,
        "description": description,
        "description_language": description_language,
        "topics": list(offer.topics),
        "topic_labels": [city.topics[topic].label(language) for topic in offer.topics],
        "age": {"min_months": offer.min_age_months, "max_months": offer.max_age_months},
        "age_text": ages_in_words(offer.min_age_months, offer.max_age_months, texts),
        "for_whom": offer.for_whom,
        "format": offer.format,
        "cost": offer.cost,
        "cost_text": texts.text(f"cost.{offer.cost}"),
        "cost_note": offer.cost_note,
        "registration": offer.registration,
        "registration_text": texts.text(f"registration.{offer.registration}"),
        "waiting_time": offer.waiting_time,
        "languages": list(offer.languages),
        "barrier_free": offer.barrier_free,
        "for_gender": list(offer.for_gender),
        "childcare": offer.childcare,
        "faith_based": offer.faith_based,
        "opening_hours": offer.opening_hours,
        "opening_hours_text": hours_in_words(offer.opening_hours, texts),
        "address": _address(offer, city),
        "location": _location(offer),
        "phone": offer.phone,
        "email": offer.email,
        "website": str(offer.website) if offer.website else None,
        "scope": offer.scope,
        "valid_until": offer.valid_until.isoformat() if offer.valid_until else None,
        "facts_as_of": offer.facts_as_of,
        "verification": offer.verification,
        "verified_at": offer.verified_at.isoformat() if offer.verified_at else None,
    }


def contact_in_words(offer: Offer | None, texts: Catalogue, city: City) -> str:
    """Say how to reach the city's contact: name, phone, mail, as far as its offer has them."""
    if offer is None:
        return city.name
    ways = [offer.name]
    if offer.phone:
        ways.append(texts.text("contact.phone", phone=offer.phone))
    if offer.email:
        ways.append(texts.text("contact.email", email=offer.email))
    return texts.commas(ways)


def steps_in_words(relaxed: Sequence[str], texts: Catalogue, city: City) -> list[str]:
    """Say what was let go: the last step, the others are on the way to it; then each wish."""
    wishes = [name for name in relaxed if name in WISHES or name == SPOKEN]
    steps = [name for name in relaxed if name not in wishes]
    return [texts.text(f"relaxed.{name}", city=city.name) for name in (*steps[-1:], *wishes)]


def described(offer: Offer, language: str) -> tuple[str, str]:
    """Return the description and its language: the one asked for, else German."""
    if language in offer.descriptions:
        return offer.descriptions[language], language
    return offer.description_de, GERMAN.code


def cost_in_words(offer: Offer, texts: Catalogue) -> str:
    """Say what an offer costs, with its note where it has one."""
    cost = texts.text(f"cost.{offer.cost}")
    return texts.text("cost_noted", cost=cost, note=offer.cost_note) if offer.cost_note else cost


def _reach(match: Match, texts: Catalogue) -> Json | None:
    reach = match.reach
    if reach is None:
        return None
    opening, by_phone = reach.opening, match.offer.format in {"phone", "online"}
    return {
        "level": reach.level,
        "distance_m": reach.distance_m,
        "certainty": reach.certainty,
        "open_now": opening.open_now,
        "closes_at": opening.closes_at.isoformat() if opening.closes_at else None,
        "opens_at": opening.opens_at.isoformat() if opening.opens_at else None,
        "opening_text": opening_in_words(opening, reach.at, texts, by_phone=by_phone),
    }


def _address(offer: Offer, city: City) -> Json | None:
    somewhere_else = offer.scope != "city" and not offer.street
    if offer.confidential_address or somewhere_else:
        return None
    district = city.districts[offer.district_id]
    return {
        "street": offer.street or None,
        "postcode": offer.postcode,
        "district_id": district.id,
        "district_name": district.name,
        "town": city.name,
    }


def _location(offer: Offer) -> Json | None:
    if offer.confidential_address or offer.geo_certainty != "source":
        return None
    return {"lat": offer.lat, "lon": offer.lon}


def _said(reason: Reason, group: str, texts: Catalogue, city: City) -> Json:
    if reason.kind == "age":
        said = _age_reason(reason, texts) if group == "reason" else _age_limit(reason, texts)
    else:
        params = _params_in_words(reason, texts, city)
        said = texts.text(f"{group}.{reason.kind}", city=city.name, **params)
    return {"kind": reason.kind, "text": said}


def _params_in_words(reason: Reason, texts: Catalogue, city: City) -> Json:
    params: Json = dict(reason.params)
    if "topic" in params:
        params["topic"] = city.topics[params["topic"]].label(texts.language)
    if "district" in params:
        params["district"] = city.districts[params["district"]].name
    if "metres" in params:
        params["distance"] = length_in_words(params["metres"], texts)
    if "until" in params:
        params["time"] = clock_in_words(datetime.fromisoformat(params["until"]), texts)
    if "language" in params:
        params["language"] = language_in_words(params["language"], texts)
    return params


def _age_limit(miss: Reason, texts: Catalogue) -> str:
    """Say which end of the ages the child misses."""
    if "max_months" in miss.params:
        highest = age_in_words(int(miss.params["max_months"]), texts, after_preposition=True)
        return texts.text("miss.age_to", max=highest)
    lowest = int(miss.params["min_months"])
    if lowest == 0:
        return texts.text("miss.age_from_birth")
    return texts.text("miss.age_from", min=age_in_words(lowest, texts, after_preposition=True))


def _age_reason(reason: Reason, texts: Catalogue) -> str:
    low, high = reason.params.get("min_months"), reason.params.get("max_months")
    return ages_in_words(
        None if low is None else int(low), None if high is None else int(high), texts
    )


def ages_in_words(low: int | None, high: int | None, texts: Catalogue) -> str:
    """Say which ages an offer is for, in months, both ends included; "" where it has no limit."""
    last = age_in_words(high, texts, after_preposition=True) if high is not None else ""
    if low is not None and low < 0:
        if high is None:
            return texts.text("reason.age_before_birth")
        return texts.text("reason.age_before_birth_to", max=last)
    if low is None:
        return texts.text("reason.age_to", max=last) if last else ""
    first = age_in_words(low, texts, after_preposition=True)
    if high is None:
        return texts.text("reason.age_from", min=first)
    return texts.text("reason.age_between", min=_shortened(low, high, first), max=last)


def _shortened(low: int, high: int, first: str) -> str:
    """Leave the unit out where both ends have it: “von 0 bis 3 Jahren”."""
    both_in_years = low % 12 == 0 and (high % 12 == 0 or high >= 24)
    return str(low // 12) if both_in_years else first
