"""Look at a lawful reason not to tell a family again, and say why it still holds."""

from datetime import date, datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Family
from upstander.records.disclosures.looking_again import look_again, looked_again

LONGEST_WHY = 2_000
LATEST_REVIEW = timedelta(days=366)


class NotLookedAtAgain(Problem):
    """There is no reason to look at, or what holds and until when is missing."""


def review_not_telling(*, actor: Actor, family_id: UUID, why: str, review_on: date | None, at: datetime) -> Family:
    """The reason stays as it was decided, and this beside it. Also in a closed case: that a family is not told outlasts it.

    Raises: NotPermitted; NotLookedAtAgain, with a sentence for each field.
    """
    rows = Family.objects.select_for_update(of=("self",)).select_related("case__organisation", "child")
    family = permitted(actor, May.DECIDE_NOT_TO_TELL, rows, family_id)
    why = typed(why)
    _check(family, why, review_on, in_london(at).date())
    family.review_on = review_on
    family.save(update_fields=["review_on"])
    looked_again(family, words=why, by=actor, at=at)
    look_again(family, at=at)
    recording.record(actor, "not_telling_reviewed", "case", family.case_id, at=at, family=str(family.pk))
    return family


def _check(family: Family, why: str, review_on: date | None, today: date) -> None:
    if family.not_told_at is None or family.told_at:
        raise NotLookedAtAgain(f"It is not decided that {family.child.name}’s family is not told. Look at the page as it is now.")
    problems = {}
    if not why:
        problems["why"] = "Write why it still holds: whom you asked, and what you weighed."
    elif len(why) > LONGEST_WHY:
        problems["why"] = f"Use at most {LONGEST_WHY:,} characters."
    if review_on is None:
        problems["review_on"] = "Write the day on which you look at this again, such as 3 12 2026."
    elif not today < review_on <= today + LATEST_REVIEW:
        problems["review_on"] = "The day must be after today and within a year."
    if problems:
        raise NotLookedAtAgain(problems)
