"""`make bench`: start time, memory, turns and searches, each beside a baseline of the same run."""

from __future__ import annotations

from tests.bench import search_bench, turn_bench


def main() -> None:
    turn_bench.main()
    search_bench.main()


if __name__ == "__main__":
    main()
