"""The api or Rasa killed at random while families talk."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence

from tests.stack import Stack
from tests.stress.talking import Family, check, talk_at_once

API, RASA = "api", "rasa"


async def talk_while_dying(
    stack: Stack, families: int, kills: Sequence[str], seconds: float
) -> list[Family]:
    """Kills what `kills` names within so many seconds; the faults are in the families.

    Each dies at a random moment of its share of the time, ready again or not: some die while they
    start. Only the last is waited for.
    """
    chance = random.Random(len(kills))
    share = seconds / len(kills)
    started = time.monotonic()
    talking = asyncio.create_task(talk_at_once(stack.url, families, seconds, breaks=True))
    for number, victim in enumerate(kills):
        dies_at = started + (number + chance.random()) * share
        await asyncio.sleep(max(0.0, dies_at - time.monotonic()))
        if victim == RASA:
            await asyncio.to_thread(stack.kill_rasa)
        else:
            await asyncio.to_thread(stack.kill)
            stack.start()
    await asyncio.to_thread(stack.wait_until_ready)
    done = await talking
    await check(stack.url, done)
    return done


def drawn(kills: int, seed: int) -> list[str]:
    return random.Random(seed).choices((API, RASA), k=kills)


def counted(kills: Sequence[str]) -> str:
    return ", ".join(f"{victim} {times}" for victim, times in sorted(Counter(kills).items()))
