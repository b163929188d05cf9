"""What the school may and may not ask while the police or the designated officer look into it, in the words of the rulebook."""

from dataclasses import dataclass

from upstander.records.assessments.models import Verdict
from upstander.records.cases.models import Case
from upstander.records.investigations.police import LooksInto, PoliceReport
from upstander.rules import load_rulebook

ASK_LITTLE = "limited_fact_finding"
NO_MEETING = "joint_meeting"
MAY = (ASK_LITTLE, "preserve_evidence")
MAY_NOT = ("interview_as_suspect", "promise_secrecy")


@dataclass(frozen=True, slots=True)
class Limits:
    may: tuple[str, ...]
    may_not: tuple[str, ...]
    because: tuple[str, ...]


def limits_on(case: Case) -> Limits | None:
    """Nothing where the verdict does not limit what is asked, or the police said that the school may go on.

    Setting the duty aside does not lift the limit.
    """
    if school_may_go_on(case):
        return None
    row = Verdict.objects.filter(assessment=case.assessment_id, superseded_at=None).values_list("outcome", "rulebook").first()
    if row is None:
        return None
    outcome, rulebook_id = row
    required = {
        kind: {it["id"]: it for it in outcome.get(kind, ()) if it["status"] == "required"} for kind in ("duties", "prohibitions")
    }
    limiting = required["duties"].get(ASK_LITTLE)
    if limiting is None:
        return None
    rulebook = load_rulebook(rulebook_id)
    return Limits(
        may=tuple(rulebook.outcome_text("duty", it) for it in MAY if it in required["duties"]),
        may_not=tuple(rulebook.outcome_text("prohibition", it) for it in MAY_NOT if it in required["prohibitions"]),
        because=tuple(dict.fromkeys(reason["text"] for reason in limiting["because"])),
    )


def school_may_go_on(case: Case) -> bool:
    """Whether the newest word of the police on it is that the school may go on with its own questions."""
    said = PoliceReport.objects.filter(case=case).exclude(looks_into=LooksInto.NOT_SAID).newest_first()
    return said.values_list("looks_into", flat=True).first() == LooksInto.GO_ON


def no_meeting_on(case: Case) -> tuple[str, ...]:
    """The rule against bringing the two sides together, and why it holds here; empty where the verdict does not forbid it."""
    rows = Verdict.objects.filter(assessment=case.assessment_id, superseded_at=None)
    outcome, rulebook = rows.values_list("outcome", "rulebook").first() or ({}, "")
    given = [it for it in outcome.get("prohibitions", ()) if it["id"] == NO_MEETING and it["status"] == "required"]
    if not given:
        return ()
    rule = f"{load_rulebook(rulebook).outcome_text('prohibition', NO_MEETING)}."
    return tuple(dict.fromkeys([rule, *(reason["text"] for reason in given[0]["because"])]))
