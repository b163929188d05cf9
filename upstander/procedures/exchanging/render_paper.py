"""Have the PDF made of what goes to a school by post."""

from collections.abc import Callable, Mapping
from uuid import UUID

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.disclosures.elsewhere import Paper
from upstander.records.disclosures.letter import CannotBeSet, Letter
from upstander.records.disclosures.referral_letter import letter_of_crossing


def render_paper(*, organisation_id: UUID, paper_id: UUID, make_pdf: Callable[[Mapping[str, object]], bytes]) -> bool:
    """Made outside any transaction. Done twice it does nothing the second time. Returns whether there was something to do."""
    actor = system(organisation_id)
    with asking(actor):
        letter = _letter(paper_id)
    if letter is None:
        return False
    try:
        made: dict[str, object] = {"pdf": make_pdf(letter.to_json())}
    except CannotBeSet as trouble:
        made = {"trouble": str(trouble)[:300]}
    with asking(actor):
        return Paper.objects.visible_to(actor).filter(pk=paper_id, pdf=None, trouble=None).update(**made) == 1


def _letter(paper_id: UUID) -> Letter | None:
    paper = Paper.objects.filter(pk=paper_id, pdf=None, trouble=None).select_related("crossing__exchange").first()
    return letter_of_crossing(paper.crossing) if paper else None
