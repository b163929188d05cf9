"""Dates, times, counts and codes as people say them."""

import datetime as dt

import pytest

from upstander.desks.frame import words

SUMMER = dt.datetime(2026, 7, 14, 15, 0, tzinfo=dt.UTC)  # four in the afternoon in London
WINTER = dt.datetime(2026, 11, 3, 16, 30, tzinfo=dt.UTC)
LATE = dt.datetime(2026, 7, 14, 23, 30, tzinfo=dt.UTC)  # already the 15th in London


def test_moments_are_told_in_london_summer_and_winter() -> None:
    assert (words.hour(SUMMER), words.hour(WINTER)) == ("4 pm", "4:30 pm")
    assert (words.clock(SUMMER), words.clock(WINTER)) == ("16:00", "16:30")
    assert words.named_day(LATE) == "Wednesday 15 July"


def test_midday_and_midnight_have_names() -> None:
    assert [words.hour(WINTER.replace(hour=hour, minute=0)) for hour in (0, 12, 9)] == ["midnight", "midday", "9 am"]
    assert words.hour(WINTER.replace(hour=0, minute=5)) == "12:05 am"


def test_days_are_words() -> None:
    assert words.day(WINTER) == "3 November"
    assert words.short_day(WINTER) == "3 Nov"
    assert words.full_day(dt.date(2026, 11, 14)) == "14 November 2026"
    assert words.moment(WINTER) == "4:30 pm on Tuesday"
    assert words.full_moment(WINTER) == "4:30 pm on Tuesday 3 November"


@pytest.mark.parametrize(
    ("days", "said"), [(-2, "1 Nov"), (-1, "Yesterday 16:30"), (0, "16:30"), (1, "Tomorrow 16:30"), (2, "5 Nov")]
)
def test_what_is_due_is_said_as_a_list_needs_it(days: int, said: str) -> None:
    assert words.due(WINTER + dt.timedelta(days=days), WINTER.replace(hour=7)) == said


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        words.clock(dt.datetime(2026, 11, 3, 16, 0))


def test_counts_agree_with_their_words() -> None:
    assert [words.plural(count, "day") for count in (0, 1, 2, 1200)] == ["0 days", "1 day", "2 days", "1,200 days"]
    assert words.plural(4, "family", "families") == "4 families"


def test_a_code_is_said_in_fours_however_it_was_typed() -> None:
    assert words.fours("4071 992633 580142") == "4071 9926 3358 0142"


def test_what_somebody_typed_keeps_its_lines_and_is_never_markup() -> None:
    shown = words.paragraphs("One <b>\r\ntwo\r\n\r\n\r\nأحمد said")

    assert shown == ('<p class="govuk-body" dir="auto">One &lt;b&gt;<br>two</p><p class="govuk-body" dir="auto">أحمد said</p>')
