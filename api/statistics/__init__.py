from api.statistics.counting import Counted, count, week_of
from api.statistics.showing import LEAST_SHOWN, Shown, shown
from api.statistics.store import StatisticsStore

__all__ = ["LEAST_SHOWN", "Counted", "Shown", "StatisticsStore", "count", "shown", "week_of"]
