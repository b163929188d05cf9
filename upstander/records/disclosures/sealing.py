"""Seal what is sent, and check that what is kept is what was sent."""

from collections.abc import Iterator
from uuid import UUID

from upstander.kernel.digests import canonical, seal
from upstander.records.disclosures.models import Disclosure
from upstander.records.disclosures.packs import PolicePack


def seal_of(disclosure: Disclosure) -> str:
    """The digest over payload, page, text and PDFs as they stand. A letter without its PDF yet has one too.

    Letters from before there was large print are sealed without it.
    """
    large = {"large_pdf": bytes(disclosure.large_pdf)} if disclosure.large_pdf is not None else {}
    return seal(
        {
            "payload": canonical(disclosure.payload),
            "html": disclosure.html.encode(),
            "text": disclosure.text.encode(),
            "pdf": bytes(disclosure.pdf or b""),
            **large,
        }
    )


def broken_seals(organisation_id: UUID) -> Iterator[UUID]:
    """Yield each sent disclosure that no longer is what its seal says."""
    for disclosure in Disclosure.objects.filter(organisation_id=organisation_id).sent().order_by("sent_at", "id").iterator(50):
        if seal_of(disclosure) != disclosure.seal:
            yield disclosure.pk


def broken_packs(organisation_id: UUID) -> Iterator[UUID]:
    """Yield each pack for the police that no longer is what was put together."""
    for pack in PolicePack.objects.filter(organisation_id=organisation_id).order_by("put_together_at", "id").iterator(50):
        if not pack.is_whole():
            yield pack.pk
