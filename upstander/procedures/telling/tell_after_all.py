"""Take a decision not to tell a family back: they wait again."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Family, Note
from upstander.records.disclosures.delivering import AFTER_ALL, take_back_not_telling
from upstander.records.disclosures.looking_again import no_longer


class NothingToTakeBack(Problem):
    """Nobody has decided not to tell this family, or they have been told since."""


def tell_after_all(*, actor: Actor, family_id: UUID, at: datetime) -> Family:
    """What had been decided, by whom and why, is kept as a note of the case.

    Raises: NotPermitted; CaseIsClosed; NothingToTakeBack.
    """
    related = ("case__assessment__organisation", "child", "not_told_by")
    rows = Family.objects.select_for_update(of=("self",)).select_related(*related)
    family = permitted(actor, May.DECIDE_NOT_TO_TELL, rows, family_id)
    family.case.still_open()
    Note.objects.create(
        organisation_id=family.organisation_id, case=family.case, words=_what_was(family), written_by_id=actor.member, at=at
    )
    family.not_told_at = family.not_told_by = family.review_on = None
    family.not_told_reason = ""
    family.save(update_fields=["not_told_at", "not_told_by", "not_told_reason", "review_on"])
    take_back_not_telling(family, by=actor, at=at)
    no_longer(family, because=AFTER_ALL, at=at)
    recording.record(actor, "telling_after_all", "case", family.case_id, at=at, family=str(family.pk))
    return family


def _what_was(family: Family) -> str:
    if family.not_told_at is None or family.not_told_by is None or family.told_at:
        raise NothingToTakeBack(
            f"It is not decided that {family.child.name}’s family is not told. Look at the page as it is now."
        )
    day = f"{in_london(family.not_told_at):%-d %B %Y}"
    return (
        f"{family.child.name}’s family is told after all. "
        f"On {day} {family.not_told_by.display_name} had decided not to tell them. {family.not_told_reason}"
    )
