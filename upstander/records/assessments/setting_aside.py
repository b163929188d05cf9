"""What has been set aside, and until when: a setting aside stands for the reasons that were before whoever decided it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from upstander.records.assessments.models import Assessment, Decision, OfAssessment, Verdict


def set_aside_under(assessment: Assessment, verdict: Verdict, at: datetime) -> set[str]:
    """The outcomes that stay set aside under a new verdict: kinds and ids, such as duties/review_date.

    1. What the new verdict requires for no other reason than the person had before them stays set aside, though it is another
       verdict: a duty does not come back, and every page says who set it aside, why, and that it was on an earlier verdict.
    2. Where a rule or an answer speaks for it that did not then, the setting aside ends: the outcome stands again, a duty is
       raised anew, and whoever may decide can set it aside again, with a reason for that.
    3. What the new verdict does not require is left as it is: should it come back, 1 and 2 decide.
    """
    stay = set()
    for decision in standing_decisions(assessment).select_related("verdict"):
        if reasons(verdict.outcome, decision.set_aside) - reasons(decision.verdict.outcome, decision.set_aside):
            decision.ended_at = at
            decision.save(update_fields=["ended_at"])
        else:
            stay.add(decision.set_aside)
    return stay


def standing_decisions(assessment: Assessment) -> OfAssessment[Decision]:
    """Those that set something aside and have not ended."""
    return Decision.objects.filter(assessment=assessment, ended_at=None).exclude(set_aside="")


def ended_under(verdict: Verdict) -> OfAssessment[Decision]:
    """Those that ended when this verdict was made."""
    return Decision.objects.filter(assessment=verdict.assessment_id, ended_at=verdict.made_at)


def required(outcome: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    """What the verdict says of one outcome, where it requires it."""
    kind, _, id = path.partition("/")
    return next((given for given in outcome.get(kind, ()) if given["id"] == id and given["status"] == "required"), None)


def reasons(outcome: Mapping[str, Any], path: str) -> set[tuple[str, str]]:
    """The rules that require it, each by itself and with every yes that speaks for it. A no never makes a matter more serious."""
    because = (required(outcome, path) or {}).get("because", ())
    rules = {(reason["rule"], "") for reason in because}
    return rules | {(it["rule"], fact) for it in because for fact, said in it.get("facts", {}).items() if said == "yes"}
