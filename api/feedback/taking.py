"""What a family thinks of an offer becomes a number; nothing tells which family it was."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

from api.feedback.store import FeedbackStore
from api.statistics.counting import week_of

Kind = Literal["fits", "does_not_fit", "out_of_date"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Feedback:
    """`revision_of` gives the revision of an offer; `counts` is whether statistics are kept."""

    store: FeedbackStore
    revision_of: Callable[[str], int]
    counts: bool
    clock: Callable[[], float] = time.time

    def take(self, offer_id: str, kind: Kind) -> None:
        now = self.clock()
        if kind == "out_of_date":
            day = datetime.fromtimestamp(now, UTC).date()
            self.store.report(offer_id, self.revision_of(offer_id), day)
        elif self.counts:
            self.store.count(week_of(now), (kind, offer_id))
