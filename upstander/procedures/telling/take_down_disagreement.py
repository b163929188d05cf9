"""A family says on the telephone, face to face or by letter that they do not agree: staff write it down, and the stage begins."""

from datetime import date, datetime, time
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import LONDON, in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.matrix import May
from upstander.records.access.models import Membership
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.disagreeing import TakenDown, begin, next_stage
from upstander.records.disclosures.models import Complaint, Disclosure
from upstander.records.intake.models import Way

MORNING = time(9, 0)


class NotTakenDown(Problem):
    """How or when they said it is missing, or no stage can begin with this letter."""


def take_down_disagreement(
    *, actor: Actor, letter_id: UUID, way: str, said_on: date | None, words: str, at: datetime
) -> Complaint:
    """The same record as when they write it themselves. The days are counted from when they said it.

    Raises: NotPermitted; NotTakenDown, with a sentence for each field.
    """
    rows = Disclosure.objects.sent().select_for_update(of=("self",)).select_related("organisation")
    letter = permitted(actor, May.TAKE_DOWN_REPORT, rows, letter_id)
    said_at = _checked(letter, way, said_on, words, at)
    stage = next_stage(letter)
    if letter.withdrawn_at or stage is None or Complaint.objects.filter(letter=letter).exists():
        raise NotTakenDown("With this letter no stage can begin: it was taken back, or one has begun, or it was the last.")
    by = Membership.objects.get(pk=actor.member)
    complaint = begin(letter, stage, typed(words), at=said_at, taken_down=TakenDown(way, by, at))
    recording.record(
        actor, "disagreement_taken_down", "disclosure", letter.pk, at=at,
        stage=stage.number, way=way, said_at=said_at.isoformat(), complaint=str(complaint.pk),
    )  # fmt: skip
    return complaint


def _checked(letter: Disclosure, way: str, said_on: date | None, words: str, at: datetime) -> datetime:
    problems = {}
    if way not in Way.values:
        problems["way"] = "Choose how they said it."
    if said_on is None:
        problems["said"] = f"Give the day on which they said it, such as {in_london(at):%-d %-m %Y}."
    elif said_on > in_london(at).date():
        problems["said"] = "That is still to come. Give the day on which they said it."
    elif letter.sent_at and said_on < in_london(letter.sent_at).date():
        problems["said"] = "That is before the letter went to them. Look at the day again."
    if len(typed(words)) > LONGEST:
        problems["words"] = f"Use at most {LONGEST:,} characters."
    if said_on is None or problems:
        raise NotTakenDown(problems)
    morning = datetime.combine(said_on, MORNING, LONDON)
    return min(max(morning, letter.sent_at or morning), at)
