"""A child's age as typed into two fields; the same as the widget's ages.js."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.chat.schemas import AgeInterval, Child

LIMITS = {"years": 26, "months": 36}
"""The highest number of each unit."""
UNBORN = "unborn"
UNITS = (*LIMITS, UNBORN)


class NoAge(ValueError):
    """`most` is the highest number of the unit."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


@dataclass(frozen=True)
class AgeField:
    """`number` as typed; beside `unborn` it does not count."""

    number: str = ""
    unit: str = "years"

    @property
    def is_empty(self) -> bool:
        return not self.number and self.unit != UNBORN

    @classmethod
    def of(cls, child: Child) -> "AgeField":
        """What comes closest to an interval."""
        first, last = child.age_min_months, child.age_max_months
        if last < 0:
            return cls(unit=UNBORN)
        if first == last and first < LIMITS["months"]:
            return cls(str(first), "months")
        return cls(str(max(0, first // 12)))

    def interval(self) -> AgeInterval:
        """Months, both ends included; raises NoAge."""
        if self.unit == UNBORN:
            return AgeInterval(age_min_months=-9, age_max_months=-1)
        most = LIMITS.get(self.unit, 0)
        # Any script's digits; what int() takes besides, like 1_2, is no age.
        if not self.number.isdecimal() or len(self.number) > 3 or int(self.number) > most:
            raise NoAge(most)
        number = int(self.number)
        if self.unit == "months":
            return AgeInterval(age_min_months=number, age_max_months=number)
        return AgeInterval(age_min_months=number * 12, age_max_months=number * 12 + 11)


def written(ages: Sequence[AgeField]) -> str:
    """All fields as one text, to tell whether they were changed."""
    return " ".join(f"{age.number}:{age.unit}" for age in ages if not age.is_empty)
