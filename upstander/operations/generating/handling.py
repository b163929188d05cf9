"""What the school did about an invented case: opened it, named its people, found something, and took measures."""

from __future__ import annotations

from upstander.kernel.languages import ENGLISH
from upstander.operations.generating import invention
from upstander.operations.generating.threads import Threads, Tools, make_findable
from upstander.records.cases.models import Case, CaseReport, Family, Involvement, Note, Part
from upstander.records.investigations.models import Finding, Measure, MeasureKind, Outcome


def write_case(tools: Tools, case: Threads) -> None:
    when, draws, lead = case.course, tools.draws, case.school.lead.membership
    reference = draws.reference()
    tools.rows.add(
        Case,
        id=case.case,
        organisation_id=case.org,
        assessment_id=case.assessment,
        reference=reference,
        title=case.title,
        state=when.state,
        lead_id=lead,
        opened_at=when.opened,
        closed_at=when.closed,
        closed_by_id=lead if when.closed else None,
        closing_words="It has stopped, and both families have been told." if when.closed else "",
    )
    tools.rows.add(
        CaseReport,
        id=draws.key(when.opened),
        organisation_id=case.org,
        case_id=case.case,
        report_id=case.report,
        joined_at=when.opened,
        joined_by_id=lead,
    )
    words = f"{reference} {case.title} {case.child[1]} {case.other[1]} {case.said}"
    make_findable(tools, case, case.case, True, f"{reference} {case.title}", words, when.opened, case.child[1], case.other[1])
    for _ in range(1 + draws.below(4)):
        at = draws.soon(when.opened, 96)
        tools.rows.add(
            Note,
            id=draws.key(at),
            organisation_id=case.org,
            case_id=case.case,
            words=invention.note(draws.random),
            written_by_id=case.school.staff[draws.below(4)].membership,
            at=at,
        )


def write_people(tools: Tools, case: Threads) -> None:
    when, lead = case.course, case.school.lead.membership
    told = {"told_at": when.told, "not_told_at": when.not_told, "not_told_by_id": lead if when.not_told else None}
    reason = "A court order of the family court forbids it." if when.not_told else ""
    for child, part in ((case.child, Part.TARGETED), (case.other, Part.DISPLAYING)):
        tools.rows.add(
            Involvement,
            id=tools.draws.key(when.opened),
            organisation_id=case.org,
            case_id=case.case,
            person_id=child[0],
            part=part,
            since=when.opened,
            until=None,
            reason="Named in the report.",
            ended_because="",
        )
        tools.rows.add(
            Family,
            id=tools.draws.key(when.opened),
            organisation_id=case.org,
            case_id=case.case,
            child_id=child[0],
            report_id=case.report if part == Part.TARGETED else None,
            waiting_since=when.received,
            not_told_reason=reason,
            review_on=None,
            language=ENGLISH,
            **told,
        )


def write_outcome(tools: Tools, case: Threads) -> None:
    when, draws, lead = case.course, tools.draws, case.school.lead.membership
    if when.decided is None:
        return
    why = draws.random.sample(invention.WHY, 4)
    tools.rows.add(
        Finding,
        id=draws.key(when.decided),
        organisation_id=case.org,
        case_id=case.case,
        outcome=Outcome.BULLYING,
        hurt_meant="yes",
        hurt_meant_why=why[0],
        repeated="yes",
        repeated_why=why[1],
        power="yes",
        power_why=why[2],
        reasons=" ".join(why),
        decided_by_id=lead,
        decided_at=when.decided,
        superseded_at=None,
        supersedes_id=None,
        asked_for_by="",
        changed="",
    )
    for child, kinds in (
        (case.child, (MeasureKind.CHECK_INS, MeasureKind.ONLINE_HELP)),
        (case.other, (MeasureKind.REMINDER,)),
    ):
        for kind in kinds:
            tools.rows.add(
                Measure,
                id=draws.key(when.decided),
                organisation_id=case.org,
                case_id=case.case,
                child_id=child[0],
                kind=kind,
                words=invention.MEASURES[draws.below(4)],
                from_day=when.decided.date(),
                freely_agreed=False,
                recorded_by_id=lead,
                recorded_at=when.decided,
            )
