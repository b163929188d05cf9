"""A lawful reason not to tell a family is looked at again: on its day that is a duty of the case’s lead, in a closed case too."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.school_days import closing
from upstander.records.assessments.models import Duties, Duty
from upstander.records.cases.models import Case, Family
from upstander.records.cases.sharing import lead_for

LOOK_AGAIN = "review_not_telling"


@dataclass(frozen=True, slots=True)
class LookedAgain:
    """That somebody looked at a reason again, and what they wrote."""

    at: datetime
    by: str
    words: str


def look_again(family: Family, *, at: datetime) -> None:
    """By 4 pm on the day that was set, or on the next on which somebody is at school."""
    case = family.case
    if family.review_on is None:
        return
    calendar = case.organisation.calendar()
    day = family.review_on if calendar.is_school_day(family.review_on) else calendar.next_school_day(family.review_on)
    duty = Duty(**_of(family), due_at=closing(day), raised_at=at, owner_id=lead_for(case, case.lead_id))
    Duty.objects.bulk_create([duty], ignore_conflicts=True)


def looked_again(family: Family, *, words: str, by: Actor, at: datetime) -> None:
    """Also where no duty asked for it: the reason is older than these duties."""
    if not _open(family).update(done_at=at, done_by=by.name, done_note=words):
        Duty.objects.create(**_of(family), due_at=at, raised_at=at, done_at=at, done_by=by.name, done_note=words)


def no_longer(family: Family, *, because: str, at: datetime) -> None:
    _open(family).update(withdrawn_at=at, withdrawn_because=because)


def looks_of(case: Case) -> dict[UUID, list[LookedAgain]]:
    """By family, who looked at the reason again, newest first. `case` must have come through `visible_to`. One query."""
    rows = Duty.objects.filter(assessment=case.assessment_id, duty=LOOK_AGAIN, done_at__isnull=False, about_id__isnull=False)
    found: dict[UUID, list[LookedAgain]] = {}
    for family, at, by, words in rows.order_by("-done_at", "-id").values_list("about_id", "done_at", "done_by", "done_note"):
        if family and at:
            found.setdefault(family, []).append(LookedAgain(at, by, words))
    return found


def _of(family: Family) -> dict[str, Any]:
    return {
        "organisation_id": family.organisation_id,
        "assessment_id": family.case.assessment_id,
        "duty": LOOK_AGAIN,
        "actor": "school",
        "about_id": family.pk,
    }


def _open(family: Family) -> Duties:
    return Duty.objects.open().filter(duty=LOOK_AGAIN, about_id=family.pk)
