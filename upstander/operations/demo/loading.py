"""Load the demo into an empty database, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from upstander.operations.demo.playing import Player
from upstander.operations.demo.policy_reading import have_policy_read
from upstander.operations.demo.publishing import prevent, publish
from upstander.operations.demo.reading import stories
from upstander.operations.demo.theatre import build
from upstander.records.organisations.models import Organisation

SHOWN = ("nine-b-banter", "left-out-of-lines", "moved-house")  # reports worth coming back to with their code


class NotEmpty(Exception):
    """The demo is only for an empty database: nothing invented may stand among real reports."""


@dataclass(frozen=True)
class Loaded:
    """Shapes: `codes` pairs a child's story with the receipt code of its report."""

    reports: int
    cases: int
    staff: int
    codes: list[tuple[str, str]]


def load(*, now: datetime, password: str) -> Loaded:
    """Raises: NotEmpty."""
    if Organisation.objects.exists():
        raise NotEmpty(NotEmpty.__doc__)
    with transaction.atomic():
        house = build(now=now, password=password)
        publish(house, now=now)
        player = Player(house, stories(), now)
        player.play()
        prevent(house, now=now)
        have_policy_read(house, now=now)
    played = player.played.values()
    return Loaded(
        reports=sum(one.report_id is not None for one in played),
        cases=sum(one.case_id is not None for one in played),
        staff=len(house.staff),
        codes=[(name, player.played[name].code) for name in SHOWN],
    )
