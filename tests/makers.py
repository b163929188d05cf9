"""Plain makers of rows, each written on behalf of the organisation that owns it. Every argument is by keyword.

They write what the record would look like, not how it came about: procedures have their own tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from upstander.kernel.actor import system
from upstander.kernel.digests import of_bytes, of_json
from upstander.kernel.references import receipt_code, reference, uuid7
from upstander.records.access.asking import asking
from upstander.records.access.doors import make_code_key
from upstander.records.access.models import Account, Conflict, Grant, Membership, Role
from upstander.records.assessments.models import Assessment, Duty, Fact, FactSource, Verdict
from upstander.records.cases.models import Case, CaseReport, CaseState, Family, Involvement, Note, Part
from upstander.records.cases.searching import make_findable
from upstander.records.disclosures.models import Message
from upstander.records.evidence import vault
from upstander.records.evidence.models import Bundle, Custody, Item, ItemState
from upstander.records.intake.models import Milestone, Relation, Report, Stage
from upstander.records.investigations.models import Finding, Judged, Measure, MeasureKind, Outcome
from upstander.records.organisations.models import Organisation, OrganisationKind, School
from upstander.records.people.models import Person
from upstander.records.policies.models import Behaviour, Clause

AT = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)  # a Tuesday in term, in the morning
_numbers = count(1)


def on_behalf_of(organisation_id: UUID) -> AbstractContextManager[None]:
    """Ask as the organisation; afterwards whoever asked before asks again, in a test that is nobody."""
    return asking(system(organisation_id))


def make_school_line(*, name: str, urn: int | None = None, town: str = "Weymouth", postcode: str = "DT4 0ZZ") -> School:
    """One line of the public register."""
    return School.objects.create(
        urn=urn or 900_000 + next(_numbers),
        name=name,
        town=town,
        postcode=postcode,
        postcode_key=postcode.replace(" ", ""),
        search_text=f"{name} {town}".lower(),
        phase="Secondary",
        local_authority="Dorset",
    )


def make_school(
    *, name: str = "Thornbury Vale School", force: Organisation | None = None, receives_reports: bool = True
) -> Organisation:
    return Organisation.objects.create(
        kind=OrganisationKind.SCHOOL,
        name=name,
        school=make_school_line(name=name),
        force=force,
        address=f"{name}\nHill Road\nWeymouth\nDT4 0ZZ",
        phone="01305 555 0100",
        lead_name="Ms Okafor",
        complaints_url="https://school.example/complaints",
        complaints_text="Write to the headteacher. If that does not help, write to the chair of governors.",
        receives_reports=receives_reports,
    )


def make_force(*, name: str = "Westmarch Police safer-schools team") -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.FORCE, name=name, receives_reports=False)


def make_member(
    *,
    organisation: Organisation,
    name: str = "Ms Okafor",
    role: str = Role.DSL,
    email: str = "",
    since: datetime = AT - timedelta(days=365),
    until: datetime | None = None,
) -> Membership:
    account = Account.objects.create(email=email or f"staff{next(_numbers)}@school.example", name=name)
    with on_behalf_of(organisation.pk):
        return Membership.objects.create(
            organisation=organisation, account=account, role=role, display_name=name, since=since, until=until
        )


def make_conflict(*, member: Membership, subject_id: UUID, reason: str = "A relative", at: datetime = AT) -> Conflict:
    with on_behalf_of(member.organisation_id):
        return Conflict.objects.create(
            organisation_id=member.organisation_id, membership=member, subject_id=subject_id, reason=reason, since=at
        )


def make_grant(*, member: Membership, subject_id: UUID, by: Membership | None = None, at: datetime = AT) -> Grant:
    with on_behalf_of(member.organisation_id):
        return Grant.objects.create(
            organisation_id=member.organisation_id, membership=member, subject_id=subject_id, given_by=by, given_at=at
        )


def make_report(
    *,
    organisation: Organisation,
    at: datetime = AT,
    answers: Mapping[str, object] | None = None,
    relation: str = Relation.PARENT,
    child_name: str = "Robin Ashdown",
    reporter_name: str = "Alex Ashdown",
    reporter_email: str = "alex@family.example",
    facts: Mapping[str, str] | None = None,
    taken_by: Membership | None = None,
    code: str = "",
) -> Report:
    """A report with its assessment, its first milestone and what its words are found by. `code` lets its reporter back in."""
    said = dict(answers or {"what_happened": "Clips of Robin go round the Year 9 group chat every evening."})
    with on_behalf_of(organisation.pk):
        report = Report.objects.create(
            organisation=organisation,
            reference=reference(),
            answers=said,
            digest=of_json(said),
            received_at=at,
            relation=relation,
            child_name=child_name,
            reporter_name=reporter_name,
            reporter_email=reporter_email,
            safe_way="By e-mail, in the evening",
            taken_by=taken_by,
            taken_at=at if taken_by else None,
        )
        assessment = Assessment.objects.create(organisation=organisation, report=report, subject_id=report.pk)
        make_facts(assessment=assessment, facts=facts or {}, at=at)
        Milestone.objects.create(organisation=organisation, report=report, stage=Stage.SENT, at=at)
        label = f"{report.reference} {child_name}"
        make_findable(organisation.pk, report.pk, is_case=False, label=label, words=f"{label} {reporter_name}", at=at)
        if code:
            make_code_key(code, report_id=report.pk, organisation_id=organisation.pk, at=at)
    return report


def make_code() -> str:
    return receipt_code()


def make_facts(
    *, assessment: Assessment, facts: Mapping[str, str], at: datetime = AT, source: str = FactSource.REPORT, said_by: str = ""
) -> None:
    with on_behalf_of(assessment.organisation_id):
        Fact.objects.bulk_create(
            Fact(
                organisation_id=assessment.organisation_id,
                assessment=assessment,
                fact=fact,
                answer=answer,
                source=source,
                source_id=assessment.report_id if source == FactSource.REPORT else None,
                said_by=said_by or "the person who reported",
                at=at,
            )
            for fact, answer in facts.items()
        )


def make_verdict(*, assessment: Assessment, outcome: Mapping[str, object] | None = None, at: datetime = AT) -> Verdict:
    """A verdict as the contract writes it, made without the rules: routes to the school unless the test says otherwise."""
    because = [{"rule": "school-deals", "text": "Schools deal with bullying, in and out of school.", "source": ["ssct:S6"]}]
    rulebook = {"id": "dorset", "version": "2026.1", "fingerprint": "sha256:0"}
    empty = {"rulebook": rulebook, "routes": [], "duties": [], "prohibitions": [], "ask": []}
    school = {"id": "school", "status": "required", "because": because}
    with on_behalf_of(assessment.organisation_id):
        return Verdict.objects.create(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            facts={},
            outcome={**empty, "routes": [school], **(outcome or {})},
            rulebook="dorset",
            rulebook_version="2026.1",
            fingerprint="sha256:0",
            code_version="test",
            made_at=at,
        )


def make_duty(
    *,
    assessment: Assessment,
    duty: str = "investigate",
    actor: str = "school",
    due_at: datetime = AT + timedelta(days=7),
    at: datetime = AT,
    owner: Membership | None = None,
    done_at: datetime | None = None,
    done_by: str = "",
) -> Duty:
    with on_behalf_of(assessment.organisation_id):
        return Duty.objects.create(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            duty=duty,
            actor=actor,
            due_at=due_at,
            raised_at=at,
            owner=owner,
            done_at=done_at,
            done_by=done_by or ("Ms Okafor" if done_at else ""),
        )


def make_case(
    *,
    lead: Membership,
    reports: list[Report] | None = None,
    title: str = "Clips in the Year 9 group chat",
    state: str = CaseState.OPEN,
    at: datetime = AT,
    case_id: UUID | None = None,
) -> Case:
    """A case opened from its first report. Without `reports` it gets one of its own."""
    organisation = lead.organisation
    joined = reports or [make_report(organisation=organisation, at=at, taken_by=lead)]
    with on_behalf_of(organisation.pk):
        assessment = Assessment.objects.get(report=joined[0])
        assessment.report = joined[0]
        case = Case.objects.create(
            id=case_id or uuid7(),
            organisation=organisation,
            assessment=assessment,
            reference=reference(),
            title=title,
            lead=lead,
            opened_at=at,
            state=state,
            closed_at=at if state == CaseState.CLOSED else None,
            closed_by=lead if state == CaseState.CLOSED else None,
        )
        assessment.subject_id = case.pk
        assessment.save(update_fields=["subject_id"])
        for report in joined:
            join(case=case, report=report, by=lead, at=at)
        label = f"{case.reference} {title}"
        make_findable(organisation.pk, case.pk, is_case=True, label=label, words=label, at=at)
    return case


def join(*, case: Case, report: Report, by: Membership, at: datetime = AT) -> CaseReport:
    with on_behalf_of(case.organisation_id):
        Assessment.objects.filter(report=report).exclude(pk=case.assessment_id).update(
            merged_into=case.assessment_id, subject_id=case.pk
        )
        return CaseReport.objects.create(
            organisation_id=case.organisation_id, case=case, report=report, joined_at=at, joined_by=by
        )


def make_child(
    *,
    organisation: Organisation,
    name: str = "Robin Ashdown",
    year_group: str = "9B",
    school_name: str = "",
    address: str = "",
    accounts: list[str] | None = None,
    at: datetime = AT,
) -> Person:
    with on_behalf_of(organisation.pk):
        return Person.objects.create(
            organisation_id=organisation.pk,
            name=name,
            year_group=year_group,
            school_name=school_name,
            address=address,
            accounts=accounts or [],
            created_at=at,
        )


def make_adult(*, organisation: Organisation, name: str = "Alex Ashdown", at: datetime = AT) -> Person:
    with on_behalf_of(organisation.pk):
        return Person.objects.create(organisation_id=organisation.pk, name=name, is_child=False, created_at=at)


def make_involvement(*, case: Case, person: Person, part: str = Part.TARGETED, at: datetime = AT) -> Involvement:
    with on_behalf_of(case.organisation_id):
        return Involvement.objects.create(
            organisation_id=case.organisation_id, case=case, person=person, part=part, since=at, reason="Named in the report."
        )


def make_family(
    *,
    case: Case,
    child: Person | None = None,
    part: str = Part.TARGETED,
    report: Report | None = None,
    at: datetime = AT,
    told_at: datetime | None = None,
    not_told_by: Membership | None = None,
    not_told_reason: str = "",
) -> Family:
    """One child's family, with the child's part in the case. Without `child` there is a new one."""
    if child is None:
        child = make_child(organisation=case.organisation, at=at)
    with on_behalf_of(case.organisation_id):
        if not Involvement.objects.filter(case=case, person=child, part=part).exists():
            make_involvement(case=case, person=child, part=part, at=at)
        return Family.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            child=child,
            report=report,
            waiting_since=at,
            told_at=told_at,
            not_told_at=at if not_told_by else None,
            not_told_by=not_told_by,
            not_told_reason=not_told_reason,
        )


def make_note(*, case: Case, by: Membership, words: str = "Spoke to the form tutor.", at: datetime = AT) -> Note:
    with on_behalf_of(case.organisation_id):
        return Note.objects.create(organisation_id=case.organisation_id, case=case, words=words, written_by=by, at=at)


def make_message(
    *,
    report: Report,
    words: str = "When did it start?",
    by: Membership | None = None,
    is_question: bool = False,
    at: datetime = AT,
) -> Message:
    """From the school when `by` is given, else from the person who reported."""
    with on_behalf_of(report.organisation_id):
        return Message.objects.create(
            organisation_id=report.organisation_id,
            report=report,
            to_family=by is not None,
            is_question=is_question,
            words=words,
            said_by=by.display_name if by else report.reporter_name or "the person who reported",
            membership=by,
            at=at,
        )


def make_finding(
    *,
    case: Case,
    by: Membership,
    outcome: str = Outcome.BULLYING,
    at: datetime = AT,
    reasons: str = "Five pupils against one, over twelve days.",
) -> Finding:
    judged = {Outcome.BULLYING: Judged.YES, Outcome.NOT_BULLYING: Judged.NO}.get(Outcome(outcome), Judged.UNKNOWN)
    with on_behalf_of(case.organisation_id):
        Case.objects.filter(pk=case.pk).update(state=CaseState.DECIDED)
        return Finding.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            outcome=outcome,
            hurt_meant=judged,
            hurt_meant_why="The words say so.",
            repeated=judged,
            repeated_why="On twelve days.",
            power=judged,
            power_why="Five against one.",
            reasons=reasons,
            decided_by=by,
            decided_at=at,
        )


def make_measure(
    *,
    case: Case,
    child: Person,
    by: Membership,
    kind: str = MeasureKind.CHECK_INS,
    words: str = "Mr Lund sees Robin each Monday.",
    from_day: date | None = None,
    at: datetime = AT,
) -> Measure:
    with on_behalf_of(case.organisation_id):
        return Measure.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            child=child,
            kind=kind,
            words=words,
            from_day=from_day or at.date(),
            recorded_by=by,
            recorded_at=at,
        )


def make_clause(
    *,
    organisation: Organisation,
    behaviour: str = Behaviour.ONLINE_BULLYING,
    words: str = "We deal with bullying online as we do in school. We usually begin by meeting the family.",
    in_force_from: date = date(2026, 9, 1),
) -> Clause:
    with on_behalf_of(organisation.pk):
        return Clause.objects.create(
            organisation=organisation,
            behaviour=behaviour,
            policy="Behaviour policy",
            version="September 2026",
            clause="4.2",
            words=words,
            in_force_from=in_force_from,
        )


def make_item(
    *,
    report: Report,
    content: bytes,
    name: str = "screenshot.png",
    media_type: str = "image/png",
    copy: bytes | None = None,
    state: str = ItemState.KEPT,
    at: datetime = AT,
) -> Item:
    """A file of a report's evidence, encrypted in the vault; `copy` is what may be shown."""
    organisation_id = report.organisation_id
    with on_behalf_of(organisation_id):
        bundle, _ = Bundle.objects.get_or_create(
            report_id=report.pk, defaults={"organisation_id": organisation_id, "wrapped_key": vault.new_key(organisation_id)}
        )
        key = vault.unwrap(bytes(bundle.wrapped_key or b""), organisation_id)
        item = Item.objects.create(
            bundle=bundle,
            report_id=report.pk,
            organisation_id=organisation_id,
            name=name,
            media_type=media_type,
            size=len(content),
            sha256=of_bytes(content),
            position=Item.objects.filter(report_id=report.pk).count() + 1,
            state=state,
            has_copy=copy is not None,
            received_at=at,
        )
        vault.keep(item.pk, [content], key)
        if copy is not None:
            vault.keep(item.pk, [copy], key, kind="copy")
        Custody.objects.create(
            item=item,
            report_id=report.pk,
            organisation_id=organisation_id,
            at=at,
            verb="received",
            actor_name="the person who reported",
        )
    return item
