from __future__ import annotations

import pytest

from upstander.rules.due import Due, parse_due


@pytest.mark.parametrize(
    ("text", "unit", "count", "said"),
    [
        ("at_once", "at_once", 0, "at once"),
        ("same_day", "same_day", 0, "the same day"),
        ("next_school_day", "school_day", 1, "by the next school day"),
        ("working_days_1", "working_day", 1, "within 1 working day"),
        ("school_days_10", "school_day", 10, "within 10 school days"),
        ("months_1", "month", 1, "within 1 month"),
    ],
)
def test_a_time_limit_is_read_and_said(text: str, unit: str, count: int, said: str) -> None:
    due = parse_due(text)

    assert (due.unit, due.count, str(due)) == (unit, count, said)


@pytest.mark.parametrize("text", ["", "soon", "school_days_0", "school_days_", "days_3", "school_days_100", "at once"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time limit"):
        parse_due(text)


def test_time_limits_come_in_the_order_in_which_they_end() -> None:
    texts = [
        "at_once",
        "same_day",
        "working_days_1",
        "next_school_day",
        "working_days_5",
        "school_days_5",
        "school_days_10",
        "months_1",
    ]
    dues: list[Due] = [parse_due(text) for text in texts]

    assert [due.rough_days for due in dues] == sorted(due.rough_days for due in dues)
