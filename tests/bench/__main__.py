"""`make bench`: start time, memory, turns and searches, each beside a baseline of the same run."""

from tests.bench.search_bench import main as measure_searches
from tests.bench.turn_bench import main as measure_turns

if __name__ == "__main__":
    measure_turns()
    measure_searches()
