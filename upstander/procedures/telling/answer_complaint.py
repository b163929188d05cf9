"""Write the letter that answers a family's complaint at the stage it is at, and says what the next one is."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Family
from upstander.records.disclosures.complaints import answer_payload, project_answer
from upstander.records.disclosures.drafting import keep
from upstander.records.disclosures.holding import hold, sentences_about, texts_of
from upstander.records.disclosures.lookalikes import visible
from upstander.records.disclosures.models import Disclosure, DisclosureKind
from upstander.records.disclosures.others import named_in
from upstander.records.disclosures.projection import NothingToTell

LONGEST_TEXT = 4_000
PURPOSE = "To answer a family's complaint"


class NotAnswered(Problem):
    """No complaint waits, or what was looked at and decided is not written."""


class AnswerTellsOfAnother(NotAnswered):
    """Its words may tell of another child: change them, or ask for it to be held until a second person has decided."""


def answer_complaint(*, actor: Actor, family_id: UUID, why: str, at: datetime, hold_it: bool = False) -> Disclosure:
    """Also after the case is closed. The complaint is answered when the letter is sent, not before.

    Raises: NotPermitted; NotAnswered, and where only words that may tell of another child stand in the way AnswerTellsOfAnother.
    """
    rows = Family.objects.select_for_update(of=("self",)).select_related("case", "child")
    family = permitted(actor, May.COMPOSE_LETTER, rows, family_id)
    text = visible(typed(why))
    if not text or len(text) > LONGEST_TEXT:
        raise NotAnswered(
            "Write what was looked at and what is decided." if not text else f"Use at most {LONGEST_TEXT:,} characters.",
            field="why",
        )
    found = named_in(family, *texts_of(text, ()))
    if found and not hold_it:
        raise AnswerTellsOfAnother(sentences_about(found))
    try:
        shown = project_answer(family, at=at)
    except NothingToTell as reason:
        raise NotAnswered(str(reason)) from reason
    letter = keep(family, DisclosureKind.COMPLAINT_STAGE, answer_payload(shown, text), purpose=PURPOSE, by=actor, at=at)
    hold(letter, found, by=actor, at=at)
    recording.record(
        actor, "complaint_answer_written", "case", family.case_id, at=at, family=str(family.pk), letter=str(letter.pk)
    )
    return letter
