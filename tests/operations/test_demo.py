"""The demo: forty invented cases, played through the real procedures into an empty database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from tests.makers import make_member, make_school
from upstander.kernel.actor import system
from upstander.kernel.school_days import Calendar
from upstander.operations.demo import entrances
from upstander.operations.demo.loading import Loaded, NotEmpty, load
from upstander.operations.demo.moments import moment, school_days_before, typed_date
from upstander.operations.demo.playing import VERBS
from upstander.operations.demo.reading import HERE, schools, stories
from upstander.records.access.asking import asking
from upstander.records.access.models import Conflict, Membership, Role
from upstander.records.assessments.models import Duty, Verdict
from upstander.records.audit.recording import broken_links
from upstander.records.cases.models import Case, CaseState, Family
from upstander.records.disclosures.models import Disclosure
from upstander.records.disclosures.sealing import broken_seals
from upstander.records.evidence.models import Item
from upstander.records.intake.models import Report, TakenDown
from upstander.records.investigations.checks import Check, CheckAnswer
from upstander.records.organisations.models import Organisation

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # a Tuesday in term


@pytest.mark.django_db
def test_the_demo_shows_every_state_and_its_record_holds() -> None:
    loaded = load(now=NOW, password="four plain words here")
    assert loaded.reports == 43
    assert loaded.staff == 12
    states: set[str] = set()
    for school in Organisation.objects.filter(kind="school"):
        with asking(system(school.pk)):
            states |= set(Case.objects.values_list("state", flat=True))
            assert Report.objects.nobody_has_taken().exists()
            assert Duty.objects.due_by(NOW).exists()
            assert Family.objects.waiting().exists()
            assert Family.objects.filter(not_told_at__isnull=False).exists()
            assert Disclosure.objects.sent().exists()
            assert Disclosure.objects.in_hand().exists()
            assert TakenDown.objects.count() == 1
            late = Check.objects.due_before(NOW).count()
            assert late <= (8 if school.name == "Thornbury Vale School" else 4), "a newcomer would wonder"
            assert late or school.name != "Thornbury Vale School"
            assert CheckAnswer.objects.exists()
            assert list(broken_links(school.pk)) == []
            assert list(broken_seals(school.pk)) == []
    assert states == set(CaseState.values)
    _check_single_stories()


def _check_single_stories() -> None:
    for school in Organisation.objects.filter(kind="school"):
        with asking(system(school.pk)):
            if school.name == "Thornbury Vale School":
                assert Item.objects.count() == 5  # one of them handed in at school
                lund = Membership.objects.get(display_name="Mr Lund")
                assert Conflict.objects.filter(membership=lund).exists()
                banter = Case.objects.get(title__startswith="9B chat")
                assert banter.case_reports.count() == 2
            else:
                assert Conflict.objects.filter(membership__role=Role.HEAD).exists()
            with_image = Verdict.objects.filter(superseded_at=None, facts__intimate_image_of_child="yes")
            assert not Item.objects.filter(report_id__in=with_image.values("assessment__report_id")).exists()


@pytest.mark.django_db
def test_it_loads_only_into_an_empty_database() -> None:
    Organisation.objects.create(kind="school", name="Somebody's own school")
    with pytest.raises(NotEmpty):
        load(now=NOW, password="four plain words here")


def test_it_refuses_outside_a_demo(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("demo", "load")
    assert stopped.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "DEMO=yes" in printed.err


def test_there_are_forty_two_matters_and_every_step_is_known() -> None:
    told = stories()
    steps = [step for story in told for step in story.steps]
    joined = sum("join" in step for step in steps)
    assert len(told) - joined == 42
    assert [step for step in steps if not any(verb in step for verb in VERBS)] == []


def test_everybody_who_does_something_works_at_that_school() -> None:
    staff = {school["key"]: {person["key"] for person in school["staff"]} for school in schools()["schools"]}
    strangers = [
        (story.name, step["by"])
        for story in stories()
        for step in story.steps
        if "by" in step and step["by"] not in staff[story.school]
    ]
    assert strangers == []


def test_pictures_are_small() -> None:
    assert all(path.stat().st_size < 100_000 for path in (HERE / "evidence").iterdir())


def test_moments_are_counted_in_the_days_of_the_school() -> None:
    half_term = Calendar([(date(2026, 11, 16), date(2026, 11, 20))])
    assert school_days_before(date(2026, 11, 24), 2, half_term) == date(2026, 11, 13)
    assert moment("1 school days ago 09:10", now=NOW, calendar=half_term) == datetime(2026, 11, 23, 9, 10, tzinfo=UTC)
    assert moment("50 minutes ago", now=NOW, calendar=half_term) == NOW - timedelta(minutes=50)
    with pytest.raises(ValueError, match="not a moment"):
        moment("lately", now=NOW, calendar=half_term)


def test_days_before_a_report_are_typed_as_a_page_would_send_them() -> None:
    assert typed_date("3 days before", said_on=date(2026, 11, 2)) == {"day": "30", "month": "10", "year": "2026"}


def test_how_to_get_in_is_kept_where_only_this_user_can_read_it(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    assert entrances.kept() == []
    loaded = Loaded(reports=41, cases=30, staff=12, codes=[("moved-house", "2672645324014045")])

    entrances.keep(entrances.entrances(loaded, "four plain words here"))

    assert entrances.kept() == [
        "Each of the 12 staff has the password four plain words here",
        "  A code to come back with: 2672 6453 2401 4045 (a question to answer)",
    ]
    assert (tmp_path / "demo-entrances").stat().st_mode & 0o777 == 0o600


def test_a_second_start_says_again_how_to_get_in(
    committed_db: None, database_name: str, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = settings.DATABASE_SERVER
    settings.DATABASE_SERVER = replace(server, owner=server.owner.at(database_name), app=server.app.at(database_name))
    settings.VAR, settings.DEMO = tmp_path, True
    make_member(organisation=make_school())
    entrances.keep(["Each of the 12 staff has the password four plain words here"])

    call_command("make_ready")

    assert capsys.readouterr().out == "Each of the 12 staff has the password four plain words here\n"
