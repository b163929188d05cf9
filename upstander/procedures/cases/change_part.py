"""Say that a person's part in a case is another one, or that they have none after all."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.involving import involve, leave, would_be_told
from upstander.records.cases.models import Case, Family, Involvement, Part

NONE = "none"


class NotChanged(Problem):
    """The new part or the reason is missing, they have that part, or a family that told the school would hear nothing."""


def change_part(*, actor: Actor, involvement_id: UUID, part: str, reason: str, at: datetime) -> Involvement | None:
    """End one part and begin another; NONE only ends it. The earlier part stays on record, with its times.

    Raises: NotPermitted; CaseIsClosed; NotChanged.
    """
    rows = Involvement.objects.current().select_related("case", "person")
    before = permitted(actor, May.NAME_PEOPLE, rows, involvement_id)
    case = Case.objects.select_for_update(of=("self",)).get(pk=before.case_id).still_open()
    reason = typed_line(reason)
    _check(before, part, reason)
    _check_family(before, part)
    after = None if part == NONE else involve(case, before.person, part, reason=reason, at=at)
    leave(before, because=reason, at=at)
    recording.record(actor, "part_changed", "case", case.pk, at=at, involvement=str(before.pk), before=before.part, after=part)
    return after


def _check(before: Involvement, part: str, reason: str) -> None:
    problems = {}
    if part not in (*Part.values, NONE):
        problems["part"] = "Choose their part in what happened."
    elif Involvement.objects.current().filter(case=before.case_id, person=before.person_id, part=part).exists():
        problems["part"] = f"{before.person.name} has that part in this case already."
    if not reason or len(reason) > 300:
        problems["reason"] = "Write why it changes, in at most 300 characters."
    if problems:
        raise NotChanged(problems)


def _check_family(before: Involvement, part: str) -> None:
    """Whoever told the school is not forgotten: a change of part is no way to leave them without an answer."""
    waiting = Family.objects.waiting().filter(case=before.case_id, child=before.person_id, report__isnull=False)
    family = waiting.select_related("report").first()
    if family is None or family.report is None or would_be_told(before, part):
        return
    raise NotChanged(
        f"{before.person.name}’s family made report {family.report.reference} and waits to hear what came of it. Tell them first;"
        " or, where that report is not theirs, say so among the families.",
        field="part",
    )
