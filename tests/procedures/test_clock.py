"""School days as the school keeps them, and a clock that stands still with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from tests import makers
from tests.cast import Cast
from tests.procedures.situation import Situation, arise
from upstander.kernel.clock import in_london
from upstander.procedures.cases.stop_clock import NotStopped, start_clock, stop_clock
from upstander.procedures.school.close_days import NotClosed, close_days, open_days
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.assessing import assess
from upstander.records.assessments.models import ClockStop, Duty
from upstander.records.audit.models import Entry

MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)


def judged(cast: Cast, at: datetime = MONDAY) -> Situation:
    situation = arise(cast)
    with asking(cast.okafor.actor()):
        makers.make_facts(assessment=situation.case.assessment, facts={"repeated": "yes", "online": "yes"}, at=at)
        assess(situation.case.assessment, at=at)
    return situation


def due_days(cast: Cast, situation: Situation) -> dict[str, date]:
    """Of what is counted in days; what is due at once or the same day has the time limit's own name before it."""
    with asking(cast.okafor.actor()):
        duties = list(Duty.objects.open().filter(assessment=situation.case.assessment))
    return {f"{duty.time_limit}:{duty.duty}": in_london(duty.due_at).date() for duty in duties}


def moved(before: dict[str, date], after: dict[str, date]) -> dict[str, int]:
    return {key: (after[key] - day).days for key, day in before.items() if after[key] != day}


def test_a_holiday_moves_what_is_counted_in_school_days_and_taking_it_back_moves_it_back(cast: Cast) -> None:
    situation = judged(cast)
    before, actor = due_days(cast, situation), cast.okafor.actor()
    assert any(key.startswith("school_days") for key in before)

    with asking(actor):
        closure, _ = close_days(actor=actor, first=date(2026, 9, 8), last=date(2026, 9, 9), reason="INSET days", at=MONDAY)
    during = due_days(cast, situation)
    with asking(actor):
        open_days(actor=actor, closure_id=closure.pk, at=MONDAY)

    later = moved(before, during)
    assert later
    assert all(days >= 2 for days in later.values())
    assert not any(key.startswith(("at_once", "same_day")) for key in later)
    assert due_days(cast, situation) == before


def test_stopping_the_clock_leaves_out_its_school_days_and_nothing_urgent_waits(cast: Cast) -> None:
    situation, actor = judged(cast), cast.okafor.actor()
    before = due_days(cast, situation)

    with asking(actor):
        stop_clock(actor=actor, case_id=situation.case.pk, reason="The police asked.", until=date(2026, 9, 9), at=MONDAY)

    later = moved(before, due_days(cast, situation))
    assert later
    assert not any(key.startswith(("at_once", "same_day", "next_school_day")) for key in later)
    for key, day in before.items():
        if key.startswith("school_days") and day > MONDAY.date():
            assert weekdays_between(day, due_days(cast, situation)[key]) == 2


def weekdays_between(first: date, last: date) -> int:
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, (last - first).days + 1))


def test_letting_it_go_on_sooner_gives_back_the_days_that_were_left(cast: Cast) -> None:
    situation, actor = judged(cast), cast.okafor.actor()
    before = due_days(cast, situation)
    with asking(actor):
        stop_clock(actor=actor, case_id=situation.case.pk, reason="Away.", until=date(2026, 9, 30), at=MONDAY)
        start_clock(actor=actor, case_id=situation.case.pk, at=MONDAY + timedelta(hours=1))

    assert due_days(cast, situation) == before
    with asking(actor):
        with pytest.raises(NotStopped):
            start_clock(actor=actor, case_id=situation.case.pk, at=MONDAY)
        verbs = set(Entry.objects.filter(subject_id=situation.case.pk).values_list("verb", flat=True))
    assert {"clock_stopped", "clock_started"} <= verbs


