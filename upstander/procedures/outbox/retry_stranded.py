"""Take up what was left lying: e-mails and letters whose worker was lost, or whose server was away."""

from datetime import datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.disclosures.models import Disclosure
from upstander.records.organisations.models import Organisation
from upstander.records.outbox import claiming
from upstander.records.outbox.models import Message
from upstander.records.outbox.queue import enqueue
from upstander.records.outbox.telling import hand_to_worker

AFTER = timedelta(minutes=5)
AT_ONCE = 100  # of each kind and organisation a round, so that a server that comes back is not flooded


def retry_stranded(*, at: datetime) -> int:
    """Give everything that should have been done by now to a worker again. Returns how much there was."""
    return sum(_retry(organisation, at) for organisation in Organisation.objects.values_list("pk", flat=True))


def _retry(organisation_id: UUID, at: datetime) -> int:
    with asking(system(organisation_id)):
        lost = claiming.mark_lost(at=at)
        waiting = list(Message.objects.filter(organisation_id=organisation_id).waiting(at=at, since=at - AFTER)[:AT_ONCE])
        for message in waiting:
            hand_to_worker(message)
        letters = Disclosure.objects.filter(organisation_id=organisation_id).in_hand().filter(pdf=None, pdf_trouble="")
        unset = list(letters.filter(composed_at__lt=at - AFTER).values_list("pk", flat=True)[:AT_ONCE])
        for letter in unset:
            enqueue("render_letter", organisation_id=str(organisation_id), disclosure_id=str(letter))
    return lost + len(waiting) + len(unset)
