"""Keep the register of prevention: add a measure, change who owns it or how often it is done, end it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May, role_may
from upstander.records.access.models import Membership
from upstander.records.access.requiring import permitted, require
from upstander.records.audit import recording
from upstander.records.cases.sharing import colleague
from upstander.records.policies.prevention import EVERY, Prevention, PreventionKind, months_after

LONGEST = 300


class NotAMeasure(Problem):
    """Its kind, its words or how often it happens is missing, or somebody was chosen who does not work here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureWords:
    """What it is, in words; who owns it, or nobody yet. Units: `every_months` counts months."""

    kind: str
    words: str
    owner_id: UUID | None
    every_months: int | None


def add_prevention(*, actor: Actor, measure: MeasureWords, at: datetime) -> Prevention:
    """Raises: NotPermitted; NotAMeasure."""
    require(actor, May.KEEP_PREVENTION)
    school = Membership.objects.get(pk=actor.member).organisation_id
    prevention = Prevention(organisation_id=school, added_by_id=actor.member, added_at=at)
    _put(prevention, actor, measure, last=in_london(at).date())
    prevention.save(force_insert=True)
    recording.record(
        actor, "prevention_added", "prevention", prevention.pk, at=at, kind=prevention.kind, owner=_owner(prevention)
    )
    return prevention


def change_prevention(*, actor: Actor, prevention_id: UUID, measure: MeasureWords, at: datetime) -> Prevention:
    """Raises: NotPermitted; NotAMeasure."""
    prevention = permitted(actor, May.KEEP_PREVENTION, Prevention.objects.standing().select_for_update(), prevention_id)
    done = prevention.done.aggregate(last=Max("done_on"))["last"]
    before = _owner(prevention)
    _put(prevention, actor, measure, last=done or in_london(prevention.added_at).date())
    prevention.save()
    recording.record(
        actor, "prevention_changed", "prevention", prevention.pk, at=at, owner=_owner(prevention), owner_before=before
    )
    return prevention


def end_prevention(*, actor: Actor, prevention_id: UUID, because: str, at: datetime) -> None:
    """It is no longer done. What was done stays on record.

    Raises: NotPermitted; NotAMeasure.
    """
    prevention = permitted(actor, May.KEEP_PREVENTION, Prevention.objects.standing().select_for_update(), prevention_id)
    reason = typed_line(because)
    if not reason or len(reason) > LONGEST:
        raise NotAMeasure(f"Write why it is no longer done, in at most {LONGEST} characters.", field="because")
    prevention.ended_at, prevention.ended_by_id, prevention.ended_because = at, actor.member, reason
    prevention.save(update_fields=["ended_at", "ended_by", "ended_because"])
    recording.record(actor, "prevention_ended", "prevention", prevention.pk, at=at)


def _put(prevention: Prevention, actor: Actor, measure: MeasureWords, *, last: date) -> None:
    words, owner = typed_line(measure.words), colleague(actor, measure.owner_id)
    problems = {}
    if measure.kind not in PreventionKind.values:
        problems["kind"] = "Choose what kind of measure it is."
    if not words or len(words) > LONGEST:
        problems["words"] = f"Write what it is, in at most {LONGEST} characters. Governors read it."
    if measure.every_months not in EVERY:
        problems["every"] = "Choose how often it should happen."
    if measure.owner_id and (owner is None or not role_may(owner.role, May.RECORD_PREVENTION)):
        problems["owner"] = "Choose a colleague who works with children here, or nobody yet."
    if problems or measure.every_months is None:
        raise NotAMeasure(problems)
    prevention.kind, prevention.words, prevention.owner = measure.kind, words, owner
    prevention.every_months = measure.every_months
    prevention.due_on = months_after(last, measure.every_months)


def _owner(prevention: Prevention) -> str:
    return str(prevention.owner_id or "")
