"""Have the PDF of a letter made, by whoever can: the worker's press, a test's."""

from collections.abc import Callable, Mapping
from uuid import UUID

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.disclosures.letter import CannotBeSet
from upstander.records.disclosures.models import Disclosure


def render_letter(*, organisation_id: UUID, disclosure_id: UUID, make_pdf: Callable[[Mapping[str, object]], bytes]) -> bool:
    """Make the PDF outside any transaction, and keep it if the letter has not been written anew meanwhile.

    Done twice it does nothing the second time. Returns whether there was something to do.
    """
    actor = system(organisation_id)
    with asking(actor):
        letter = Disclosure.objects.visible_to(actor).in_hand().filter(pk=disclosure_id, pdf=None).first()
    if letter is None:
        return False
    pdf, large_pdf, trouble = _set(letter, make_pdf)
    with asking(actor):
        same = Disclosure.objects.visible_to(actor).in_hand().filter(pk=letter.pk, composed_at=letter.composed_at, pdf=None)
        return same.update(pdf=pdf, large_pdf=large_pdf, pdf_trouble=trouble) == 1


def _set(letter: Disclosure, make_pdf: Callable[[Mapping[str, object]], bytes]) -> tuple[bytes | None, bytes | None, str]:
    """The letter, the same in large print, and why neither can be made."""
    shown = letter.payload["letter"]
    try:
        return make_pdf(shown), make_pdf({**shown, "large": True}), ""
    except CannotBeSet as trouble:
        return None, None, str(trouble)[:300]
