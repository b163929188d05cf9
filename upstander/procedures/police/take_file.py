"""Take one file of a pack out: on record, with who did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.ciphers import Altered
from upstander.kernel.digests import of_bytes
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import NotPermitted, permitted
from upstander.records.audit import recording
from upstander.records.disclosures.pack.sdm import as_bytes
from upstander.records.disclosures.packs import PackStep, PolicePack
from upstander.records.evidence import vault
from upstander.records.evidence.models import Custody, Item

KINDS = {"pdf": "pdf", "sheet": "pdf", "zip": "zip", "json": "json"}


class NotThere(Problem):
    """It is not made yet, could not be made, or is not what was made."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it is handed over. `name` is ours. Units: `size` in bytes."""

    name: str
    content: Iterator[bytes]
    size: int | None


def take_file(*, actor: Actor, pack_id: UUID, kind: str, at: datetime) -> Taken:
    """Shapes: `kind` is one of KINDS. The bytes come as they are asked for; each part is proved by the vault.

    Raises: NotPermitted; NotThere.
    """
    pack = permitted(actor, May.TELL_POLICE, PolicePack.objects.select_related("case"), pack_id)
    if kind not in KINDS:
        raise NotPermitted(f"there is no {kind}")
    if not pack.is_made and kind != "json":
        raise NotThere("This file is not made yet.")
    name = f"police-{pack.case.reference}-{pack.put_together_at:%Y-%m-%d-%H%M}{'-sheet' if kind == 'sheet' else ''}.{KINDS[kind]}"
    content, size, digest = _content(pack, kind)
    PackStep.objects.create(
        organisation_id=pack.organisation_id, case_id=pack.case_id, pack=pack, verb="downloaded", file=kind, at=at, by=actor.name
    )
    if kind == "zip":
        _hand_over(pack, actor, at)
    recording.record(actor, "pack_taken", "case", pack.case_id, at=at, pack=str(pack.pk), file=kind, sha256=digest)
    return Taken(name, content, size)


def _hand_over(pack: PolicePack, actor: Actor, at: datetime) -> None:
    """Whoever takes the ZIP has each file in it as it came: that is in the custody of each."""
    items = Item.objects.visible_to(actor).filter(pk__in=pack.exhibits)
    Custody.objects.bulk_create(
        Custody(
            item=item,
            report_id=item.report_id,
            organisation_id=item.organisation_id,
            at=at,
            verb="downloaded",
            actor_name=actor.name,
            actor_id=actor.membership_id,
        )
        for item in items
    )


def _content(pack: PolicePack, kind: str) -> tuple[Iterator[bytes], int | None, str]:
    if kind == "json":
        content = as_bytes(pack.payload)
        return iter([content]), len(content), of_bytes(content)
    try:
        key = vault.unwrap(bytes(pack.wrapped_key), pack.organisation_id)
        parts = vault.read(pack.pk, key, kind=kind)
        first = next(parts)
    except (FileNotFoundError, Altered, ValueError) as damaged:
        raise NotThere("The stored file is not what was made. Put the pack together again.") from damaged
    digest = {"pdf": pack.pdf_sha256, "sheet": pack.sheet_sha256, "zip": pack.zip_sha256}[kind] or ""
    return _from(first, parts), pack.zip_size if kind == "zip" else None, digest


def _from(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
