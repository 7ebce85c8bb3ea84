"""`make stress`: the stack under hostile messages, load and sudden deaths, with figures."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.stack import BUILT, Stack
from tests.stress.attacking import Attack, leaks
from tests.stress.hostile import hostile_messages
from tests.stress.killing import counted, drawn, talk_while_dying
from tests.stress.talking import check, talk_at_once

SEED = 5
MEGABYTE = 1_000_000
SHOWN_FAULTS = 10
SECONDS_A_KILL = 15.0


async def main(messages: int, families: int, seconds: float, kills: int) -> int:
    with tempfile.TemporaryDirectory() as directory:
        stack = Stack(Path(directory), BUILT)
        try:
            await asyncio.to_thread(stack.wait_until_ready)
            faults = await _attack(stack, messages)
            faults += await _load(stack, families, seconds)
            faults += await _kill(stack, kills)
        finally:
            stack.stop()
    for fault in faults[:SHOWN_FAULTS]:
        print(f"fault: {fault}", file=sys.stderr)
    return int(bool(faults))


async def _attack(stack: Stack, count: int) -> list[str]:
    attack = Attack()
    before = _memory(stack)
    await attack.run(stack.url, SEED, count)
    attack.faults += leaks(stack.logs, list(hostile_messages(SEED, count)))
    print(
        f"hostile messages: {attack.messages}, refused {attack.refused}, faults "
        f"{len(attack.faults)}; memory {before:.0f} MB before, {_memory(stack):.0f} MB after"
    )
    return attack.faults


async def _load(stack: Stack, families: int, seconds: float) -> list[str]:
    measured: list[float] = []
    measuring = asyncio.create_task(_measure(stack, seconds / 12, measured))
    started = time.perf_counter()
    talked = await talk_at_once(stack.url, families, seconds)
    took = time.perf_counter() - started
    measuring.cancel()
    await check(stack.url, talked)
    faults = [fault for family in talked for fault in family.faults]
    turns = sum(family.turns for family in talked)
    print(
        f"{families} conversations at once for {took:.0f} s: {turns} turns, {turns / took:.0f} a "
        f"second, faults {len(faults)}; memory "
        + " ".join(f"{megabytes:.0f}" for megabytes in measured)
        + " MB"
    )
    return faults


async def _kill(stack: Stack, kills: int) -> list[str]:
    victims = drawn(kills, SEED)
    started = time.perf_counter()
    talked = await talk_while_dying(stack, 10, victims, kills * SECONDS_A_KILL)
    faults = [fault for family in talked for fault in family.faults]
    print(
        f"killed {kills} times ({counted(victims)}) in {time.perf_counter() - started:.0f} s: "
        f"{sum(family.turns for family in talked)} turns acknowledged, faults {len(faults)}"
    )
    return faults


async def _measure(stack: Stack, pause: float, measured: list[float]) -> None:
    while True:
        measured.append(_memory(stack))
        await asyncio.sleep(pause)


def _memory(stack: Stack) -> float:
    """Of both processes, in megabytes."""
    processes = [psutil.Process(stack.process.pid), stack.rasa]
    return float(sum(process.memory_info().rss for process in processes)) / MEGABYTE


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=10_000)
    options.add_argument("--families", type=int, default=100)
    options.add_argument("--seconds", type=float, default=120.0)
    options.add_argument("--kills", type=int, default=20)
    sys.exit(asyncio.run(main(**vars(options.parse_args()))))
