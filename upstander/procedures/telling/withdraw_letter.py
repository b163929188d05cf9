"""Take a letter back: one that is still in hand, or one in which something turned out to be wrong."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.calling import call
from upstander.records.disclosures.delivering import reopen_complaint, step, take_back
from upstander.records.disclosures.models import Disclosure, Message
from upstander.records.disclosures.wording import read

LONGEST_REASON = 300


class NotWithdrawn(Problem):
    """The reason is missing, or the letter has been taken back already."""


def withdraw_letter(*, actor: Actor, disclosure_id: UUID, because: str, at: datetime) -> Disclosure:
    """A family that had been sent the letter waits again, and is told that it was taken back.

    Raises: NotPermitted; CaseIsClosed; NotWithdrawn.
    """
    related = ("family__case__assessment__organisation", "family__child", "family__report")
    rows = Disclosure.objects.select_for_update(of=("self",)).select_related(*related)
    letter = permitted(actor, May.COMPOSE_LETTER, rows, disclosure_id)
    letter.may_still_go()
    if letter.sent_at:
        permitted(actor, May.CHECK_LETTER, rows, disclosure_id)
    letter.withdrawn_because, letter.withdrawn_at = _checked(letter, because), at
    letter.save(update_fields=["withdrawn_because", "withdrawn_at"])
    step(letter, "withdrawn", by=actor, at=at)
    if letter.sent_at:
        take_back(letter, by=actor, at=at) if letter.tells_the_outcome else reopen_complaint(letter, at=at)
        _tell(letter, actor, at)
    recording.record(actor, "letter_withdrawn", "case", letter.case_id, at=at, letter=str(letter.pk), sent=bool(letter.sent_at))
    return letter


def _checked(letter: Disclosure, because: str) -> str:
    reason = typed_line(because)
    if letter.withdrawn_at:
        raise NotWithdrawn("This letter has been taken back already.")
    if not reason:
        raise NotWithdrawn("Write why the letter is taken back. It is kept on the school’s record.", field="because")
    if len(reason) > LONGEST_REASON:
        raise NotWithdrawn(f"Use at most {LONGEST_REASON} characters.", field="because")
    return reason


def _tell(letter: Disclosure, actor: Actor, at: datetime) -> None:
    report = letter.family.report
    if report is None:
        return
    (told,) = read("notices", "letter-taken-back", letter.family.language).sections
    message = Message.objects.create(
        organisation_id=letter.organisation_id,
        report=report,
        to_family=True,
        words="\n\n".join(block.lines[0] for block in told.blocks),
        said_by=actor.name,
        membership_id=actor.membership_id,
        at=at,
    )
    call(report, key=f"message:{message.pk}", at=at)
