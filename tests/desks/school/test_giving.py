"""Several duties given to a colleague at once, by those who may, to those who can open what they are about."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.situation import Situation, arise
from upstander.kernel.clock import now
from upstander.procedures.triage.give_duties import NotGiven, give_duties
from upstander.records.access.asking import asking
from upstander.records.assessments.models import Duty
from upstander.records.audit.models import Entry

LIST = "/school/duties/"


def two_duties(cast: Cast) -> tuple[Situation, list[Duty]]:
    situation = arise(cast)
    kinds = ("investigate", "support_target")
    yesterday = now() - timedelta(days=1)
    duties = [makers.make_duty(assessment=situation.case.assessment, duty=kind, due_at=yesterday) for kind in kinds]
    return situation, duties


def owners(cast: Cast, duties: list[Duty]) -> set[str]:
    with asking(cast.okafor.actor()):
        rows = Duty.objects.filter(pk__in=[duty.pk for duty in duties]).select_related("owner")
        return {duty.owner.display_name if duty.owner else "" for duty in rows}


def test_what_is_ticked_is_theirs_and_on_record(cast: Cast) -> None:
    _, duties = two_duties(cast)
    client = signed_in(cast.okafor)
    ticked = re.findall(r'name="duty" value="([^"]+)"', client.get(f"{LIST}?show=unowned").content.decode())
    assert set(ticked) == {str(duty.pk) for duty in duties}

    answer = client.post(f"{LIST}give/?show=unowned", {"duty": ticked, "to": str(cast.lund.pk)}, follow=True)

    assert "It is theirs to do now." in answer.content.decode()
    assert owners(cast, duties) == {"Mr Lund"}
    assert not re.findall(r'name="duty"', answer.content.decode())
    with asking(cast.okafor.actor()):
        assert Entry.objects.filter(verb="duty_given").count() == 2


def test_without_a_colleague_nothing_is_given_and_the_ticks_stay(cast: Cast) -> None:
    _, duties = two_duties(cast)

    answer = signed_in(cast.okafor).post(f"{LIST}give/", {"duty": [str(duties[0].pk)], "to": ""})

    assert answer.status_code == 422
    assert "Choose a colleague." in answer.content.decode()
    assert re.search(rf'value="{duties[0].pk}"[^>]* checked', answer.content.decode())
    assert owners(cast, duties) == {""}


def test_pastoral_staff_get_it_only_with_the_case(cast: Cast) -> None:
    situation, duties = two_duties(cast)
    ids = [duty.pk for duty in duties]
    with asking(cast.okafor.actor()), pytest.raises(NotGiven, match="cannot open 2 of these"):
        give_duties(actor=cast.okafor.actor(), duty_ids=ids, member_id=cast.adeyemi.pk, at=now())

    makers.make_grant(member=cast.adeyemi, subject_id=situation.case.pk)
    with asking(cast.okafor.actor()):
        give_duties(actor=cast.okafor.actor(), duty_ids=ids, member_id=cast.adeyemi.pk, at=now())
    assert owners(cast, duties) == {cast.adeyemi.display_name}


def test_nobody_with_a_conflict_of_interest_gets_it(cast: Cast) -> None:
    situation, duties = two_duties(cast)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)

    with asking(cast.okafor.actor()), pytest.raises(NotGiven, match="Mr Lund cannot open"):
        give_duties(actor=cast.okafor.actor(), duty_ids=[duty.pk for duty in duties], member_id=cast.lund.pk, at=now())


@pytest.mark.parametrize("who", ["hale", "vance", "marsh"])
def test_nobody_from_elsewhere_or_who_does_no_duties_can_be_given_one(cast: Cast, who: str) -> None:
    _, duties = two_duties(cast)

    with asking(cast.okafor.actor()), pytest.raises(NotGiven, match="Choose a colleague"):
        give_duties(actor=cast.okafor.actor(), duty_ids=[duties[0].pk], member_id=getattr(cast, who).pk, at=now())


def test_another_schools_duties_cannot_be_given(cast: Cast) -> None:
    _, duties = two_duties(cast)
    actor = cast.vance.actor()

    with asking(actor), pytest.raises(NotGiven, match="done by now"):
        give_duties(actor=actor, duty_ids=[duties[0].pk], member_id=cast.vance.pk, at=now())


def test_pastoral_staff_are_offered_no_ticks(cast: Cast) -> None:
    situation, _ = two_duties(cast)
    makers.make_grant(member=cast.adeyemi, subject_id=situation.case.pk)

    page = signed_in(cast.adeyemi).get(LIST).content.decode()

    assert 'name="duty"' not in page
