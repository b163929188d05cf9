"""What is in a pack and what never is: the five points first, every value in one of three states, nothing past the list."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise, with_evidence
from upstander.kernel import clock
from upstander.records.cases.models import Part
from upstander.records.disclosures.allowing import load_readers, reader
from upstander.records.disclosures.pack.accounts import Parts, parts_of
from upstander.records.disclosures.pack.knowing import KINDS, Knowledge, Person, Thing
from upstander.records.disclosures.pack.payload import payload_of
from upstander.records.disclosures.pack.sdm import to_sdm
from upstander.records.disclosures.pack.sheet import sheet_of
from upstander.records.disclosures.pack.values import NOT_KNOWN, Value, known, quoted, withheld
from upstander.rules.sources import describe

POLICE = reader("police_pack")
POINTS = ["ssct:S33", "ssct:S34", "ssct:S35", "ssct:S36", "ssct:S37"]


def test_the_list_names_only_what_can_be_known_and_where_it_comes_from() -> None:
    for each in load_readers().values():
        for section in each.sections:
            describe(section.source)
            for shown in section.groups:
                if each.id == "police_pack":
                    assert set(shown.fields) <= {field.name for field in fields(KINDS[shown.of])} - {"title"}, shown.of


def test_the_five_points_come_first_and_in_their_order() -> None:
    assert [section.source for section in POLICE.sections][:5] == POINTS


VALUES = st.one_of(
    st.just(NOT_KNOWN),
    st.builds(known, st.text(min_size=1)),
    st.builds(quoted, st.text()),
    st.builds(withheld, st.text(min_size=1)),
)


@st.composite
def things(draw: st.DrawFn) -> Thing:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    told = {field.name: draw(VALUES) for field in fields(kind) if field.name != "title"}
    return kind(title=draw(st.text(max_size=8)), **told)


@settings(max_examples=60, deadline=None)
@given(knows=st.lists(things(), max_size=6))
def test_a_field_that_is_not_on_the_list_is_never_in_the_payload(knows: list[Thing]) -> None:
    payload = payload_of(Knowledge(tuple(knows)), POLICE, reference="R", school="S", by="B", at=AT)
    shown = [(group["of"], it) for section in payload["sections"] for group in section["groups"] for it in group["fields"]]
    assert {(of, it["field"]) for of, it in shown} <= POLICE.allowed()
    assert {it["state"] for _, it in shown} <= {"known", "not_known", "withheld"}
    assert all(not it["lines"] for _, it in shown if it["state"] != "known")
    assert set(payload) == {
        "reader", "version", "title", "reference", "school", "put_together_by", "put_together_at", "sections", "missing",
    }  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(secret=st.uuids().map(str), knows=st.lists(things(), max_size=3))
def test_what_is_taken_off_the_list_is_gone_from_everything_made_of_it(secret: str, knows: list[Thing]) -> None:
    """Of a reader who may see nothing but parts, no other word of a person comes through."""
    told: dict[str, Value] = {field.name: known(secret) for field in fields(Person) if field.name not in ("title", "part")}
    shown = type(POLICE.sections[0].groups[0])("person", {"part": "Part"}, frozenset())
    section = type(POLICE.sections[0])("people", "Who", "ssct:S33", (shown,))
    narrow = type(POLICE)("narrow", "T", "R", "P", "B", (section,))
    everybody = (Person(title="Somebody", part=known("Saw it"), **told), *knows)
    payload = payload_of(Knowledge(everybody), narrow, reference="R", school="S", by="B", at=AT)
    assert secret not in json.dumps(payload)


def full(cast: Cast) -> tuple[Situation, dict[str, Any]]:
    """A case with something of every kind, and with what must stay at the school."""
    situation, by = arise(cast), cast.okafor
    case, robin, sam = situation.case, situation.robin, situation.sam
    elsewhere = makers.make_child(organisation=cast.thornbury, name="Kit Elsewhere", school_name="Northcliff School")
    makers.make_involvement(case=case, person=elsewhere, part=Part.TOOK_PART)
    makers.make_measure(case=case, child=sam, by=by, words="Two days with Mr Lund")
    makers.make_measure(case=case, child=elsewhere, by=by, words="STAYS: what is done about a child of another school")
    makers.make_note(case=case, by=by, words="STAYS: a note")
    makers.make_message(report=situation.report, by=by, words="STAYS: a message")
    makers.make_finding(case=case, by=by, reasons="STAYS: the reasons")
    makers.make_statement(case=case, person=robin, by=by)
    makers.make_incident(case=case, by=by, person=sam)
    makers.make_carer(child=robin, by=by, why_not="An order keeps him away", court_order="Dorset family court, until 2027")
    device = makers.make_device(case=case, person=sam, by=by)
    makers.make_device_search(device=device, by=by)
    makers.make_police_report(case=case, by=by)
    item = with_evidence(situation)
    pack = makers.make_pack(case=case, by=by, asked={"tonight": "At her aunt’s"}, exhibits=[item.pk], at=clock.now())
    return situation, pack.payload


def test_what_stays_at_the_school_stays(cast: Cast) -> None:
    _, payload = full(cast)
    said = json.dumps([payload, to_sdm(payload), [str(part) for part in sheet_of(payload)]])
    assert "STAYS" not in said
    for there in (
        "Two days with Mr Lund",
        "Kit Elsewhere",
        "Northcliff School",
        "Dorset family court",
        "An order keeps him away",
    ):
        assert there in said, there
    assert "DP-2026-0417" in said


def test_another_organisation_s_words_are_never_in_it(cast: Cast) -> None:
    """The same child, at the other school, with a case of its own."""
    report = makers.make_report(organisation=cast.northcliff, taken_by=cast.vance, child_name="NORTHERN")
    other = makers.make_case(lead=cast.vance, reports=[report], title="NORTHERN")
    makers.make_family(case=other, child=makers.make_child(organisation=cast.northcliff, name="NORTHERN"))
    makers.make_incident(case=other, by=cast.vance, what="NORTHERN")
    makers.make_item(report=report, content=b"NORTHERN", name="NORTHERN.png")
    _, payload = full(cast)
    assert "NORTHERN" not in json.dumps(payload)


def test_the_age_of_a_child_who_cannot_commit_a_crime_is_said(cast: Cast) -> None:
    situation = arise(cast)
    young = makers.make_child(organisation=cast.thornbury, name="Wren Small")
    with makers.on_behalf_of(cast.thornbury.pk):
        young.born_on = AT.date() - timedelta(days=9 * 366)
        young.save()
    makers.make_involvement(case=situation.case, person=young, part=Part.TOOK_PART)
    payload = makers.make_pack(case=situation.case, by=cast.okafor).payload
    person = next(group for group in payload["sections"][0]["groups"] if group["title"] == "Wren Small")
    said = {it["field"]: it["lines"] for it in person["fields"]}
    assert said["under_ten"] == ["Yes: no offence"]
    assert isinstance(young.born_on, date)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("@fox.9b", Parts(user_name="fox.9b")),
        ("fox.9b", Parts(user_name="fox.9b")),
        ("9B Banter", Parts(display_name="9B Banter")),
        ("The Fox (@fox_9b)", Parts(user_name="fox_9b", display_name="The Fox")),
        ("+44 7700 900321", Parts(number="+447700900321")),
        ("https://www.instagram.com/fox_9b/", Parts(user_name="fox_9b", address="https://www.instagram.com/fox_9b/")),
        ("https://www.tiktok.com/@fox?lang=en", Parts(user_name="fox", address="https://www.tiktok.com/@fox?lang=en")),
        ("https://www.instagram.com/p/Cx1/", Parts(address="https://www.instagram.com/p/Cx1/")),
        ("123456789012345678", Parts(identity="123456789012345678")),
        ("Fox 123456789012345678", Parts(display_name="Fox", identity="123456789012345678")),
        ("", Parts()),
    ],
)
def test_an_account_is_taken_apart_as_far_as_it_shows(typed: str, parts: Parts) -> None:
    assert parts_of(typed) == parts


@given(st.text(max_size=60))
def test_any_account_can_be_taken_apart(typed: str) -> None:
    parts_of(typed)
