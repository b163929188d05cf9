"""Have a file read, by whoever can do that apart from everything else, and keep what it proposes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor, system
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.policies.keeping import NotWhatCame, content_of
from upstander.records.policies.proposing import NotAnAnswer, Read, proposals_of, read_answer
from upstander.records.policies.reading import PolicyDecision, Proposal, Reading

STOPPED = "The program that reads files was stopped before it was done, more than once. Bring the file again."
NO_ANSWER = (
    "The program that reads files could make nothing of this one. Save it anew, as PDF or as a Word document, and bring that."
)


class CannotBeRead(Exception):
    """This file cannot be read, however often one tries; the sentence is for staff."""


def read_policy(
    *,
    organisation_id: UUID,
    reading_id: UUID,
    read_apart: Callable[[bytes], Mapping[str, Any]],
    at: datetime,
    is_last_try: bool = False,
) -> bool:
    """Read the file outside any transaction, and keep what was found, or why there is nothing. Done twice it does nothing more.

    Returns whether there was something to do. Raises: whatever ended the reader, when another try may help.
    """
    actor = system(organisation_id)
    with asking(actor):
        reading = Reading.objects.visible_to(actor).filter(pk=reading_id, read_at=None).first()
    if reading is None:
        return False
    try:
        answer = read_answer(read_apart(content_of(reading)))
    except (CannotBeRead, NotWhatCame, NotAnAnswer) as trouble:
        return _keep(actor, reading_id, None, NO_ANSWER if isinstance(trouble, NotAnAnswer) else str(trouble), at)
    except Exception:
        if not is_last_try:
            raise
        return _keep(actor, reading_id, None, STOPPED, at)
    return _keep(actor, reading_id, answer, "", at)


def _keep(actor: Actor, reading_id: UUID, answer: Read | None, trouble: str, at: datetime) -> bool:
    from upstander.policytext.statements import load_requirements

    requirements = load_requirements()
    with asking(actor):
        reading = Reading.objects.visible_to(actor).select_for_update().filter(pk=reading_id, read_at=None).first()
        if reading is None:  # another worker was faster
            return False
        proposals: list[Proposal] = []
        if answer is not None:
            try:
                proposals = proposals_of(reading, answer, requirements, _earlier(actor))
            except NotAnAnswer:
                answer, trouble = None, NO_ANSWER
        reading.read_at, reading.trouble, reading.rulebook = at, trouble, requirements.version
        reading.pages, reading.notes = (answer.pages, list(answer.notes)) if answer else (None, [])
        reading.save(update_fields=["read_at", "trouble", "rulebook", "pages", "notes"])
        Proposal.objects.bulk_create(proposals)
        recording.record(actor, "policy_read", "policy_reading", reading.pk, at=at, proposals=len(proposals))
    return True


def _earlier(actor: Actor) -> dict[str, PolicyDecision]:
    """The last decision on each statement, in whichever file."""
    last = PolicyDecision.objects.visible_to(actor).select_related("proposal")
    last = last.order_by("proposal__statement", "-decided_at", "-id").distinct("proposal__statement")
    return {decision.proposal.statement: decision for decision in last}
