"""How, when and by whom each family of a case was told, and what they wrote or asked since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from upstander.desks.frame.words import due, full_moment, plural
from upstander.kernel.actor import Actor
from upstander.kernel.languages import LANGUAGES
from upstander.records.cases.models import Case, Family
from upstander.records.disclosures.models import Complaint, DisclosureKind, Message, Step

WAYS = {"sent": "with their code", "posted": "by post", "handed over": "in person"}


@dataclass(frozen=True, slots=True)
class Wrote:
    """`words` say how much came from them and when the newest; `waits` that nobody has written back since."""

    words: str
    waits: bool
    href: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Of one family: in which language it reads, how it was told, and until when and where a complaint of it is answered."""

    language: str
    told: str
    disagrees: tuple[str, str] | None


def beside_of(actor: Actor, case: Case, at: datetime) -> dict[UUID, Beside]:
    """By family, in one query. `case` must have come through `visible_to`."""
    outcome = {"disclosure__kind": DisclosureKind.OUTCOME_LETTER, "disclosure__withdrawn_at": None, "verb__in": WAYS}
    steps = Step.objects.filter(disclosure__family=OuterRef("pk"), **outcome).order_by("-at", "-id")
    open_ones = Complaint.objects.visible_to(actor).open().filter(family=OuterRef("pk"))
    rows = Family.objects.filter(case=case).annotate(
        step=Subquery(steps.values(it=JSONObject(at="at", verb="verb", by="by"))[:1]),
        complaint=Subquery(open_ones.values(it=JSONObject(id="pk", by="answer_by"))[:1]),
    )
    return {
        family: Beside(LANGUAGES[language], _told(step), _disagrees(complaint, at))
        for family, language, step, complaint in rows.values_list("pk", "language", "step", "complaint")
    }


def _told(step: Mapping[str, str] | None) -> str:
    """9:26 am on Friday 23 October, with their code, by Ms Okafor."""
    return f"{full_moment(datetime.fromisoformat(step['at']))}, {WAYS[step['verb']]}, by {step['by']}" if step else ""


def _disagrees(complaint: Mapping[str, str] | None, at: datetime) -> tuple[str, str] | None:
    if complaint is None:
        return None
    return due(datetime.fromisoformat(complaint["by"]), at), reverse("school:complaint", args=[complaint["id"]])


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
