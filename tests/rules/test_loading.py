"""A malformed rulebook does not load, and says where and why in one line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.rules.reading import DORSET
from upstander.kernel.document import open_document
from upstander.rules import BadRulebook, load_rulebook
from upstander.rules.facts import RULEBOOKS, load_vocabulary
from upstander.rules.library import load_rulebook_file
from upstander.rules.reading import read_rulebook
from upstander.rules.sources import Source, UnknownSource, describe, load_sources

TEXTS = {id: (RULEBOOKS / id / "triage.yaml").read_text("utf-8") for id in ("england", "dorset")}
DANGER = "        when: immediate_danger\n"


def written(folder: Path, changes: Mapping[str, str]) -> Path:
    """Both rulebooks beside each other in a folder, some with another text; the one that extends the other."""
    for id, text in {**TEXTS, **changes}.items():
        (folder / f"{id}.yaml").write_text(text.replace("extends: england\n", "extends: england.yaml\n"), "utf-8")
    return folder / "dorset.yaml"


def changed(old: str, new: str) -> dict[str, str]:
    """The rulebook that has this text, with it changed."""
    id = next((id for id, text in TEXTS.items() if old in text), None)
    assert id is not None, "the text to change is not there"
    return {id: TEXTS[id].replace(old, new, 1)}


def refusal(folder: Path, old: str, new: str) -> str:
    """What the loader says, with one thing changed: the file without its folder, the line and what is wrong."""
    path = written(folder, changed(old, new))
    with pytest.raises(BadRulebook) as refused:
        load_rulebook_file(path)
    said = str(refused.value)
    assert "\n" not in said
    assert said.startswith(f"{folder}/")
    return said.replace(f"{folder}/", "")


def line_of(text: str) -> int:
    """Of England's."""
    return TEXTS["england"][: TEXTS["england"].index(text)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (DANGER, "        when: immediate_dangr\n", 'unknown fact "immediate_dangr"'),
        (DANGER, "        when: {either: [online]}\n", 'unknown key "either": expected one of all, any, not'),
        (DANGER, "        when: {all: [online], any: [online]}\n", "expected exactly one of all, any, not"),
        (DANGER, "        when: {all: []}\n", '"all" of nothing: write always, or name a fact'),
        (DANGER, "        when: {all: online}\n", "expected a list of conditions"),
        (DANGER, "        when: " + "{not: " * 14 + "online" + "}" * 14 + "\n", "nested too deeply"),
        ('        sources: ["npcc:N3", "dsl:K36"]\n', '        sources: ["npcc:N99"]\n', 'unknown source "npcc:N99"'),
        ("          routes: [emergency_999]\n", "          routes: [ambulance]\n", '"ambulance" is not a route'),
        ("{actor: school, due: at_once}", "{actor: parents, due: at_once}", '"parents" is not an actor'),
        ("{actor: school, due: at_once}", "{actor: school, due: soon}", '"soon" is not a time limit'),
        ("{actor: school, due: at_once}", "{actor: school}", '"due" is missing'),
        ("            check_safety_now: {actor", "            check_saftey: {actor", '"check_saftey" is not a duty'),
        ("before anything else.\n", "before anything else\n", "a full stop"),
        ("terms:\n", "terms:\n  online: repeated\n", 'the term "online" has the name of a fact'),
        (
            "{parental_permission: yes, permission_refused: yes}",
            "{parental_permission: yes}",
            "two facts that exclude each other",
        ),
        ("{parental_permission: yes, permission_refused: yes}", "{parental_permission: 1, online: yes}", '"1" is not yes or no'),
        ("id: england\n", "id: england\nid: england\n", '"id" is given twice'),
        ("id: england\n", "id: england\nname: x\n", 'unknown key "name"'),
        ("title: Online bullying in England\n", "", '"title" is missing'),
        ('version: "2026.1"\n', "version: [\n", "not YAML"),
    ],
)
def test_a_malformed_rulebook_says_what_is_wrong_and_on_which_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    said = refusal(tmp_path, old, new)

    assert says in said
    assert re.match(r"(england|dorset)\.yaml:\d+: ", said)


def test_the_line_is_the_right_one(tmp_path: Path) -> None:
    assert refusal(tmp_path, DANGER, "        when: immediate_dangr\n").startswith(f"england.yaml:{line_of(DANGER)}: ")


def test_two_rules_with_one_id(tmp_path: Path) -> None:
    said = refusal(tmp_path, "- id: self-harm-feared", "- id: danger-now")

    assert (
        said == f'england.yaml:{line_of("- id: self-harm-feared")}: the rule "danger-now" is there already, '
        f"at england.yaml:{line_of('- id: danger-now')}"
    )


def test_one_duty_with_two_actors(tmp_path: Path) -> None:
    said = refusal(tmp_path, "offer_advice_to_school: {actor: force", "offer_advice_to_school: {actor: school")

    assert 'the duty "offer_advice_to_school" is for force here, for school in the rule "advise-the-school"' in said


def test_a_rule_that_can_never_apply(tmp_path: Path) -> None:
    said = refusal(tmp_path, DANGER, "        when: {all: [immediate_danger, parental_permission, permission_refused]}\n")

    assert said == f'england.yaml:{line_of("- id: danger-now")}: the rule "danger-now" can never apply'


def test_a_fact_read_before_it_says_anything(tmp_path: Path) -> None:
    said = refusal(tmp_path, "all: [school_investigated, found_bullying]", "all: [found_bullying]")

    assert 'reads "found_bullying" before it says anything' in said


