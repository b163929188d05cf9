"""What happened in a case: every kind of row tells of it, newest first, thirty at a time."""

from __future__ import annotations

import re
from datetime import timedelta

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from upstander.desks.frame.words import day
from upstander.desks.school.shapes_timeline import GROUPS, timeline_of
from upstander.kernel.clock import in_london
from upstander.records.access.asking import asking
from upstander.records.cases.models import Part
from upstander.records.disclosures.chronology import HAPPENINGS, SIZE, happened


def test_it_tells_of_each_kind_newest_first(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, at=AT)
    family = makers.make_family(case=case, at=AT + timedelta(hours=1))
    makers.make_note(case=case, by=cast.lund, at=AT + timedelta(hours=2))
    makers.make_message(report=case.assessment.report, by=cast.okafor, is_question=True, at=AT + timedelta(hours=3))
    makers.make_message(report=case.assessment.report, at=AT + timedelta(hours=4))
    makers.make_finding(case=case, by=cast.okafor, at=AT + timedelta(hours=5))
    makers.make_measure(case=case, child=family.child, by=cast.lund, at=AT + timedelta(hours=6))
    makers.make_duty(assessment=case.assessment, duty="support_target", done_at=AT + timedelta(hours=7))
    makers.make_facts(
        assessment=case.assessment, facts={"online": "yes"}, source="person", said_by="Mr Lund", at=AT + timedelta(hours=8)
    )

    with asking(cast.okafor.actor()):
        told = [(it.kind, it.what) for it in happened(case)]

    assert told == [
        ("fact", "yes"),
        ("duty", "done"),
        ("measure", "check_ins"),
        ("finding", "bullying"),
        ("message", "answer"),
        ("message", "question"),
        ("note", ""),
        ("part", Part.TARGETED),
        ("opened", ""),
        ("report", "parent"),
    ]


def test_files_carers_plans_and_questions_are_part_of_it_in_words(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, at=AT)
    family = makers.make_family(case=case, report=case.assessment.report, at=AT)
    for minutes in (60, 60, 120):
        makers.make_item(report=case.assessment.report, content=b"x", at=AT + timedelta(minutes=minutes))
    makers.make_item(report=case.assessment.report, content=b"x", state="removed", at=AT + timedelta(minutes=60))
    makers.make_carer(
        child=family.child, by=cast.lund, name="Ben Ashdown", why_not="A court forbids it.", at=AT + timedelta(hours=3)
    )
    makers.make_step(case=case, by=cast.lund, at=AT + timedelta(hours=4))
    makers.make_check(case=case, child=family.child, report=case.assessment.report, at=AT + timedelta(hours=5))

    with asking(cast.okafor.actor()):
        told = timeline_of(happened(case), rulebook="dorset", child="Robin Ashdown", at=AT + timedelta(days=1)).events

    reference = case.assessment.report.reference
    assert [it.title for it in told[:3]] == [
        "Robin Ashdown’s family was asked whether it has stopped",
        f"Planned, by {day(in_london(AT + timedelta(days=2)))}: The tutor of 9B, about Friday",
        "Somebody who must not be told about Robin Ashdown",
    ]
    assert "Ben Ashdown" in told[2].words
    assert [it.title for it in told if "came with" in it.title] == [
        f"1 file came with report {reference}",
        f"2 files came with report {reference}",
    ]


def test_of_some_kinds_only(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, at=AT)
    makers.make_note(case=case, by=cast.lund, at=AT + timedelta(hours=2))
    makers.make_message(report=case.assessment.report, at=AT + timedelta(hours=4))

    with asking(cast.okafor.actor()):
        assert [it.kind for it in happened(case, kinds=["note", "opened"])] == ["note", "opened"]


def test_every_kind_belongs_to_one_sort() -> None:
    kinds = set(re.findall(r"SELECT '(\w+)'", HAPPENINGS))
    sorts = [kind for _, these in GROUPS.values() for kind in these]
    assert sorted(sorts) == sorted(kinds)


def test_older_things_come_page_by_page(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, at=AT)
    for minutes in range(SIZE + 5):
        makers.make_note(case=case, by=cast.lund, words=f"note {minutes}", at=AT + timedelta(minutes=minutes + 1))

    with asking(cast.okafor.actor()):
        first = happened(case)
        second = happened(case, before=(first[SIZE - 1].at, first[SIZE - 1].id))

    assert [it.words for it in first[:2]] == ["note 34", "note 33"]
    assert len(first) == SIZE + 1
    assert second[0].words == "note 4"
    assert len(second) == 7


def test_another_school_is_shown_nothing(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor)
    makers.make_note(case=case, by=cast.okafor)

    with asking(cast.vance.actor()):
        assert happened(case) == []
