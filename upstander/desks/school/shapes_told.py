"""How, when and by whom each family of a case was told, and what they wrote or asked since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q
from django.urls import reverse

from upstander.desks.frame.words import full_moment, plural
from upstander.kernel.actor import Actor
from upstander.records.cases.models import Case
from upstander.records.disclosures.models import DisclosureKind, Message, Step

WAYS = {"sent": "with their code", "posted": "by post", "handed over": "in person"}


@dataclass(frozen=True, slots=True)
class Wrote:
    """`words` say how much came from them and when the newest; `waits` that nobody has written back since."""

    words: str
    waits: bool
    href: str


def told_of(case: Case) -> dict[UUID, str]:
    """By family: 9:26 am on Friday 23 October, with their code, by Ms Okafor. `case` must have come through `visible_to`."""
    steps = Step.objects.filter(
        disclosure__case=case, disclosure__kind=DisclosureKind.OUTCOME_LETTER, disclosure__withdrawn_at=None, verb__in=WAYS
    )
    rows = steps.order_by("at", "id").values_list("disclosure__family_id", "at", "verb", "by")
    return {family: f"{full_moment(at)}, {WAYS[verb]}, by {by}" for family, at, verb, by in rows}


def wrote_of(actor: Actor, case: Case, reports: Iterable[UUID | None]) -> dict[UUID, Wrote]:
    """By report, what its family wrote. One query, or none where nobody has a code."""
    wanted = [report for report in reports if report]
    if not wanted:
        return {}
    theirs = Q(to_family=False)
    rows = Message.objects.visible_to(actor).filter(report__in=wanted).order_by().values("report_id")
    found = rows.annotate(many=Count("id", filter=theirs), newest=Max("at", filter=theirs), ours=Max("at", filter=~theirs))
    return {
        row["report_id"]: Wrote(
            words=f"{plural(row['many'], 'message')}, the newest {full_moment(row['newest'])}",
            waits=row["ours"] is None or row["ours"] < row["newest"],
            href=reverse("school:case_messages_with", args=[case.pk, row["report_id"]]),
        )
        for row in found
        if row["many"]
    }
