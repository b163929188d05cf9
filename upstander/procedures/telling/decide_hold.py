"""Decide about a letter that is held because its words may tell of another child: let them stand, or send it back."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.delivering import step
from upstander.records.disclosures.holding import standing_hold
from upstander.records.disclosures.models import Disclosure, Hold

LONGEST_REASON = 300


class NotDecidedOn(Problem):
    """The letter is not held, was written by whoever decides, or the decision or its reason is missing."""


def decide_hold(
    *, actor: Actor, disclosure_id: UUID, hold_id: UUID | None, let_stand: bool | None, because: str, at: datetime
) -> Hold:
    """Never the writer, whatever the reason. `hold_id` is what was on the screen: words written since are not decided about.

    Raises: NotPermitted; CaseIsClosed; NotDecidedOn.
    """
    rows = Disclosure.objects.in_hand().select_for_update(of=("self",)).select_related("family__case", "family__child")
    letter = permitted(actor, May.CHECK_LETTER, rows, disclosure_id)
    letter.may_still_go()
    held, reason = standing_hold(letter), typed_line(because)
    if held is None or held.pk != hold_id or held.let_stand is not None:
        raise NotDecidedOn("The letter is not held for these words any more. Look at it as it is now.")
    if held.written_by_id == actor.membership_id:
        raise NotDecidedOn("You wrote these words. Change them, or ask a colleague who may check letters to decide.")
    _check(let_stand, reason)
    held.let_stand, held.because, held.decided_by_id, held.decided_at = let_stand, reason, actor.membership_id, at
    held.save(update_fields=["let_stand", "because", "decided_by", "decided_at"])
    step(letter, "let stand" if let_stand else "sent back", by=actor, at=at)
    recording.record(
        actor, "letter_hold_decided", "case", letter.case_id, at=at, letter=str(letter.pk), let_stand=bool(let_stand)
    )
    return held


def _check(let_stand: bool | None, reason: str) -> None:
    problems = {}
    if let_stand is None:
        problems["let_stand"] = "Choose whether these words may stand."
    if not reason:
        problems["hold_because"] = "Write why. It is kept with the letter; the family does not read it."
    elif len(reason) > LONGEST_REASON:
        problems["hold_because"] = f"Use at most {LONGEST_REASON} characters."
    if problems:
        raise NotDecidedOn(problems)