def test_exclusions_that_could_leave_no_completion(tmp_path: Path) -> None:
    said = refusal(
        tmp_path, "{parental_permission: yes, permission_refused: yes}", "{school_investigated: yes, permission_refused: yes}"
    )

    assert 'use "school_investigated" both ways' in said


@pytest.mark.parametrize(
    ("point", "pair"),
    [
        (4, "{parental_permission: yes, staff_accused: yes}"),
        (5, "{off_premises: yes, prejudice: yes}"),
        (6, "{serious_threat: yes, other_crime_suspected: yes}"),
    ],
)
def test_exclusions_through_which_an_answer_would_settle_a_matter_it_must_leave_alone(
    tmp_path: Path, point: int, pair: str
) -> None:
    said = refusal(tmp_path, "{parental_permission: yes, permission_refused: yes}", pair)

    assert f"point {point} of what must be proved does not hold" in said


def test_an_outcome_that_no_rule_gives(tmp_path: Path) -> None:
    said = refusal(
        tmp_path,
        "            answer_records_request: {actor: school, due: months_1}",
        "            review_date: {actor: school, due: same_day}",
    )

    assert 'no rule gives "answer_records_request"' in said


BREAKS = {
    1: ("        when: immediate_danger\n", "        when: {all: [immediate_danger, online]}\n"),
    2: ("        when: harassment_over_time\n", "        when: {all: [harassment_over_time, repeated]}\n"),
    3: ("    any: [sanction_tried, restorative_tried]", "    any: [sanction_tried, restorative_tried, mutual]"),
    4: ("        when: significant_harm\n", "        when: {all: [significant_harm, {not: parental_permission}]}\n"),
    5: ("        when: prejudice\n", "        when: {all: [prejudice, {not: off_premises}]}\n"),
    6: ("        when: staff_accused\n", "        when: {all: [staff_accused, {not: prejudice}]}\n"),
    7: ("        when: {not: school_investigated}\n", "        when: {any: [{not: school_investigated}, online]}\n"),
    8: ("        when: intimate_image_of_child\n", "        when: {all: [intimate_image_of_child, online]}\n"),
    9: (
        "          all: [other_party_other_school, other_school_known]",
        "          all: [other_party_other_school, other_school_known, online]",
    ),
    10: ("        when: face_to_face\n", "        when: {any: [face_to_face, repeated]}\n"),
    11: (
        "all: [school_investigated, {not: family_told_outcome}]",
        "all: [school_investigated, repeated, {not: family_told_outcome}]",
    ),
    12: (
        "          prohibitions: [burden_target]\n        because: A child who was",
        "          prohibitions: [joint_meeting]\n        because: A child who was",
    ),
    13: ("        when: other_party_under_10\n", "        when: {all: [other_party_under_10, other_party_pupil_here]}\n"),
    14: ("        when: family_asks_for_records\n", "        when: always\n"),
}


@pytest.mark.parametrize("point", BREAKS)
def test_a_rulebook_that_breaks_a_point_does_not_load(tmp_path: Path, point: int) -> None:
    assert f"point {point} of what must be proved does not hold" in refusal(tmp_path, *BREAKS[point])


def test_a_superseded_source_is_out_of_date() -> None:
    old = {key: source for key, source in load_sources().items()}
    s30 = old["ssct:S30"]
    old["ssct:S30"] = Source(
        s30.key, s30.document, s30.edition, s30.clause, s30.says, s30.url, s30.how_sure, s30.checked_on, "the 2027 edition"
    )

    with pytest.raises(BadRulebook, match='the source "ssct:S30" is out of date: its document is superseded by the 2027 edition'):
        read_rulebook(open_document(RULEBOOKS / "dorset" / "triage.yaml"), load_vocabulary(), old, "", load_rulebook("england"))


@pytest.mark.parametrize(
    "content", [b"", b"- a\n- b\n", b"just text", b"\xff\xfe", b"a: b: c", b"a: *nowhere", b"%YAML 9.9", b"\x00"]
)
def test_a_file_that_is_no_rulebook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "triage.yaml"
    path.write_bytes(content)

    with pytest.raises(BadRulebook) as refused:
        load_rulebook_file(path)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadRulebook, match=r"nowhere\.yaml: cannot be read: No such file or directory"):
        load_rulebook_file(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("id", ["cornwall", "../dorset", "", "dorset/", "vocabulary"])
def test_a_rulebook_that_there_is_not(id: str) -> None:
    with pytest.raises(BadRulebook, match="expected one of dorset, england"):
        load_rulebook(id)


def test_the_rulebook_is_loaded_once() -> None:
    assert load_rulebook("dorset") is DORSET


def test_the_fingerprint_changes_with_the_document(tmp_path: Path) -> None:
    remark = {"england": TEXTS["england"] + "# a remark\n"}
    fingerprints = {load_rulebook_file(written(tmp_path, changes)).fingerprint for changes in ({}, remark)}

    assert len(fingerprints) == 2


def test_every_fact_is_used_and_every_term() -> None:
    text = "".join(TEXTS.values())
    conditions = "".join(
        part for each in TEXTS.values() for part in (each.split("chapters:")[0].split("terms:")[1], each.split("chapters:")[1])
    )
    used = set(re.findall(r"[a-z0-9_]+", conditions))

    assert set(DORSET.facts) <= used
    assert all(len(re.findall(rf"\b{term}\b", text)) >= 2 for term in DORSET.terms)


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(UnknownSource):
        describe("ssct:S99")
