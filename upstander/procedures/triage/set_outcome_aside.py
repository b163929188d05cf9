"""Set one outcome of a verdict aside, with a reason. What protects a child cannot be set aside.

A setting aside stands under later verdicts too, and is shown on them, until something new speaks for the outcome
(records/assessments/setting_aside.py): then it stands again, and a duty is raised anew. Nothing comes back or stays away
in silence.
"""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import tell_owner
from upstander.records.assessments.models import Decision, Duty, Verdict
from upstander.records.assessments.setting_aside import required, standing_decisions
from upstander.records.audit import recording
from upstander.records.cases.models import Case, CaseIsClosed, CaseState

KINDS = ("routes", "duties", "prohibitions")
NEVER = {  # every standing prohibition is among them; of the rest, what keeps a child safe or is in every verdict
    "routes/emergency_999": "While somebody is in danger, 999 stands. If nobody is any more, answer that question.",
    "duties/check_safety_now": "Whatever else is decided, somebody checks that every child is safe.",
    "prohibitions/handle_intimate_image": "It is a crime to handle such an image, so this stands.",
    "prohibitions/disclose_other_childs_sanction": "It protects the other child, so this stands.",
    "prohibitions/disclose_other_childs_details": "It protects the other child, so this stands.",
    "prohibitions/officer_speaks_without_permission": "Only a parent’s permission changes this.",
    "prohibitions/accused_handles_case": "Nobody judges their own case, so this stands.",
    "prohibitions/burden_target": "It protects the child who was targeted, so this stands.",
    "prohibitions/delete_evidence": "Evidence is never deleted, so this stands.",
    "prohibitions/promise_secrecy": "A child who is promised this may not be kept safe, so this stands.",
    "prohibitions/treat_under_10_as_suspect": "A child under 10 cannot commit a crime, so this stands.",
    "prohibitions/send_family_to_police_instead": "That it happened outside school is never an answer, so this stands.",
    "prohibitions/tell_barred_person": "It protects the child. If it is safe to tell, answer that question.",
    "duties/tell_target_family_outcome": "That a family is not told is decided on the case’s page, with its lawful reason.",
}


class NotSetAside(Problem):
    """The outcome cannot be set aside, is none of this verdict’s, or the reason is missing."""


def set_outcome_aside(*, actor: Actor, verdict_id: UUID, outcome: str, reason: str, at: datetime) -> Decision:
    """`outcome` is a kind and an id: routes/police_101. A duty that is set aside is withdrawn in the open, with name and reason.

    Raises: NotPermitted; CaseIsClosed; NotSetAside, with a sentence for each field.
    """
    verdict = permitted(actor, May.DECIDE_ROUTE, Verdict.objects.select_for_update(of=("self",)), verdict_id)
    if Case.objects.filter(assessment=verdict.assessment_id, state=CaseState.CLOSED).exists():
        raise CaseIsClosed
    reason = typed(reason)
    _check(verdict, outcome, reason)
    decision = Decision.objects.create(
        organisation_id=verdict.organisation_id,
        assessment_id=verdict.assessment_id,
        verdict=verdict,
        set_aside=outcome,
        reason=reason,
        membership_id=actor.member,
        at=at,
    )
    kind, _, id = outcome.partition("/")
    if kind == "duties":
        _withdraw(verdict, id, f"Set aside by {actor.name}: {reason}"[:300], actor, at)
    recording.record(actor, "outcome_set_aside", "assessment", verdict.assessment_id, at=at, outcome=outcome)
    return decision


def _withdraw(verdict: Verdict, duty: str, because: str, actor: Actor, at: datetime) -> None:
    """In the open, and told to whoever else had taken it on."""
    for row in Duty.objects.open().filter(assessment=verdict.assessment_id, duty=duty).select_related("owner__account"):
        row.withdrawn_at, row.withdrawn_because = at, because
        row.save(update_fields=["withdrawn_at", "withdrawn_because"])
        if row.owner_id != actor.member:
            tell_owner(row, at)


def _check(verdict: Verdict, outcome: str, reason: str) -> None:
    problems = {}
    if verdict.superseded_at is not None:
        problems[""] = "What is known has changed since you opened this page. Look at the verdict as it is now."
    if outcome.partition("/")[0] not in KINDS or required(verdict.outcome, outcome) is None:
        problems["outcome"] = "Choose what is set aside."
    elif outcome in NEVER:
        problems["outcome"] = NEVER[outcome]
    elif standing_decisions(verdict.assessment).filter(set_aside=outcome).exists():
        problems["outcome"] = "This has been set aside already."
    if not reason:
        problems["reason"] = "Write why. The reason stays on record with your name."
    elif len(reason) > LONGEST:
        problems["reason"] = f"Use at most {LONGEST:,} characters."
    if problems:
        raise NotSetAside(problems)
