"""What the demo's schools have published, and what they do so that bullying does not begin, by the procedures themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from upstander.kernel.clock import in_london
from upstander.operations.demo.reading import policy
from upstander.operations.demo.theatre import House
from upstander.procedures.policies.approve_ladder import Approval, approve_ladder
from upstander.procedures.policies.start_ladder import start_ladder
from upstander.procedures.policies.write_clause import ClauseWords, write_clause
from upstander.procedures.prevention.keep_prevention import MeasureWords, add_prevention
from upstander.procedures.prevention.link_case import link_case
from upstander.procedures.prevention.record_done import record_done
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case
from upstander.records.investigations.incidents import Incident
from upstander.records.policies.drafting import digest_of
from upstander.records.policies.kinds import kinds_for


def publish(house: House, *, now: datetime) -> None:
    """The versions that were approved before the stories begin."""
    told = policy()
    for version in told["versions"]:
        for writer, approver in version["by"].values():
            _approve(told, version, house.staff[writer], house.staff[approver], now)


def prevent(house: House, *, now: datetime) -> None:
    """The register, the cases of the stories that prompted some of it, and a draft that waits for the governors."""
    told = policy()
    for school, measures in told["prevention"].items():
        lead = next(it for it in house.staff.values() if it.organisation_id == house.schools[school].pk and it.role == "dsl")
        for measure in measures:
            _measure(measure, lead, house, now)
    draft = told["draft"]
    for writer in draft["by"].values():
        _write(told, draft, house.staff[writer], now - timedelta(days=draft["started"]))


def _approve(told: dict[str, Any], version: dict[str, Any], writer: Membership, approver: Membership, now: datetime) -> None:
    at = now - timedelta(days=version["recorded"])
    ladder = _write(told, version, writer, at - timedelta(days=1))
    approval = Approval(
        approved_by=version["approved_by"],
        approved_on=_ago(now, version["approved"]),
        minute=version["minute"],
        in_force_from=_ago(now, version["in_force"]),
        review_on=_ago(now, version["review"]),
    )
    with asking(approver.actor()):
        approve_ladder(actor=approver.actor(), approval=approval, seen=digest_of(ladder), at=at)


def _write(told: dict[str, Any], version: dict[str, Any], writer: Membership, at: datetime) -> Any:
    with asking(writer.actor()):
        ladder = start_ladder(actor=writer.actor(), policy=told["policy"], version=version["version"], at=at)
        for behaviour, usual in told["clauses"].items():
            if behaviour not in version.get("without", ()):
                words = ClauseWords(**{**usual, **version["changes"].get(behaviour, {})})
                key = behaviour if behaviour in kinds_for(ladder) else ""
                write_clause(actor=writer.actor(), behaviour=key, words=words, at=at)
    return ladder


def _measure(told: dict[str, Any], lead: Membership, house: House, now: datetime) -> None:
    owner = house.staff[told["owner"]] if told["owner"] else None
    words = MeasureWords(kind=told["kind"], words=told["words"], owner_id=owner.pk if owner else None, every_months=told["every"])
    with asking(lead.actor()):
        at = now - timedelta(days=told["added"])
        measure = add_prevention(actor=lead.actor(), measure=words, at=at)
        for done in told["done"]:
            day = now - timedelta(days=done["ago"])
            record_done(
                actor=lead.actor(),
                prevention_id=measure.pk,
                done_on=in_london(day).date(),
                done_by=done["by"],
                note=done.get("note", ""),
                at=day,
            )
        for reference in _cases(lead, told.get("prompted_by", 0)):
            link_case(
                actor=lead.actor(),
                prevention_id=measure.pk,
                reference=reference,
                chosen=_incidents(lead, reference) or [None],
                at=now - timedelta(days=1),
            )


def _cases(lead: Membership, number: int) -> Iterator[str]:
    """Those of which somebody wrote out what happened come first, then the newest."""
    written_out = Exists(Incident.objects.standing().filter(case=OuterRef("pk")))
    cases = Case.objects.visible_to(lead.actor()).order_by(written_out.desc(), "-opened_at", "-id")
    yield from cases.values_list("reference", flat=True)[:number]


def _incidents(lead: Membership, reference: str) -> list[UUID | None]:
    """The first that is written out, if any is."""
    rows = Incident.objects.visible_to(lead.actor()).standing().filter(case__reference=reference).order_by("from_at", "id")
    return list(rows.values_list("pk", flat=True)[:1])


def _ago(now: datetime, days: int) -> date:
    return in_london(now - timedelta(days=days)).date()
