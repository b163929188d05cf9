"""Say which case prompted a prevention measure, or take that back. Only whoever may see the case can, or learns of it."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.policies.prevention import Prevention, PreventionPrompt


class NoSuchCase(Problem):
    """Nothing that this person may see has the reference."""


def link_case(*, actor: Actor, prevention_id: UUID, reference: str, at: datetime) -> PreventionPrompt:
    """Raises: NotPermitted; NoSuchCase, alike for a case that is not there and one that they may not see."""
    prevention = permitted(actor, May.KEEP_PREVENTION, Prevention.objects.standing(), prevention_id)
    case = Case.objects.visible_to(actor).filter(reference__iexact=typed_line(reference)).first()
    if case is None:
        raise NoSuchCase("No case that you may see has this reference. It looks like UP-7KQ4WX.", field="reference")
    prompt, is_new = PreventionPrompt.objects.get_or_create(
        prevention=prevention,
        case=case,
        defaults={"organisation_id": case.organisation_id, "linked_by_id": actor.member, "linked_at": at},
    )
    if is_new:
        recording.record(actor, "prevention_prompted", "case", case.pk, at=at, prevention=str(prevention.pk))
    return prompt


def unlink_case(*, actor: Actor, prompt_id: UUID, at: datetime) -> UUID:
    """Returns the measure.

    Raises: NotPermitted.
    """
    prompt = permitted(actor, May.KEEP_PREVENTION, PreventionPrompt.objects.all(), prompt_id)
    PreventionPrompt.objects.filter(pk=prompt.pk).delete()
    recording.record(actor, "prevention_unprompted", "case", prompt.case_id, at=at, prevention=str(prompt.prevention_id))
    return prompt.prevention_id
