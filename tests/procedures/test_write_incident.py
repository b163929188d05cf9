"""What happened, each time: both questions are always answered, and it is put right, never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise
from upstander.procedures.looking_into.write_incident import NotWrittenDown, Told, write_incident
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.assessing import assess, known_facts
from upstander.records.cases.models import CaseIsClosed, CaseState
from upstander.records.disclosures.chronology import happened
from upstander.records.investigations.incidents import Incident

YESTERDAY = AT.date() - timedelta(days=1)
TOLD = Told(
    what="Pushed off the bench while two filmed it",
    known="time",
    from_on=YESTERDAY,
    from_time=time(12, 40),
    place="school",
    off_premises="no",
    online="yes",
    face_to_face="yes",
)


def write(
    cast: Cast, situation: Situation, *, by: Membership | None = None, puts_right: UUID | None = None, **changed: Any
) -> Incident:
    actor = (by or cast.okafor).actor()
    with asking(actor):
        told = replace(TOLD, **changed)
        return write_incident(actor=actor, case_id=situation.case.pk, told=told, at=AT, puts_right=puts_right)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"what": " "}, "what"), ({"what": "x" * 301}, "what"), ({"online": ""}, "online"),
        ({"face_to_face": ""}, "face_to_face"),
        ({"off_premises": "maybe"}, "off_premises"), ({"place": ""}, "place"), ({"place": "online"}, "place"),
        ({"known": ""}, "known"), ({"from_on": None}, "from_on"), ({"from_time": None}, "from_time"),
        ({"from_on": AT.date() + timedelta(1)}, "from_on"), ({"known": "between"}, "until_on"),
        ({"known": "between", "until_on": YESTERDAY - timedelta(1)}, "until_on"),
        ({"known": "between", "until_on": AT.date() + timedelta(2)}, "from_on"), ({"from_on": date(1926, 1, 1)}, "from_on"),
        ({"apps": ["carrier pigeon"]}, "apps"), ({"accounts": "x" * 2_001}, "accounts"), ({"report_id": uuid4()}, "report"),
        ({"parts": [(uuid4(), "saw")]}, "parts"),
    ],
)  # fmt: skip
def test_what_is_missing_or_cannot_be_is_said_beside_its_field(cast: Cast, changed: dict[str, Any], named: str) -> None:
    with pytest.raises(NotWrittenDown) as refused:
        write(cast, arise(cast), **changed)
    assert set(refused.value.sentences) == {named}


def test_one_child_may_have_several_parts_in_it(cast: Cast) -> None:
    situation = arise(cast)
    parts = [(situation.sam.pk, "saw"), (situation.sam.pk, "took_part"), (situation.robin.pk, "targeted")]
    incident = write(cast, situation, parts=parts, report_id=situation.report.pk, apps=["whatsapp"])
    with asking(cast.okafor.actor()):
        assert set(incident.parts.values_list("person_id", "part")) == set(parts)


def test_it_stands_in_the_chronology_when_it_happened_and_when_it_was_written_down(cast: Cast) -> None:
    situation = arise(cast)
    write(cast, situation)
    write(cast, situation, known="between", until_on=AT.date(), from_on=date(2026, 10, 26))
    write(cast, situation, known="not", when_words="Some day in October")
    with asking(cast.okafor.actor()):
        told = happened(situation.case, kinds=["incident", "incident_written"])
    assert [it.kind for it in told] == ["incident_written"] * 3 + ["incident"] * 2
    assert told[3].at == datetime(2026, 11, 2, 12, 40, tzinfo=UTC)
    assert (told[4].at.date(), told[4].about) == (date(2026, 10, 26), "2026-11-03")


def test_it_answers_nothing_for_triage_by_itself(cast: Cast) -> None:
    situation = arise(cast)
    with asking(cast.okafor.actor()):
        assess(situation.case.assessment, at=AT)
        before = known_facts(situation.case.assessment)
    write(cast, situation)
    with asking(cast.okafor.actor()):
        assert known_facts(situation.case.assessment) == before


def test_it_is_put_right_once_with_a_reason_and_both_stay(cast: Cast) -> None:
    situation = arise(cast)
    first = write(cast, situation)
    with pytest.raises(NotWrittenDown, match="why it is put right"):
        write(cast, situation, puts_right=first.pk)
    second = write(cast, situation, puts_right=first.pk, put_right_because="It was the other bench.", known="day")
    with pytest.raises(NotWrittenDown, match="put right already"):
        write(cast, situation, puts_right=first.pk, put_right_because="Again.")
    with asking(cast.okafor.actor()):
        assert Incident.objects.standing().get() == second
        assert Incident.objects.count() == 2
        told = [(it.kind, it.what) for it in happened(situation.case, kinds=["incident", "incident_written"])]
    assert sorted(told) == [("incident", "day"), ("incident_written", "new"), ("incident_written", "put_right")]


def test_who_may_not_see_the_case_writes_nothing_and_a_closed_case_takes_nothing(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
    for who in (cast.lund, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        with pytest.raises(NotPermitted):
            write(cast, situation, by=who)
    makers.make_grant(member=cast.adeyemi, subject_id=situation.case.pk)
    assert write(cast, situation, by=cast.adeyemi)
    closed = makers.make_case(lead=cast.okafor, state=CaseState.CLOSED)
    with pytest.raises(CaseIsClosed):
        write(cast, replace(situation, case=closed))
