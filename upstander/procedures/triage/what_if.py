"""See what would follow from other answers, without giving them: nothing of it is kept but that somebody looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import known_facts
from upstander.records.assessments.models import Assessment
from upstander.records.assessments.setting_aside import standing_decisions
from upstander.records.audit import recording
from upstander.rules import Rulebook, Verdict, load_rulebook, triage


@dataclass(frozen=True, slots=True)
class WouldFollow:
    """Shapes: `known` are the answers as they stand, `changed` those that were tried and differ; yes, no or unknown.
    `aside` are the outcomes, such as duties/review_date, that somebody has set aside, each with who and why.
    """

    assessment: Assessment
    rulebook: Rulebook
    known: Mapping[str, str]
    changed: Mapping[str, str]
    now: Verdict
    then: Verdict
    aside: Mapping[str, str]


def what_if(*, actor: Actor, assessment_id: UUID, answers: Mapping[str, str], at: datetime) -> WouldFollow:
    """`answers` that are the same as what stands, or that the rulebook does not ask for, are passed over.

    Raises: NotPermitted; BadFacts, for an answer that is not yes, no or unknown.
    """
    assessment = permitted(actor, May.READ_REPORT, Assessment.objects.select_related("organisation", "report"), assessment_id)
    rulebook, known = load_rulebook(assessment.organisation.rulebook), known_facts(assessment)
    changed = {fact: said for fact, said in answers.items() if fact in rulebook.facts and said != known.get(fact, "unknown")}
    now = triage(rulebook, known)
    then = triage(rulebook, {**known, **changed}) if changed else now
    recording.record(actor, "what_if", "assessment", assessment.pk, at=at, tried=sorted(changed))
    return WouldFollow(assessment, rulebook, known, changed, now, then, _aside(assessment))


def _aside(assessment: Assessment) -> dict[str, str]:
    found = standing_decisions(assessment).values_list("set_aside", "membership__display_name", "reason")
    return {path: f"Set aside by {by}: {reason}" for path, by, reason in found}
