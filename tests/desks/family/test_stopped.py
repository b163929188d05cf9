"""The one question that the family desk asks some weeks later: has it stopped?"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast
from tests.desks.family.test_back import come_in, send
from tests.makers import AT, make_case, make_check, make_child, make_family, make_report, on_behalf_of
from upstander.records.access.asking import asking
from upstander.records.cases.milestones import reach
from upstander.records.cases.models import Case
from upstander.records.intake.models import Stage
from upstander.records.investigations.models import CheckAnswer, Recurrence

pytestmark = pytest.mark.django_db
HERE = "/back/stopped/"


def decided(cast: Cast, *, relation: str = "parent", asked: bool = False) -> Case:
    report = make_report(organisation=cast.thornbury, code="4071992633580142", relation=relation)
    case = make_case(lead=cast.okafor, reports=[report])
    robin = make_child(organisation=cast.thornbury)
    make_family(case=case, child=robin, report=report, told_at=AT)
    with on_behalf_of(cast.thornbury.pk):
        reach(case, Stage.DECIDED, AT)
    if asked:
        make_check(case=case, child=robin, report=report)
    return case


def test_it_is_asked_when_it_is_due_and_can_be_said_at_any_time(cast: Cast) -> None:
    decided(cast)
    person = come_in()
    assert person.says("Has it started again?")
    assert not person.says("The school asks: has it stopped?")
    person.open(HERE)
    assert person.says("Is your child safe now?")


def test_what_is_asked_is_answered(cast: Cast) -> None:
    decided(cast, asked=True)
    person = come_in()
    assert person.says("The school asks: has it stopped?")

    send(person, HERE, stopped="yes", safe="yes", words="It is calm.")

    assert person.says("The school has your answer")
    assert not person.says("The school asks: has it stopped?")


def test_that_it_started_again_reaches_the_school(cast: Cast) -> None:
    case = decided(cast)
    person = come_in()

    send(person, HERE, stopped="again", safe="no", words="On a new account.")

    assert person.says("call 999")
    with asking(cast.okafor.actor()):
        assert Recurrence.objects.get().case_id == case.pk
        assert CheckAnswer.objects.get().words == "On a new account."


def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast) -> None:
    decided(cast)
    person = come_in()

    send(person, HERE, words="On a new account.")

    assert person.status == 422
    assert person.says("Choose whether it has stopped.")
    assert person.says("On a new account.")
    with asking(cast.okafor.actor()):
        assert not CheckAnswer.objects.exists()


def test_a_child_who_reported_is_asked_about_themselves(cast: Cast) -> None:
    decided(cast, relation="child")
    person = come_in()
    person.open(HERE)
    assert person.says("Are you safe now?")


@pytest.mark.parametrize("relation", ["pupil", "staff", "other"])
def test_anybody_else_who_reported_is_not_asked(cast: Cast, relation: str) -> None:
    decided(cast, relation=relation)
    person = come_in()
    assert not person.says("started again")
    assert person.client.get(HERE).headers["Location"] == "/back/"
    assert person.client.post(HERE, {"stopped": "again", "safe": "no"}).headers["Location"] == "/back/"
    with asking(cast.okafor.actor()):
        assert not CheckAnswer.objects.exists()


def test_before_anything_was_decided_there_is_no_question(cast: Cast) -> None:
    make_report(organisation=cast.thornbury, code="4071992633580142")
    person = come_in()
    assert not person.says("started again")
    assert person.client.get(HERE).headers["Location"] == "/back/"


def test_without_a_code_there_is_only_the_door(cast: Cast) -> None:
    decided(cast, asked=True)
    page = Client().get(HERE)
    assert page.status_code == 200
    assert "Your code" in page.content.decode()
    assert "Is your child safe" not in page.content.decode()


def test_another_page_cannot_answer_for_them(cast: Cast) -> None:
    decided(cast)
    person = come_in()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = person.client.cookies
    answer = strict.post(HERE, {"stopped": "again", "safe": "no"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    with asking(cast.okafor.actor()):
        assert not CheckAnswer.objects.exists()
