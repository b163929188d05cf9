"""How far one invented case has come, and when each thing happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from upstander.operations.generating.draws import Draws
from upstander.records.cases.models import CaseState

SPAN = timedelta(days=3 * 365)
CLOSED_UNTIL, DECIDED_UNTIL = 0.5, 0.8  # of the time covered: older cases are closed, the newest open
BLUR = 0.08


@dataclass(frozen=True)
class Course:
    """Moments are aware, in UTC; those that have not come are None."""

    state: str
    received: datetime
    taken: datetime
    opened: datetime
    decided: datetime | None
    told: datetime | None
    not_told: datetime | None
    closed: datetime | None


def course(place: float, draws: Draws) -> Course:
    """The course of the case that lies at `place` (0 oldest, 1 newest) of all cases."""
    state = _state(place + draws.random.gauss(0, BLUR))
    received = draws.now - SPAN * (1 - place) - timedelta(hours=3)
    taken = draws.soon(received, 20)
    opened = draws.soon(taken, 2)
    if state == CaseState.OPEN:
        return Course(state, received, taken, opened, None, None, None, None)
    decided = draws.soon(opened, 14 * 24)
    heard = draws.soon(decided, 6 * 24)
    if state == CaseState.DECIDED:
        return Course(state, received, taken, opened, decided, heard if draws.chance(0.6) else None, None, None)
    barred = draws.chance(0.04)
    closed = draws.soon(heard, 21 * 24)
    return Course(state, received, taken, opened, decided, None if barred else heard, heard if barred else None, closed)


def _state(place: float) -> str:
    if place < CLOSED_UNTIL:
        return CaseState.CLOSED
    return CaseState.DECIDED if place < DECIDED_UNTIL else CaseState.OPEN
