"""`make bench`: start, memory, turns, searches, the widget; each beside a baseline of the run."""

from tests.bench.search_bench import main as measure_searches
from tests.bench.turn_bench import main as measure_turns
from tests.bench.widget_bench import main as measure_widget

if __name__ == "__main__":
    measure_turns()
    measure_searches()
    measure_widget()
