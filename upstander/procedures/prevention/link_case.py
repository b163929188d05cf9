"""Say which incident, or which case as a whole, prompted a prevention measure, or take that back. Only whoever may see the case
can, or learns of it.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.investigations.incidents import Incident, as_they_stand
from upstander.records.policies.prevention import Prevention, PreventionPrompt

WHOLE = None  # in place of an incident: the case as a whole


class NoSuchCase(Problem):
    """Nothing that this person may see has the reference."""


class NothingChosen(Problem):
    """Nothing is chosen, or an incident was put right in the meantime."""


def case_called(actor: Actor, reference: str) -> Case:
    """Raises: NoSuchCase, alike for a case that is not there and one that this person may not see."""
    case = Case.objects.visible_to(actor).filter(reference__iexact=typed_line(reference)).first()
    if case is None:
        raise NoSuchCase("No case that you may see has this reference. It looks like UP-7KQ4WX.", field="reference")
    return case


def still_to_link(actor: Actor, prevention: Prevention, case: Case) -> list[Incident | None]:
    """What of this case is not yet on record as having prompted it: incidents as they stand, then the case as a whole."""
    incidents = list(Incident.objects.visible_to(actor).filter(case=case).order_by("from_at", "id"))
    stands = as_they_stand(incidents)
    prompts = PreventionPrompt.objects.visible_to(actor).filter(prevention=prevention, case=case)
    linked = {stands[id].pk if id in stands else id for id in prompts.values_list("incident_id", flat=True)}
    left = [it for it in incidents if it.superseded_at is None and it.pk not in linked]
    return [*left, *([] if WHOLE in linked else [WHOLE])]


def link_case(
    *, actor: Actor, prevention_id: UUID, reference: str, at: datetime, chosen: Collection[UUID | None] = (WHOLE,)
) -> list[PreventionPrompt]:
    """What is linked already is not linked again.

    Shapes: `chosen` are keys of incidents that stand, or WHOLE.
    Raises: NotPermitted; NoSuchCase; NothingChosen.
    """
    prevention = permitted(
        actor, May.KEEP_PREVENTION, Prevention.objects.standing().select_for_update(of=("self",)), prevention_id
    )
    case = case_called(actor, reference)
    there = set(Incident.objects.visible_to(actor).standing().filter(case=case).values_list("pk", flat=True)) | {WHOLE}
    if not chosen or not there.issuperset(chosen):
        raise NothingChosen("Choose what prompted it. What happened may have been put right meanwhile.", field="chosen")
    left = {it.pk if it else WHOLE for it in still_to_link(actor, prevention, case)}
    return [_linked(prevention, case, id, actor, at) for id in dict.fromkeys(chosen) if id in left]


def _linked(prevention: Prevention, case: Case, incident_id: UUID | None, actor: Actor, at: datetime) -> PreventionPrompt:
    prompt = PreventionPrompt.objects.create(
        organisation_id=case.organisation_id,
        prevention=prevention,
        case=case,
        incident_id=incident_id,
        linked_by_id=actor.member,
        linked_at=at,
    )
    incident, measure = str(incident_id or ""), str(prevention.pk)
    recording.record(actor, "prevention_prompted", "case", case.pk, at=at, prevention=measure, incident=incident)
    return prompt


def unlink_case(*, actor: Actor, prompt_id: UUID, at: datetime) -> UUID:
    """Returns the measure.

    Raises: NotPermitted.
    """
    prompt = permitted(actor, May.KEEP_PREVENTION, PreventionPrompt.objects.all(), prompt_id)
    PreventionPrompt.objects.filter(pk=prompt.pk).delete()
    incident, measure = str(prompt.incident_id or ""), str(prompt.prevention_id)
    recording.record(actor, "prevention_unprompted", "case", prompt.case_id, at=at, prevention=measure, incident=incident)
    return prompt.prevention_id
