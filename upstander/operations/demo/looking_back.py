"""Ask whether it has stopped, as whoever leads a case does: nearly always on the day, so that a handful is late."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import cycle
from uuid import UUID

from upstander.kernel.actor import system
from upstander.operations.demo.reading import HERE, read
from upstander.procedures.finding.take_down_check import take_down_check
from upstander.records.access.asking import asking
from upstander.records.investigations.checks import Check
from upstander.records.organisations.models import Organisation

BEFORE = timedelta(hours=2)  # it is due by 4 pm
LATE = timedelta(days=2)  # what fell due since then nobody has got round to
LATELY, EVERY = timedelta(days=21), 5  # and of what fell due lately, each fifth was forgotten


class LookingBack:
    """Shapes: `words` gives, for the child and for the family, what the next of them says."""

    def __init__(self, schools: Collection[Organisation], now: datetime) -> None:
        self.schools, self.now = schools, now
        self.asked, self.forgotten = 0, set[UUID]()
        self.words: dict[str, Iterator[str]] = {asks: cycle(said) for asks, said in read(HERE / "checks.yaml").items()}

    def ask(self, *, until: datetime, but: Collection[UUID]) -> None:
        """Those that fell due by `until`, in order; not those of the cases `but`, whose stories tell it themselves."""
        due = min(until + BEFORE, self.now - LATE)
        for school in self.schools:
            with asking(system(school.pk)):
                checks = Check.objects.visible_to(system(school.pk)).due_before(due).exclude(case_id__in=but)
                waiting = checks.exclude(pk__in=self.forgotten).select_related("case__lead__account").soonest_first()
                due_now = list(waiting)
            for check in due_now:
                self._ask_or_forget(check)

    def _ask_or_forget(self, check: Check) -> None:
        self.asked += 1
        if self.asked % EVERY == 0 and check.due_at > self.now - LATELY:
            self.forgotten.add(check.pk)
        else:
            self._take_down(check)

    def _take_down(self, check: Check) -> None:
        actor = check.case.lead.actor()
        with asking(actor):
            take_down_check(
                actor=actor,
                case_id=check.case_id,
                check_id=check.pk,
                child_id=None,
                asks=check.asks,
                stopped="yes",
                safe="yes",
                words=next(self.words[check.asks]),
                at=check.due_at - BEFORE,
            )
