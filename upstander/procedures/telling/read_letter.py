"""Open a letter at the school desk: that somebody looked at it is on record."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.disclosures.models import Disclosure


def read_letter(*, actor: Actor, disclosure_id: UUID, at: datetime, printed: bool = False) -> Disclosure:
    """`printed` is for the PDF, which can leave the building.

    Raises: NotPermitted.
    """
    rows = Disclosure.objects.select_related("case", "family__child", "composed_by", "checked_by")
    letter = permitted(actor, May.READ_REPORT, rows if printed else rows.prefetch_related("steps"), disclosure_id)
    recording.record(actor, "letter_printed" if printed else "read", "disclosure", letter.pk, at=at, case=str(letter.case_id))
    return letter
