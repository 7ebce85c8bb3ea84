"""Families who talk at once, each with a child and a home of its own, and what must hold of it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

Json = dict[str, Any]

DISTRICTS = {
    "sterkrade": "Sterkrade",
    "osterfeld": "Osterfeld",
    "holten": "Holten",
    "schmachtendorf": "Schmachtendorf",
    "lirich": "Lirich",
}
OLDEST = 17
SAYINGS = (
    "nur kostenlose",
    "mehr zeigen",
    "Was speichern Sie?",
    "etwas zum Schwimmen",
    "Was kostet das erste?",
    "danke",
    "am Nachmittag",
    "wie komme ich dahin?",
)
PAUSE_SECONDS = 0.2
TIMEOUT_SECONDS = 90.0


@dataclass
class Family:
    """Says who it is, then goes on talking; remembers what was acknowledged."""

    number: int
    path: str = ""
    said: list[tuple[str, bool]] = field(default_factory=list)
    """What was said, and whether it was acknowledged."""
    faults: list[str] = field(default_factory=list)
    turns: int = 0

    @property
    def age(self) -> int:
        return 1 + self.number % OLDEST

    @property
    def district(self) -> str:
        return list(DISTRICTS)[self.number % len(DISTRICTS)]

    async def talk(self, client: httpx.AsyncClient, until: float, *, breaks: bool = False) -> None:
        """Until that time of the loop's clock; where it `breaks`, lost connections are no fault."""
        chance = random.Random(self.number)
        await self._begin(client, breaks=breaks)
        await self._say(client, self._introduction, breaks=breaks)
        loop = asyncio.get_running_loop()
        while loop.time() < until:
            await self._say(client, chance.choice(SAYINGS), breaks=breaks)
            if breaks and not self.said[-1][1]:
                await asyncio.sleep(PAUSE_SECONDS)

    async def check(self, client: httpx.AsyncClient) -> None:
        """Whether every acknowledged turn is kept, in order, and nothing of anybody else's."""
        kept: Json = (await client.get(self.path)).raise_for_status().json()
        texts = [message["text"] for message in kept["messages"] if message["author"] == "user"]
        self.faults += _not_kept(self.said, texts)
        self.faults += self._mixed_up(kept["profile"])

    @property
    def _introduction(self) -> str:
        return f"Mein Kind ist {self.age} Jahre alt, wir wohnen in {DISTRICTS[self.district]}"

    async def _begin(self, client: httpx.AsyncClient, *, breaks: bool) -> None:
        while not self.path:
            answer = await self._post(client, "/api/conversations", {}, breaks=breaks)
            if answer is not None:
                self.path = f"/api/conversations/{answer['id']}"
            elif not breaks:
                raise AssertionError(self.faults[-1])
            else:
                await asyncio.sleep(PAUSE_SECONDS)

    async def _say(self, client: httpx.AsyncClient, text: str, *, breaks: bool) -> None:
        """The introduction is repeated until it is acknowledged: all that follows builds on it."""
        while True:
            answer = await self._post(
                client, f"{self.path}/messages", {"text": text}, breaks=breaks
            )
            self.said.append((text, answer is not None))
            if answer is not None:
                self.turns += 1
                self.faults += self._mixed_up(answer["profile"])
            if answer is not None or text != self._introduction or not breaks:
                return
            await asyncio.sleep(PAUSE_SECONDS)

    async def _post(
        self, client: httpx.AsyncClient, path: str, body: Json, *, breaks: bool
    ) -> Json | None:
        try:
            response = await client.post(path, json=body)
        except httpx.TransportError as error:
            if not breaks:
                self.faults.append(f"family {self.number}: {type(error).__name__}")
            return None
        if response.is_success:
            answer: Json = response.json()
            return answer
        is_busy = response.status_code == httpx.codes.SERVICE_UNAVAILABLE
        if not (breaks and is_busy):
            self.faults.append(f"family {self.number}: {response.status_code} {response.text}")
        return None

    def _mixed_up(self, profile: Mapping[str, Any]) -> list[str]:
        ages = [child["age_min_months"] for child in profile["children"]]
        district = profile["district"] and profile["district"]["id"]
        if ages == [12 * self.age] and district == self.district:
            return []
        return [f"family {self.number}, {self.age} years, {self.district}: {ages}, {district}"]


def _not_kept(said: Sequence[tuple[str, bool]], kept: Sequence[str]) -> list[str]:
    """What was not acknowledged may be kept or not: its answer may have been lost on the way."""
    positions = {0}
    for text, is_acknowledged in said:
        after = {p + 1 for p in positions if p < len(kept) and kept[p] == text}
        positions = after if is_acknowledged else after | positions
        if not positions:
            return [f"“{text}” was acknowledged and is not kept: {kept}"]
    return [] if len(kept) in positions else [f"more is kept than was said: {kept}"]


async def talk_at_once(
    url: str, families: int, seconds: float, *, breaks: bool = False
) -> list[Family]:
    """So many families for so long; their faults are in them."""
    limits = httpx.Limits(max_connections=families, max_keepalive_connections=families)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=TIMEOUT_SECONDS) as client:
        until = asyncio.get_running_loop().time() + seconds
        talking = [Family(number) for number in range(families)]
        async with asyncio.TaskGroup() as group:
            for family in talking:
                group.create_task(family.talk(client, until, breaks=breaks))
    return talking


async def check(url: str, families: Sequence[Family]) -> None:
    async with httpx.AsyncClient(base_url=url, timeout=TIMEOUT_SECONDS) as client:
        for family in families:
            await family.check(client)
