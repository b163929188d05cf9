"""The report of an invented case: its answers, what its reporter sees of it, and what was written back and forth."""

from __future__ import annotations

import json
from typing import Any

from upstander.kernel.digests import of_json
from upstander.kernel.school_days import Calendar, closing
from upstander.operations.generating import invention
from upstander.operations.generating.threads import Threads, Tools, make_findable
from upstander.records.access.models import ReceiptKey
from upstander.records.disclosures.models import Message
from upstander.records.intake.models import Milestone, Relation, Report, Stage

CALENDAR = Calendar()
SCHOOL_DAYS_TO_TELL = 10


def write_report(tools: Tools, case: Threads) -> None:
    draws, when = tools.draws, case.course
    parent = f"{invention.FIRST_NAMES[draws.below(400)]} {case.family}"
    phone = f"07700 900{draws.below(1000):03d}"  # kept by Ofcom for invented people
    answers = _answers(case, parent, phone)
    reference = draws.reference()
    tools.rows.add(
        Report,
        id=case.report,
        organisation_id=case.org,
        reference=reference,
        answers=json.dumps(answers),
        digest=of_json(answers),
        received_at=when.received,
        relation=Relation.PARENT,
        child_name=case.child[1],
        reporter_name=parent,
        reporter_email=f"{parent.lower().replace(' ', '.')}@family.example",
        reporter_phone=phone,
        safe_way="By e-mail",
        promised=json.dumps(_promised(case)),
        code_kept_at=when.received,
        read_at=when.taken,
        taken_at=when.taken,
        taken_by_id=case.school.lead.membership,
    )
    tools.rows.add(ReceiptKey, digest=draws.digest(), report_id=case.report, organisation_id=case.org, made_at=when.received)
    _milestones(tools, case)
    label = f"{reference} {case.child[1]}"
    names = (case.child[1], case.other[1], parent)
    words = f"{label} {parent} {case.other[1]} {case.said} {phone}"
    make_findable(tools, case, case.report, False, label, words, when.received, *names)
    _messages(tools, case, parent)


def _milestones(tools: Tools, case: Threads) -> None:
    draws, when = tools.draws, case.course
    stages = [
        (Stage.SENT, when.received),
        (Stage.READ, when.taken),
        (Stage.LOOKING, when.opened),
        (Stage.DECIDED, when.decided),
    ]
    for stage, at in [*stages, (Stage.TOLD, when.told)]:
        if at:
            tools.rows.add(Milestone, id=draws.key(at), organisation_id=case.org, report_id=case.report, stage=stage, at=at)


def _messages(tools: Tools, case: Threads, parent: str) -> None:
    draws = tools.draws
    for number in range(draws.below(3)):
        at = draws.soon(case.course.opened, 48)
        tools.rows.add(
            Message,
            id=draws.key(at),
            organisation_id=case.org,
            report_id=case.report,
            to_family=number == 0,
            is_question=number == 0,
            words=invention.NOTED[draws.below(14)],
            said_by=case.school.lead.name if number == 0 else parent,
            membership_id=case.school.lead.membership if number == 0 else None,
            at=at,
            read_at=at,
        )


def _promised(case: Threads) -> dict[str, Any]:
    """What the receipt said, as receive_report keeps it."""
    at = case.course.received
    told_by = closing(CALENDAR.after(at.date(), SCHOOL_DAYS_TO_TELL))
    duties = [
        "check_safety_now",
        "inform_dsl",
        "preserve_evidence",
        "investigate",
        "support_target",
        "record_decision_and_reasons",
    ]
    return {
        "routes": ["school"],
        "duties": duties,
        "read_by": CALENDAR.end_of_day(at).isoformat(),
        "told_by": told_by.isoformat(),
    }


def _answers(case: Threads, parent: str, phone: str) -> dict[str, Any]:
    """Shapes: as a report that came through the family desk, question by question."""
    year = case.child[2].removeprefix("Year ")
    return {
        "danger": {"danger": "no", "risks": []},
        "words": {"words": case.said},
        "people": {
            "targeted": [{"name": case.child[1], "year": year, "care": "", "more": ""}],
            "doing": [{"name": case.other[1], "who": "pupil_here", "school": "", "year": year, "more": ""}],
            "saw": [],
        },
        "when": {"first": "", "latest": "", "words": "Since half term", "pattern": ["repeated"]},
        "where": {
            "how": "online",
            "outside": "yes",
            "accounts": [{"app": "instagram", "account": case.account}],
            "device": "",
            "content": [],
        },
        "done": {"school_knew": "yes", "so_far": [], "words": ""},
        "images": {"child": "no", "adult": "no", "words": ""},
        "reporter": {
            "relation": "parent",
            "name": parent,
            "email": "",
            "phone": phone,
            "safe": "By e-mail",
            "unsafe": "no",
            "who_not": "",
        },
    }
