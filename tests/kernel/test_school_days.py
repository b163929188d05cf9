from datetime import date, datetime

import pytest

from upstander.kernel.clock import LONDON
from upstander.kernel.school_days import Calendar, bank_holidays

HALF_TERM = (date(2026, 10, 26), date(2026, 10, 30))


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        # As published on gov.uk for England and Wales.
        (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
    ],
)
def test_bank_holidays_are_those_that_are_published(year: int, expected: str) -> None:
    assert sorted(day.strftime("%m-%d") for day in bank_holidays(year)) == expected.split()


def test_new_year_on_a_saturday_moves_to_monday() -> None:
    assert date(2028, 1, 3) in bank_holidays(2028)


def test_a_report_on_friday_night_is_read_by_four_on_the_next_school_day_after_half_term() -> None:
    friday_night = datetime(2026, 10, 23, 21, 14, tzinfo=LONDON)
    assert Calendar([HALF_TERM]).end_of_day(friday_night) == datetime(2026, 11, 2, 16, 0, tzinfo=LONDON)


def test_a_report_in_the_morning_is_read_the_same_day_and_one_at_three_the_next() -> None:
    morning = datetime(2026, 11, 3, 8, 30, tzinfo=LONDON)
    assert Calendar().end_of_day(morning).date() == morning.date()
    assert Calendar().end_of_day(morning.replace(hour=15)).date() == date(2026, 11, 4)


def test_school_days_are_counted_over_weekends_and_closures() -> None:
    calendar = Calendar([HALF_TERM])
    assert calendar.after(date(2026, 10, 22), 2) == date(2026, 11, 2)
    assert calendar.between(date(2026, 10, 22), date(2026, 11, 2)) == 2


def test_a_school_that_is_closed_for_years_still_gets_a_day() -> None:
    assert Calendar([(date(2026, 1, 1), date(2030, 1, 1))]).next_school_day(date(2026, 11, 3)) == date(2026, 11, 4)