def test_what_was_overdue_before_stays_overdue(cast: Cast) -> None:
    situation, actor = judged(cast), cast.okafor.actor()
    before, late = due_days(cast, situation), MONDAY + timedelta(days=40)

    with asking(actor):
        until = late.date() + timedelta(days=7)
        stop_clock(actor=actor, case_id=situation.case.pk, reason="Now it is late.", until=until, at=late)

    assert not {key for key in moved(before, due_days(cast, situation)) if key.startswith("school_days")}


@pytest.mark.parametrize(
    ("reason", "until"),
    [
        ("", date(2026, 9, 9)),
        ("Why", None),
        ("Why", date(2026, 9, 7)),
        ("Why", date(2026, 12, 1)),
        ("x" * 2001, date(2026, 9, 9)),
    ],
)
def test_a_reason_and_a_day_within_six_weeks_are_needed(cast: Cast, reason: str, until: date | None) -> None:
    situation, actor = judged(cast), cast.okafor.actor()
    with asking(actor), pytest.raises(NotStopped):
        stop_clock(actor=actor, case_id=situation.case.pk, reason=reason, until=until, at=MONDAY)


def test_it_stops_once_and_after_its_last_day_it_can_be_stopped_again(cast: Cast) -> None:
    situation, actor = judged(cast), cast.okafor.actor()
    with asking(actor):
        stop_clock(actor=actor, case_id=situation.case.pk, reason="First.", until=date(2026, 9, 9), at=MONDAY)
        with pytest.raises(NotStopped):
            stop_clock(actor=actor, case_id=situation.case.pk, reason="Second.", until=date(2026, 9, 10), at=MONDAY)
        later = MONDAY + timedelta(days=7)
        stop_clock(actor=actor, case_id=situation.case.pk, reason="Third.", until=date(2026, 9, 18), at=later)
        assert ClockStop.objects.filter(assessment=situation.case.assessment).count() == 2


def test_a_stop_is_never_rewritten(cast: Cast) -> None:
    situation, actor = judged(cast), cast.okafor.actor()
    with asking(actor):
        stop = stop_clock(actor=actor, case_id=situation.case.pk, reason="First.", until=date(2026, 9, 9), at=MONDAY)
        with pytest.raises(DatabaseError), transaction.atomic():
            ClockStop.objects.filter(pk=stop.pk).update(reason="Another.")
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM assessments_clockstop")


@pytest.mark.parametrize("who", ["adeyemi", "hale", "marsh"])
def test_only_leads_and_the_head_may(cast: Cast, who: str) -> None:
    situation, actor = judged(cast), getattr(cast, who).actor()
    with asking(actor):
        with pytest.raises(NotPermitted):
            stop_clock(actor=actor, case_id=situation.case.pk, reason="Why", until=date(2026, 9, 9), at=MONDAY)
        with pytest.raises(NotPermitted):
            close_days(actor=actor, first=date(2026, 9, 8), last=None, reason="INSET day", at=MONDAY)


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (None, None, "Half-term"),
        (date(2026, 9, 9), date(2026, 9, 8), "Half-term"),
        (date(2026, 7, 1), date(2026, 12, 1), "Half-term"),
        (date(2026, 9, 9), None, " "),
    ],
)
def test_days_and_their_name_are_needed(cast: Cast, first: date | None, last: date | None, reason: str) -> None:
    actor = cast.okafor.actor()
    with asking(actor), pytest.raises(NotClosed):
        close_days(actor=actor, first=first, last=last, reason=reason, at=MONDAY)


def test_another_school_stops_no_clock_here_and_its_holidays_move_nothing(cast: Cast) -> None:
    situation, actor = judged(cast), cast.vance.actor()
    before = due_days(cast, situation)
    with asking(actor):
        with pytest.raises(NotPermitted):
            stop_clock(actor=actor, case_id=situation.case.pk, reason="Why", until=date(2026, 9, 9), at=MONDAY)
        close_days(actor=actor, first=date(2026, 9, 8), last=None, reason="INSET day", at=MONDAY)

    assert due_days(cast, situation) == before
