"""Decide, for a lawful reason, that a family is not told the outcome."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import models

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Family
from upstander.records.disclosures.delivering import settle_not_telling
from upstander.records.disclosures.looking_again import look_again

LATEST_REVIEW = timedelta(days=366)


class Ground(models.TextChoices):
    """Reasons that the law knows. Being busy, or fearing a complaint, is none.

    Source: Keeping children safe in education (2026), on sharing what is known; Data Protection Act 2018, Schedules 2 and 3.
    """

    HARM = "harm", "Telling them could put a child at risk of harm"
    POLICE = "police", "The police or social care have asked us to wait"
    COURT = "court", "A court order forbids it"
    OWN_CHOICE = "own_choice", "The child understands what it means and does not want it, and that is safe"
    NOBODY = "nobody", "There is nobody with parental responsibility whom we can reach"


class NotDecided(Problem):
    """The ground, the words or the day of the review is missing, or the family has been told, or it is decided, already."""


def decide_not_to_tell(*, actor: Actor, family_id: UUID, ground: str, why: str, review_on: date | None, at: datetime) -> Family:
    """On the day of the review it is a duty to look at the reason again.

    Raises: NotPermitted; CaseIsClosed; NotDecided, with a sentence for each field.
    """
    rows = Family.objects.select_for_update(of=("self",)).select_related("case__organisation", "child")
    family = permitted(actor, May.DECIDE_NOT_TO_TELL, rows, family_id)
    family.case.still_open()
    why = typed(why)
    _check(family, ground, why, review_on, in_london(at).date())
    family.not_told_at, family.not_told_by_id = at, actor.membership_id
    family.not_told_reason, family.review_on = f"{Ground(ground).label}: {why}", review_on
    family.save(update_fields=["not_told_at", "not_told_by", "not_told_reason", "review_on"])
    settle_not_telling(family, by=actor, at=at)
    look_again(family, at=at)
    recording.record(actor, "not_told_decided", "case", family.case_id, at=at, family=str(family.pk), ground=ground)
    return family


def _check(family: Family, ground: str, why: str, review_on: date | None, today: date) -> None:
    if family.told_at:
        raise NotDecided(f"{family.child.name}’s family has been told already.")
    if family.not_told_at:
        raise NotDecided(f"That {family.child.name}’s family is not told is decided already. Look at that reason again instead.")
    problems = {}
    if ground not in Ground.values:
        problems["ground"] = "Choose the reason that the law knows."
    if not why:
        problems["why"] = "Write what makes that reason true here."
    elif len(why) > 2_000:
        problems["why"] = "Use at most 2,000 characters."
    if review_on is None:
        problems["review_on"] = "Write the day on which you look at this again, such as 3 12 2026."
    elif not today < review_on <= today + LATEST_REVIEW:
        problems["review_on"] = "The day must be after today and within a year."
    if problems:
        raise NotDecided(problems)
