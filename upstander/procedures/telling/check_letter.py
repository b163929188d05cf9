"""Look at a letter a second time, as the family will see it, before it is sent."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.delivering import step
from upstander.records.disclosures.freshness import is_fresh
from upstander.records.disclosures.holding import why_held
from upstander.records.disclosures.models import Disclosure
from upstander.records.disclosures.sealing import seal_of

CHECKLIST = {
    "own_child": "It is about this family’s child, and the name is spelt right.",
    "no_other": "Nobody could tell from it who another child is, what they said, or what is done about them.",
    "on_record": "What it says was found, and is done, is what is on record.",
    "plain": "A worried parent would understand every sentence.",
    "safe": "It is safe that whoever reads letters in this family reads it.",
}
LONGEST_REASON = 300


class NotChecked(Problem):
    """The letter is not ready, has changed, or something on the list is not ticked."""


def check_letter(
    *, actor: Actor, disclosure_id: UUID, seen: str, ticked: Collection[str], alone_because: str, at: datetime
) -> Disclosure:
    """Whoever wrote the letter checks it only with a reason why nobody else can.

    `seen` is the digest of what was on the screen (sealing.seal_of), so that nobody vouches for words they have not read.
    Raises: NotPermitted; CaseIsClosed; NotChecked.
    """
    rows = Disclosure.objects.in_hand().select_for_update(of=("self",)).select_related("family__case", "family__child")
    letter = permitted(actor, May.CHECK_LETTER, rows, disclosure_id)
    letter.may_still_go()
    alone = typed_line(alone_because) if letter.composed_by_id == actor.membership_id else ""
    _check(letter, actor, seen=seen, ticked=ticked, alone=alone, at=at)
    letter.checked_at, letter.checked_by_id, letter.checked_alone_because = at, actor.membership_id, alone
    letter.save(update_fields=["checked_at", "checked_by", "checked_alone_because"])
    step(letter, "checked", by=actor, at=at)
    recording.record(actor, "letter_checked", "case", letter.case_id, at=at, letter=str(letter.pk), alone=bool(alone))
    return letter


def _check(letter: Disclosure, actor: Actor, *, seen: str, ticked: Collection[str], alone: str, at: datetime) -> None:
    if letter.pdf is None:
        raise NotChecked("The PDF is still being made. Look at it before you vouch for the letter.")
    if seen != seal_of(letter):
        raise NotChecked("The letter has been changed since you opened it. Read it again as it is now.")
    if not is_fresh(letter, at):
        raise NotChecked("What is on record has changed since the letter was written. Write it again.")
    if held := why_held(letter):
        raise NotChecked(held)
    problems = {}
    if set(CHECKLIST) - set(ticked):
        problems["ticked"] = "Tick each line that is true. Where one is not, change the letter."
    if letter.composed_by_id == actor.membership_id and not alone:
        problems["alone_because"] = "You wrote this letter. Ask a colleague to look, or write why nobody else can."
    elif len(alone) > LONGEST_REASON:
        problems["alone_because"] = f"Use at most {LONGEST_REASON} characters."
    if problems:
        raise NotChecked(problems)
