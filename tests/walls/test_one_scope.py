"""Lists, single records, search, counts and what hangs on a record agree on who may see what, for every role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.makers import (
    make_arrival,
    make_case,
    make_check,
    make_check_answer,
    make_child,
    make_citation,
    make_conflict,
    make_device,
    make_device_event,
    make_device_search,
    make_exchange,
    make_family,
    make_finding,
    make_grant,
    make_incident,
    make_item,
    make_ladder,
    make_measure,
    make_note,
    make_pack,
    make_paper,
    make_police_report,
    make_policy_decision,
    make_prevention,
    make_prompt,
    make_reading,
    make_recurrence,
    make_reopening,
    make_report,
    make_sealed_link,
    make_statement,
    make_statement_link,
    make_step,
    make_taken_down,
    on_behalf_of,
)
from upstander.kernel.actor import NOBODY, Actor, reporter
from upstander.records.access.asking import asking
from upstander.records.access.matrix import May
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted, permitted
from upstander.records.assessments.models import Assessment, Fact
from upstander.records.cases.models import Case, CaseReport, Family, Involvement, Note, Part, Searchable
from upstander.records.cases.searching import search
from upstander.records.disclosures.arrivals import Arrival
from upstander.records.disclosures.elsewhere import Paper, SealedLink
from upstander.records.disclosures.exchange import Crossing, Enclosure, Exchange
from upstander.records.disclosures.packs import PackStep, PolicePack
from upstander.records.intake.models import Report, TakenDown
from upstander.records.investigations.models import (
    Check,
    CheckAnswer,
    Device,
    DeviceEvent,
    DeviceSearch,
    Finding,
    Incident,
    IncidentPart,
    Measure,
    PlannedStep,
    PoliceReport,
    Recurrence,
    Reopening,
    Statement,
    StatementLink,
)
from upstander.records.policies.models import Citation, Clause, PreventionPrompt
from upstander.records.policies.reading import PolicyDecision, Proposal, Reading
from upstander.records.rows import OwnedRows

EXAMPLES = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ROLES = ("okafor", "lund", "reyes", "adeyemi", "hale", "vance", "marsh", "flint")
LEADS = {"okafor", "lund", "reyes"}


@dataclass(frozen=True, slots=True)
class Plan:
    """One case: whose school it is at, who is walled off from it, who was given it."""

    at_northcliff: bool
    conflicts: frozenset[str]
    grants: frozenset[str]


PLANS = st.lists(
    st.builds(
        Plan, st.booleans(), st.frozensets(st.sampled_from(ROLES[:4])), st.frozensets(st.sampled_from(["adeyemi", "hale"]))
    ),
    min_size=1,
    max_size=3,
)


def carry_out(plan: Plan, cast: Cast) -> Case:
    lead = cast.vance if plan.at_northcliff else cast.okafor
    school = lead.organisation
    report = make_report(organisation=school, taken_by=lead, facts={"online": "yes"}, child_name="Zephyr")
    case = make_case(lead=lead, reports=[report], title="Zephyr and the clips")
    family = make_family(case=case, child=make_child(organisation=school), part=Part.TARGETED)
    make_note(case=case, by=lead)
    finding = make_finding(case=case, by=lead)
    with on_behalf_of(school.pk):
        clause = Clause.objects.filter(organisation=school).first()
    clause = clause or make_ladder(organisation=school).clauses.all()[0]
    make_citation(case=case, finding_id=finding.pk, clause=clause)
    make_prompt(prevention=make_prevention(by=lead), case=case, by=lead)
    make_measure(case=case, child=family.child, by=lead)
    make_check(case=case, child=family.child)
    make_recurrence(answer=make_check_answer(case=case, child=family.child, by=lead, stopped="again"))
    make_reopening(case=case, by=lead)
    make_step(case=case, by=lead)
    make_arrival(statement=make_statement(case=case, person=family.child, by=lead))
    make_statement_link(case=case, person=family.child, by=lead, word=str(case.pk))
    device = make_device(case=case, person=family.child, by=lead)
    make_device_search(device=device, by=lead)
    make_device_event(device=device, by=lead)
    make_incident(case=case, by=lead, person=family.child)
    make_pack(case=case, by=lead)
    make_police_report(case=case, by=lead)
    other = cast.thornbury if plan.at_northcliff else cast.northcliff
    shot = make_item(report=report, content=b"a screenshot")
    exchange = make_exchange(case=case, pupil=family.child, by=lead, other=other, item=shot)
    make_paper(exchange=exchange)
    make_sealed_link(exchange=exchange, by=lead, word=f"{case.pk} sealed")
    for name in plan.conflicts:
        make_conflict(member=getattr(cast, name), subject_id=case.pk)
    for name in plan.grants:
        make_grant(member=getattr(cast, name), subject_id=case.pk)
    return case


def expected(plan: Plan, name: str) -> bool:
    """Who may see a case, said once more and by other means than the code."""
    if plan.at_northcliff:
        return name == "vance"
    given = name in LEADS or (name == "adeyemi" and name in plan.grants)
    return given and name not in plan.conflicts


HANGING: tuple[tuple[Callable[[], OwnedRows], str], ...] = (  # type: ignore[type-arg]
    (CaseReport.objects.all, "case_id"),
    (Involvement.objects.all, "case_id"),
    (Exchange.objects.all, "case_id"),
    (Crossing.objects.all, "exchange__case_id"),
    (Enclosure.objects.all, "exchange__case_id"),
    (Paper.objects.all, "exchange__case_id"),
    (SealedLink.objects.all, "exchange__case_id"),
    (Family.objects.all, "case_id"),
    (Note.objects.all, "case_id"),
    (Finding.objects.all, "case_id"),
    (Measure.objects.all, "case_id"),
    (Check.objects.all, "case_id"),
    (CheckAnswer.objects.all, "case_id"),
    (Recurrence.objects.all, "case_id"),
    (Reopening.objects.all, "case_id"),
    (PlannedStep.objects.all, "case_id"),
    (Statement.objects.all, "case_id"),
    (StatementLink.objects.all, "case_id"),
    (Citation.objects.all, "case_id"),
    (PreventionPrompt.objects.all, "case_id"),
    (Arrival.objects.all, "case_id"),
    (Device.objects.all, "case_id"),
    (Incident.objects.all, "case_id"),
    (IncidentPart.objects.all, "case_id"),
    (DeviceSearch.objects.all, "case_id"),
    (DeviceEvent.objects.all, "case_id"),
    (PoliceReport.objects.all, "case_id"),
    (PolicePack.objects.all, "case_id"),
    (PackStep.objects.all, "case_id"),
    (Assessment.objects.all, "subject_id"),
    (Fact.objects.all, "assessment__subject_id"),
)


@EXAMPLES
@given(plans=PLANS)
def test_every_way_to_a_case_shows_each_person_the_same_cases(cast: Cast, plans: list[Plan]) -> None:
    with transaction.atomic():
        cases = [carry_out(plan, cast) for plan in plans]
        for name in ROLES:
            member: Membership = getattr(cast, name)
            with asking(member.actor()):
                ought = {case.pk for case, plan in zip(cases, plans, strict=True) if expected(plan, name)}
                assert listed(member.actor()) == ought, name
                assert Case.objects.visible_to(member.actor()).count() == len(ought), name
                assert found(member.actor()) == ought, name
                assert {case.pk for case in cases if opens(member.actor(), case.pk)} == ought, name
                for rows, column in HANGING:
                    hanging = set(rows().visible_to(member.actor()).values_list(column, flat=True))
                    assert hanging == ought, (name, rows().model)
        transaction.set_rollback(True)


def listed(actor: Actor) -> set[UUID]:
    return set(Case.objects.visible_to(actor).newest_first().values_list("pk", flat=True))


def found(actor: Actor) -> set[UUID]:
    return {row.subject_id for row in search(actor, "zephyr") if row.is_case}


def opens(actor: Actor, case: UUID) -> bool:
    try:
        permitted(actor, May.READ_REPORT, Case.objects.all(), case)
    except NotPermitted:
        return False
    return True


@pytest.mark.parametrize("name", ROLES)
def test_a_report_is_listed_opened_and_found_by_the_same_people(cast: Cast, name: str) -> None:
    mine = make_report(organisation=cast.thornbury, child_name="Zephyr")
    walled = make_report(organisation=cast.thornbury, child_name="Zephyr")
    for report in (mine, walled):
        make_taken_down(report=report, by=cast.lund)
    make_conflict(member=getattr(cast, name), subject_id=walled.pk)
    make_grant(member=cast.adeyemi, subject_id=mine.pk)
    actor: Actor = getattr(cast, name).actor()
    ought = {mine.pk} if name in LEADS | {"adeyemi"} else set()
    with asking(actor):
        assert set(Report.objects.visible_to(actor).values_list("pk", flat=True)) == ought
        assert {row.subject_id for row in search(actor, "zephyr")} == ought
        assert set(Searchable.objects.visible_to(actor).values_list("subject_id", flat=True)) == ought
        assert Report.objects.visible_to(actor).nobody_has_taken().count() == len(ought)
        assert set(TakenDown.objects.visible_to(actor).values_list("report_id", flat=True)) == ought


@pytest.mark.parametrize("name", ROLES)
def test_what_a_policy_was_found_to_say_is_for_leads_and_governors_of_that_school(cast: Cast, name: str) -> None:
    make_policy_decision(reading=make_reading(by=cast.okafor), by=cast.okafor)
    actor: Actor = getattr(cast, name).actor()
    for asks in (actor, reporter(cast.okafor.pk, cast.thornbury.pk), NOBODY):
        with asking(asks):
            seen = {rows.objects.visible_to(asks).exists() for rows in (Reading, Proposal, PolicyDecision)}
            assert seen == {asks is actor and name in LEADS | {"hale"}}


def test_a_reporter_and_nobody_see_no_case_at_all(cast: Cast) -> None:
    case = carry_out(Plan(at_northcliff=False, conflicts=frozenset(), grants=frozenset()), cast)
    with asking(cast.okafor.actor()):
        report = CaseReport.objects.get(case=case).report_id
    for actor in (reporter(report, cast.thornbury.pk), NOBODY):
        with asking(actor):
            assert listed(actor) == set()
            assert found(actor) == set()
            assert not opens(actor, case.pk)
            assert all(not rows().visible_to(actor).exists() for rows, _ in HANGING)
