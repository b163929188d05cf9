"""By when a duty must be done, in words that a machine can count from.

`at_once`             now, before anything else
`same_day`            before the day ends, weekend or not
`next_school_day`     before the end of the next school day
`working_days_<n>`    within n working days (Monday to Friday, no bank holidays)
`school_days_<n>`     within n school days
`months_<n>`          within n calendar months

The clock starts when the duty first arises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Unit = Literal["at_once", "same_day", "school_day", "working_day", "month"]
_COUNTED = re.compile(r"(working_day|school_day|month)s_([1-9][0-9]?)")
_ROUGH_DAYS: dict[Unit, float] = {"working_day": 1.4, "school_day": 1.5, "month": 30}


@dataclass(frozen=True, slots=True)
class Due:
    """Units: `count` is in `unit`s, from when the duty arises."""

    unit: Unit
    count: int
    rough_days: float  # calendar days, only good for putting one due before another

    def __str__(self) -> str:
        if self.count == 0:
            return "at once" if self.unit == "at_once" else "the same day"
        unit = self.unit.replace("_", " ")
        if (self.unit, self.count) == ("school_day", 1):
            return "by the next school day"
        return f"within {self.count} {unit}{'' if self.count == 1 else 's'}"


def parse_due(text: str) -> Due:
    """Raises: ValueError when the text is not one of the forms above."""
    if text == "at_once":
        return Due("at_once", 0, 0)
    if text == "same_day":
        return Due("same_day", 0, 0.5)
    if text == "next_school_day":
        return Due("school_day", 1, _ROUGH_DAYS["school_day"])
    counted = _COUNTED.fullmatch(text)
    if counted is None:
        raise ValueError(f'"{text}" is not a time limit')
    unit: Unit = counted[1]  # type: ignore[assignment]  # the pattern allows only these
    return Due(unit, int(counted[2]), int(counted[2]) * _ROUGH_DAYS[unit])
