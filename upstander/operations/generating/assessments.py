"""What became known of an invented case, what the rulebook made of it each time, and what had to be done."""

from __future__ import annotations

from datetime import datetime

from upstander.kernel.school_days import Calendar
from upstander.operations.generating.threads import Threads, Tools
from upstander.operations.generating.verdicts import Made
from upstander.records.assessments.due import due_at
from upstander.records.assessments.models import Assessment, Decision, Duty, Fact, FactSource, Verdict

REPORTER = "the person who reported"
RECORD = "the record"
LATER = {"intended_to_hurt": "yes", "power_imbalance": "yes", "significant_harm": "no", "staff_accused": "no"}
FOUND = {"school_investigated": "yes", "found_bullying": "yes", "sanction_tried": "yes"}
HEARD = {"family_told_outcome": "yes"}
TOLD = frozenset({"tell_target_family_outcome", "tell_other_family", "explain_policy_sanctions"})
SEEN_TO = 0.7  # of the duties of an open case are done
CALENDAR = Calendar()


def write_assessment(tools: Tools, case: Threads) -> None:
    when, matter = case.course, case.matter
    tools.rows.add(
        Assessment,
        id=case.assessment,
        organisation_id=case.org,
        report_id=case.report,
        subject_id=case.case,
        merged_into_id=None,
    )
    _facts(tools, case, matter.reported, FactSource.REPORT, REPORTER, when.received)
    _facts(tools, case, LATER, FactSource.PERSON, case.school.lead.name, when.opened)
    steps = [(matter.first, when.received), (matter.looked_into, when.opened)]
    if when.decided:
        _facts(tools, case, FOUND, FactSource.RECORD, RECORD, when.decided)
        steps.append((matter.decided, when.decided))
    if when.told:
        _facts(tools, case, HEARD, FactSource.RECORD, RECORD, when.told)
        steps.append((matter.told, when.told))
    ends: list[datetime | None] = [*(at for _, at in steps[1:]), None]
    for (made, at), end in zip(steps, ends, strict=True):
        verdict = _verdict(tools, case, made, at, end)
        if end is None:
            _duties(tools, case, made, when.opened, at)
    tools.rows.add(
        Decision,
        id=tools.draws.key(when.opened),
        organisation_id=case.org,
        assessment_id=case.assessment,
        verdict_id=verdict,
        set_aside="",
        ended_at=None,
        reason="",
        membership_id=case.school.lead.membership,
        at=when.opened,
    )


def _facts(tools: Tools, case: Threads, facts: dict[str, str], source: str, said_by: str, at: datetime) -> None:
    staff = case.school.lead.membership if source == FactSource.PERSON else None
    for fact, answer in facts.items():
        tools.rows.add(
            Fact,
            id=tools.draws.key(at),
            organisation_id=case.org,
            assessment_id=case.assessment,
            fact=fact,
            answer=answer,
            source=source,
            source_id=case.report if source == FactSource.REPORT else None,
            said_by=said_by,
            membership_id=staff,
            at=at,
        )


def _verdict(tools: Tools, case: Threads, made: Made, at: datetime, end: datetime | None) -> str:
    key = tools.draws.key(at)
    tools.rows.add(
        Verdict,
        id=key,
        organisation_id=case.org,
        assessment_id=case.assessment,
        facts=made.facts,
        outcome=made.outcome,
        rulebook="dorset",
        rulebook_version=case.matter.rulebook_version,
        fingerprint=case.matter.fingerprint,
        code_version=tools.code_version,
        made_at=at,
        superseded_at=end,
    )
    return key


def _duties(tools: Tools, case: Threads, made: Made, raised: datetime, at: datetime) -> None:
    """What the standing verdict asks for; of a decided case only telling is still open, of a closed one nothing."""
    when, draws = case.course, tools.draws
    for duty, actor, limit in made.duties:
        telling = duty in TOLD
        done = bool(when.closed) or (not telling and (bool(when.decided) or draws.chance(SEEN_TO)))
        done_at = draws.soon(raised, 72) if done else None
        tools.rows.add(
            Duty,
            id=draws.key(raised),
            organisation_id=case.org,
            assessment_id=case.assessment,
            duty=duty,
            actor=actor,
            due_at=due_at(limit, raised, CALENDAR),
            time_limit=limit,
            counts_from=raised,
            raised_at=raised,
            owner_id=case.school.lead.membership,
            done_at=done_at,
            done_by=case.school.lead.name if done else "",
            done_note="",
            withdrawn_at=None,
            withdrawn_because="",
            about_id=None,
        )
