"""The api or Rasa killed at random while families talk."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence

from tests.stack import Stack
from tests.stress.talking import Family, check, talk_at_once

API, RASA = "api", "rasa"


async def talk_while_dying(
    stack: Stack, families: int, kills: Sequence[str], pause_seconds: float
) -> list[Family]:
    """Kills what `kills` names, one after the other; the faults are in the families.

    The time between two kills is the pause or up to half more, beside what a restart takes.
    """
    chance = random.Random(len(kills))
    talking = asyncio.create_task(
        talk_at_once(stack.url, families, len(kills) * 2 * pause_seconds, breaks=True)
    )
    for victim in kills:
        await asyncio.sleep(pause_seconds * chance.uniform(1, 1.5))
        if victim == RASA:
            stack.rasa.kill()
        else:
            stack.kill()
            stack.start()
        await asyncio.to_thread(stack.wait_until_ready)
    done = await talking
    await check(stack.url, done)
    return done


def drawn(kills: int, seed: int) -> list[str]:
    return random.Random(seed).choices((API, RASA), k=kills)


def counted(kills: Sequence[str]) -> str:
    return ", ".join(f"{victim} {times}" for victim, times in sorted(Counter(kills).items()))
