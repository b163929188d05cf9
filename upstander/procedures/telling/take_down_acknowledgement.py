"""A family says on the telephone or at the gate that they have read a letter: staff write it down."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.delivering import step
from upstander.records.disclosures.models import Disclosure

LONGEST = 120


class NotAcknowledged(Problem):
    """Who said it is missing, or the letter is not with them, or they have said so already."""


def take_down_acknowledgement(*, actor: Actor, letter_id: UUID, who: str, at: datetime) -> Disclosure:
    """The same record as when they press the button behind their code. A letter on paper has no other way.

    Raises: NotPermitted; NotAcknowledged.
    """
    rows = Disclosure.objects.sent().select_for_update(of=("self",))
    letter = permitted(actor, May.TAKE_DOWN_REPORT, rows, letter_id)
    who = typed_line(who)
    if letter.withdrawn_at or letter.acknowledged_at:
        raise NotAcknowledged("The letter was taken back, or it is on record already. Look at the page as it is now.")
    if not who or len(who) > LONGEST:
        raise NotAcknowledged(
            f"Write who said so and how, in at most {LONGEST} characters: her mother, by telephone.", field="who"
        )
    letter.acknowledged_at = at
    letter.save(update_fields=["acknowledged_at"])
    step(letter, "acknowledged", by=actor, at=at, told_by=who)
    recording.record(actor, "acknowledgement_taken_down", "disclosure", letter.pk, at=at)
    return letter
