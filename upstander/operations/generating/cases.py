"""One invented case after another: its report, its thread of facts and verdicts, its people, and what was done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from upstander.kernel.digests import of_json
from upstander.kernel.school_days import Calendar, closing
from upstander.operations.generating import invention
from upstander.operations.generating.chain import Chain
from upstander.operations.generating.course import Course, course
from upstander.operations.generating.draws import Draws
from upstander.operations.generating.lexemes import words_of
from upstander.operations.generating.schools import School
from upstander.operations.generating.tables import Rows
from upstander.operations.generating.verdicts import MOST_LIKELY, Made, Matter, matters
from upstander.records.access.models import ReceiptKey
from upstander.records.assessments.due import due_at
from upstander.records.assessments.models import Assessment, Decision, Duty, Fact, FactSource, Verdict
from upstander.records.cases.models import Case, CaseReport, Family, Involvement, Note, Part, Searchable
from upstander.records.disclosures.models import Message
from upstander.records.intake.models import Milestone, Relation, Report, Stage
from upstander.records.investigations.models import Finding, Measure, MeasureKind, Outcome
from upstander.records.people.models import Person

REPORTER = "the person who reported"
RECORD = "the record"
TOLD = frozenset({"tell_target_family_outcome", "tell_other_family", "explain_policy_sanctions"})
SEEN_TO = 0.7  # of the duties of an open case are done
CALENDAR = Calendar()
SCHOOL_DAYS_TO_TELL = 10


@dataclass
class Threads:
    """The keys that hang together in one case, and the texts that make it findable."""

    school: School
    matter: Matter
    course: Course
    report: str
    assessment: str
    case: str
    title: str
    said: str
    child: tuple[str, str, str]
    other: tuple[str, str, str]
    family: str

    @property
    def org(self) -> str:
        return self.school.key


class Cases:
    def __init__(self, rows: Rows, draws: Draws, code_version: str) -> None:
        self.rows, self.draws, self.code_version = rows, draws, code_version
        self.matters = matters()
        self.chain = Chain(rows, draws)
        self.kinds = [kind for kind, times in enumerate(MOST_LIKELY) for _ in range(times)]

    def add(self, school: School, place: float, *, rare: bool = False) -> None:
        """Write everything about one more case. `rare` gives its targeted child the surname that searches look for."""
        case = self._threads(school, course(place, self.draws), rare)
        self._report(case)
        self._assessment(case)
        self._case(case)
        self._people(case)
        self._outcome(case)
        self._audit(case)

    def _threads(self, school: School, when: Course, rare: bool) -> Threads:
        draws = self.draws
        child = self._child(school, when.received, invention.RARE_SURNAME if rare else "")
        while (other := self._child(school, when.received, "")) == child:
            pass
        app, said = invention.APPS[draws.below(8)], invention.narrative(draws.random)
        title = f"{app}, {child[2]}: {said.split('.', 1)[0].lower()[:60]}"
        matter = self.matters[self.kinds[draws.below(len(self.kinds))]]
        return Threads(
            school=school,
            matter=matter,
            course=when,
            report=draws.key(when.received),
            assessment=draws.key(when.received),
            case=draws.key(when.opened),
            title=title,
            said=said,
            child=child,
            other=other,
            family=child[1].split(" ", 1)[1],
        )

    def _child(self, school: School, at: datetime, surname: str) -> tuple[str, str, str]:
        """A child of this school: one in five has been part of an earlier case."""
        draws = self.draws
        if not surname and school.known and draws.chance(0.2):
            return school.known[draws.below(len(school.known))]
        name = invention.full_name(draws.random)
        if surname:
            name = f"{name.split(' ', 1)[0]} {surname}"
        child = (draws.key(at), name, invention.YEARS[draws.below(5)])
        handle = f"{invention.APPS[draws.below(8)]}: {name.lower().replace(' ', '.')}{draws.below(90)}"
        self.rows.add(
            Person,
            id=child[0],
            organisation_id=school.key,
            name=name,
            is_child=True,
            year_group=child[2],
            born_on=None,
            school_name="",
            address="",
            accounts='{"' + handle + '"}',
            created_at=at,
        )
        if not surname:
            school.known.append(child)
            del school.known[:-200]
        return child

    def _report(self, case: Threads) -> None:
        draws, when = self.draws, case.course
        parent = f"{invention.FIRST_NAMES[draws.below(400)]} {case.family}"
        answers = _answers(case, parent)
        reference = draws.reference()
        self.rows.add(
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
            reporter_phone="",
            safe_way="By e-mail",
            promised=json.dumps(_promised(case)),
            code_kept_at=when.received,
            read_at=when.taken,
            taken_at=when.taken,
            taken_by_id=case.school.lead.membership,
        )
        self.rows.add(ReceiptKey, digest=draws.digest(), report_id=case.report, organisation_id=case.org, made_at=when.received)
        stages = [
            (Stage.SENT, when.received),
            (Stage.READ, when.taken),
            (Stage.LOOKING, when.opened),
            (Stage.DECIDED, when.decided),
        ]
        for stage, at in [*stages, (Stage.TOLD, when.told)]:
            if at:
                self.rows.add(Milestone, id=draws.key(at), organisation_id=case.org, report_id=case.report, stage=stage, at=at)
        label = f"{reference} {case.child[1]}"
        self._findable(case, case.report, False, label, f"{label} {parent} {case.other[1]} {case.said}", when.received)
        for number in range(draws.below(3)):
            at = draws.soon(when.opened, 48)
            self.rows.add(
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

    def _findable(self, case: Threads, subject: str, is_case: bool, label: str, words: str, at: datetime) -> None:
        self.rows.add(
            Searchable,
            id=self.draws.key(at),
            organisation_id=case.org,
            subject_id=subject,
            is_case=is_case,
            label=label,
            at=at,
            words=words_of(words),
        )

    def _assessment(self, case: Threads) -> None:
        when, matter = case.course, case.matter
        self.rows.add(
            Assessment,
            id=case.assessment,
            organisation_id=case.org,
            report_id=case.report,
            subject_id=case.case,
            merged_into_id=None,
        )
        self._facts(case, matter.reported, FactSource.REPORT, REPORTER, when.received)
        self._facts(case, LATER, FactSource.PERSON, case.school.lead.name, when.opened)
        steps = [(matter.first, when.received), (matter.looked_into, when.opened)]
        if when.decided:
            self._facts(case, FOUND, FactSource.RECORD, RECORD, when.decided)
            steps.append((matter.decided, when.decided))
        if when.told:
            self._facts(case, HEARD, FactSource.RECORD, RECORD, when.told)
            steps.append((matter.told, when.told))
        ends: list[datetime | None] = [*(at for _, at in steps[1:]), None]
        for (made, at), end in zip(steps, ends, strict=True):
            verdict = self._verdict(case, made, at, end)
            if end is None:
                self._duties(case, made, when.opened, at)
        self.rows.add(
            Decision,
            id=self.draws.key(when.opened),
            organisation_id=case.org,
            assessment_id=case.assessment,
            verdict_id=verdict,
            set_aside="",
            ended_at=None,
            reason="",
            membership_id=case.school.lead.membership,
            at=when.opened,
        )

    def _facts(self, case: Threads, facts: dict[str, str], source: str, said_by: str, at: datetime) -> None:
        staff = case.school.lead.membership if source == FactSource.PERSON else None
        for fact, answer in facts.items():
            self.rows.add(
                Fact,
                id=self.draws.key(at),
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

    def _verdict(self, case: Threads, made: Made, at: datetime, end: datetime | None) -> str:
        key = self.draws.key(at)
        self.rows.add(
            Verdict,
            id=key,
            organisation_id=case.org,
            assessment_id=case.assessment,
            facts=made.facts,
            outcome=made.outcome,
            rulebook="dorset",
            rulebook_version=case.matter.rulebook_version,
            fingerprint=case.matter.fingerprint,
            code_version=self.code_version,
            made_at=at,
            superseded_at=end,
        )
        return key

    def _duties(self, case: Threads, made: Made, raised: datetime, at: datetime) -> None:
        """What the standing verdict asks for; of a decided case only telling is still open, of a closed one nothing."""
        when, draws = case.course, self.draws
        for duty, actor, limit in made.duties:
            telling = duty in TOLD
            done = bool(when.closed) or (not telling and (bool(when.decided) or draws.chance(SEEN_TO)))
            done_at = draws.soon(raised, 72) if done else None
            self.rows.add(
                Duty,
                id=draws.key(raised),
                organisation_id=case.org,
                assessment_id=case.assessment,
                duty=duty,
                actor=actor,
                due_at=due_at(limit, raised, CALENDAR),
                raised_at=raised,
                owner_id=case.school.lead.membership,
                done_at=done_at,
                done_by=case.school.lead.name if done else "",
                done_note="",
                withdrawn_at=None,
                withdrawn_because="",
            )

    def _case(self, case: Threads) -> None:
        when, draws, lead = case.course, self.draws, case.school.lead.membership
        reference = draws.reference()
        self.rows.add(
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
        self.rows.add(
            CaseReport,
            id=draws.key(when.opened),
            organisation_id=case.org,
            case_id=case.case,
            report_id=case.report,
            joined_at=when.opened,
            joined_by_id=lead,
        )
        words = f"{reference} {case.title} {case.child[1]} {case.other[1]} {case.said}"
        self._findable(case, case.case, True, f"{reference} {case.title}", words, when.opened)
        for _ in range(1 + draws.below(4)):
            at = draws.soon(when.opened, 96)
            self.rows.add(
                Note,
                id=draws.key(at),
                organisation_id=case.org,
                case_id=case.case,
                words=invention.note(draws.random),
                written_by_id=case.school.staff[draws.below(4)].membership,
                at=at,
            )

    def _people(self, case: Threads) -> None:
        when, lead = case.course, case.school.lead.membership
        told = {"told_at": when.told, "not_told_at": when.not_told, "not_told_by_id": lead if when.not_told else None}
        reason = "A court order of the family court forbids it." if when.not_told else ""
        for child, part in ((case.child, Part.TARGETED), (case.other, Part.DISPLAYING)):
            self.rows.add(
                Involvement,
                id=self.draws.key(when.opened),
                organisation_id=case.org,
                case_id=case.case,
                person_id=child[0],
                part=part,
                since=when.opened,
                until=None,
                reason="Named in the report.",
                ended_because="",
            )
            self.rows.add(
                Family,
                id=self.draws.key(when.opened),
                organisation_id=case.org,
                case_id=case.case,
                child_id=child[0],
                report_id=case.report if part == Part.TARGETED else None,
                waiting_since=when.received,
                not_told_reason=reason,
                review_on=None,
                **told,
            )

    def _outcome(self, case: Threads) -> None:
        when, draws, lead = case.course, self.draws, case.school.lead.membership
        if when.decided is None:
            return
        why = draws.random.sample(invention.WHY, 4)
        self.rows.add(
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
        )
        for child, kinds in (
            (case.child, (MeasureKind.CHECK_INS, MeasureKind.ONLINE_HELP)),
            (case.other, (MeasureKind.REMINDER,)),
        ):
            for kind in kinds:
                self.rows.add(
                    Measure,
                    id=draws.key(when.decided),
                    organisation_id=case.org,
                    case_id=case.case,
                    child_id=child[0],
                    kind=kind,
                    words=invention.MEASURES[draws.below(4)],
                    from_day=when.decided.date(),
                    recorded_by_id=lead,
                    recorded_at=when.decided,
                )

    def _audit(self, case: Threads) -> None:
        when, school = case.course, case.school
        steps: list[tuple[datetime | None, str, str, str]] = [
            (when.received, "received", "report", case.report),
            (when.taken, "read", "report", case.report),
            (when.taken, "taken", "report", case.report),
            (when.opened, "opened", "case", case.case),
            *((self.draws.soon(when.opened, 300), "read", "case", case.case) for _ in range(1 + self.draws.below(5))),
            (when.decided, "found", "case", case.case),
            (when.told, "told", "case", case.case),
            (when.closed, "closed", "case", case.case),
        ]
        for at, verb, kind, subject in steps:
            if at:
                self.chain.add(school, at, verb, kind, subject)


LATER = {"intended_to_hurt": "yes", "power_imbalance": "yes", "significant_harm": "no", "staff_accused": "no"}
FOUND = {"school_investigated": "yes", "found_bullying": "yes", "sanction_tried": "yes"}
HEARD = {"family_told_outcome": "yes"}


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


def _answers(case: Threads, parent: str) -> dict[str, Any]:
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
        "where": {"how": "online", "outside": "yes", "accounts": [], "device": "", "content": []},
        "done": {"school_knew": "yes", "so_far": [], "words": ""},
        "images": {"child": "no", "adult": "no", "words": ""},
        "reporter": {
            "relation": "parent",
            "name": parent,
            "email": "",
            "phone": "",
            "safe": "By e-mail",
            "unsafe": "no",
            "who_not": "",
        },
    }
