"""Take a copy of one file as it came, which is on record like every look."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.ciphers import Altered
from upstander.kernel.digests import of_bytes
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.evidence import vault
from upstander.records.evidence.models import Custody, Item


class NotWhatCame(Problem):
    def __init__(self) -> None:
        super().__init__("The stored file is not what came. Tell whoever looks after Upstander; do not rely on it.")


class Marked(Problem):
    def __init__(self) -> None:
        super().__init__("It is marked as showing a nude or sexual image, so nobody takes a copy. The police can ask for it.")


def download_evidence(*, actor: Actor, item_id: UUID, at: datetime) -> tuple[Item, bytes]:
    """The file and its bytes, whose digest is the one taken when they came.

    Raises: NotPermitted; NotWhatCame; Marked.
    """
    item = permitted(actor, May.LOOK_AT_EVIDENCE, Item.objects.present().select_related("bundle", "marking"), item_id)
    if hasattr(item, "marking"):
        raise Marked
    content = _checked(item)
    Custody.objects.create(
        item=item,
        report_id=item.report_id,
        organisation_id=item.organisation_id,
        at=at,
        verb="downloaded",
        actor_name=actor.name,
        actor_id=actor.membership_id,
    )
    recording.record(actor, "evidence_downloaded", "report", item.report_id, at=at, item=str(item.pk), sha256=item.sha256)
    return item, content


def _checked(item: Item) -> bytes:
    try:
        key = vault.unwrap(bytes(item.bundle.wrapped_key or b""), item.organisation_id)
        content = b"".join(vault.read(item.pk, key))
    except (FileNotFoundError, Altered, ValueError) as damaged:
        raise NotWhatCame from damaged
    if of_bytes(content) != item.sha256:
        raise NotWhatCame
    return content
