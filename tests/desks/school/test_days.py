"""The school's own days: what is not written down is not counted, and the page says so before it matters."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import Cast, signed_in
from upstander.kernel.clock import in_london, now
from upstander.procedures.school.close_days import close_days
from upstander.records.access.asking import asking

MISSING = "The next holidays are missing"


def test_it_says_when_the_next_holidays_are_missing(cast: Cast) -> None:
    client, today, actor = signed_in(cast.okafor), in_london(now()).date(), cast.okafor.actor()
    with asking(actor):
        close_days(
            actor=actor, first=today + timedelta(days=20), last=today + timedelta(days=30), reason="A term ends.", at=now()
        )
    assert MISSING in client.get("/school/days/").content.decode()

    with asking(actor):
        close_days(actor=actor, first=today + timedelta(days=80), last=today + timedelta(days=90), reason="Another.", at=now())
    assert MISSING not in client.get("/school/days/").content.decode()
