"""Put on record that a prevention measure was done."""

from datetime import date, datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.policies.prevention import Prevention, PreventionDone, months_after

LONGEST_WHO, LONGEST_NOTE = 200, 2_000


class NotDone(Problem):
    """The day or who did it is missing."""


def record_done(
    *, actor: Actor, prevention_id: UUID, done_on: date | None, done_by: str, note: str, at: datetime
) -> PreventionDone:
    """What happened earlier may be entered later; it is due again so long after the latest of them.

    Raises: NotPermitted; NotDone.
    """
    prevention = permitted(actor, May.RECORD_PREVENTION, Prevention.objects.standing().select_for_update(), prevention_id)
    done_by, note = typed_line(done_by), typed(note)
    if problems := _missing(done_on, done_by, note, today=in_london(at).date()):
        raise NotDone(problems)
    assert done_on is not None
    done = PreventionDone.objects.create(
        organisation_id=prevention.organisation_id,
        prevention=prevention,
        done_on=done_on,
        done_by=done_by,
        note=note,
        recorded_by_id=actor.member,
        recorded_at=at,
    )
    latest = prevention.done.order_by("-done_on", "-id").values_list("done_on", flat=True)[0]
    prevention.due_on = months_after(latest, prevention.every_months)
    prevention.save(update_fields=["due_on"])
    recording.record(actor, "prevention_done", "prevention", prevention.pk, at=at, on=done_on.isoformat())
    return done


def _missing(done_on: date | None, done_by: str, note: str, *, today: date) -> dict[str, str]:
    problems = {}
    if done_on is None or done_on > today:
        problems["done_on"] = "Write the day on which it was done, such as 17 11 2026."
    if not done_by or len(done_by) > LONGEST_WHO:
        problems["done_by"] = f"Write who did it, in at most {LONGEST_WHO} characters."
    if len(note) > LONGEST_NOTE:
        problems["note"] = f"Use at most {LONGEST_NOTE:,} characters."
    return problems
