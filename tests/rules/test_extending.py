"""A rulebook that extends another adds to it in the open, replaces only what it may, and leaves out only what it names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.reading import DORSET, ENGLAND, VIGNETTES, required, statuses
from upstander.rules import BadRulebook, Rulebook, triage
from upstander.rules.facts import MOST_SERIOUS, RULEBOOKS
from upstander.rules.library import known_rulebooks, load_rulebook_file, path_of
from upstander.rules.proofs import OF_THE_TEAM, broken_points

HEAD = """
id: ours
extends: {extends}
title: Our own
version: "1"
about: Ours.
"""
LOOK_INTO_IT = """
chapters:
  looking-into-it:
    rules:
      - id: look-into-it
        {replaces}
        when: {{not: school_investigated}}
        then:
          duties:
            investigate: {{actor: school, due: school_days_5}}
          prohibitions: [conclude_before_investigation]
        because: We look into every report within a week.
        sources: ["dfe:D7"]
"""
Write = Callable[..., Rulebook]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Load a rulebook of one's own that extends another and says this besides."""

    def written(says: str = "", extends: str = "dorset") -> Rulebook:
        path = tmp_path / "ours.yaml"
        path.write_text(HEAD.format(extends=extends) + says, "utf-8")
        return load_rulebook_file(path)

    return written


def refused(write: Write, says: str, extends: str = "dorset") -> str:
    with pytest.raises(BadRulebook) as refusal:
        write(says, extends)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_a_rulebook_that_adds_nothing_decides_the_same(write: Write) -> None:
    ours = write()

    assert ours.lineage == ("ours", "dorset", "england")
    for vignette in VIGNETTES:
        assert statuses(triage(ours, vignette["facts"])) == statuses(triage(DORSET, vignette["facts"]))


def test_england_knows_no_team_and_proves_the_same_points() -> None:
    assert list(broken_points(ENGLAND)) == []
    given = {outcome for rule in ENGLAND.rules for _, outcome in rule.outcomes()}
    assert not given & OF_THE_TEAM
    assert not any(key.startswith("ssct:") for rule in ENGLAND.rules for key in rule.sources)


def test_dorset_takes_nothing_away_from_england() -> None:
    for vignette in VIGNETTES:
        england, dorset = (triage(rulebook, vignette["facts"]) for rulebook in (ENGLAND, DORSET))
        for kind in ("routes", "duties", "prohibitions"):
            assert required(getattr(england, kind)) <= required(getattr(dorset, kind))


def test_an_addition_says_who_added_it_and_why() -> None:
    threat = DORSET.rule("serious-threat")

    assert (threat.rulebook, threat.added_by) == ("england", ("dorset",))
    assert threat.sources == ("ssct:S30", "dfe:D8", "dsl:K18")
    assert "ssct_instead_of_police" in threat.prohibitions


def test_an_addition_brings_a_time_limit_forward_and_never_puts_it_off(write: Write) -> None:
    adds = (
        "adds:\n  look-into-it:\n    then: {{duties: {{investigate: {{actor: school, due: {due}}}}}}}\n    sources: ['dfe:D7']\n"
    )

    assert write(adds.format(due="school_days_3")).rule("look-into-it").duties["investigate"].due == "school_days_3"
    assert write(adds.format(due="school_days_20")).rule("look-into-it").duties["investigate"].due == "school_days_10"


def test_a_rule_that_may_be_is_replaced_in_its_place(write: Write) -> None:
    ours = write(LOOK_INTO_IT.format(replaces="replaces: england"))

    chapter = next(chapter for chapter in ours.chapters if chapter.id == "looking-into-it")
    assert next(rule.id for rule in chapter.rules) == "look-into-it"
    assert ours.rule("look-into-it").rulebook == "ours"
    assert ours.rule("look-into-it").duties["investigate"].due == "school_days_5"


def test_a_rule_is_not_replaced_in_silence(write: Write) -> None:
    said = refused(write, LOOK_INTO_IT.format(replaces="note: Ours."))

    assert 'the rule "look-into-it" is there already, at ' in said
    assert "to write it anew, say replaces: england" in said


def test_a_rule_that_protects_a_child_cannot_be_replaced(write: Write) -> None:
    says = LOOK_INTO_IT.format(replaces="replaces: england").replace("look-into-it", "danger-now")

    assert 'the rule "danger-now" may be added to, and not replaced' in refused(write, says)


@pytest.mark.parametrize(
    "outcome", [*MOST_SERIOUS, "school", "report_to_police", "tell_target_family_outcome", "promise_secrecy"]
)
def test_what_must_be_proved_cannot_be_left_out(write: Write, outcome: str) -> None:
    said = refused(write, f"leaves_out: [{outcome}]\n")

    assert f'"{outcome}" cannot be left out' in said or "of what must be proved does not hold" in said


def test_the_team_can_be_left_out(write: Write) -> None:
    left_out = "leaves_out: [ssct_enquiry, ssct_conversation, ssct_instead_of_police, obtain_parental_permission]\n"
    ours = write(left_out)

    assert not {outcome for rule in ours.rules for _, outcome in rule.outcomes()} & OF_THE_TEAM
    assert "serious-threat" in {rule.id for rule in ours.rules}
    assert "an-officer-speaks" not in {rule.id for rule in ours.rules}


def test_a_term_is_not_given_another_meaning(write: Write) -> None:
    assert 'the term "police_matter" is there already' in refused(write, "terms:\n  police_matter: serious_threat\n")


def test_a_weaker_rulebook_does_not_load(write: Write) -> None:
    """Replacing is allowed here, and the proofs still stand behind it."""
    says = """
chapters:
  police:
    rules:
      - id: parent-abuses-staff
        replaces: england
        when: {all: [parent_abuses_staff, repeated]}
        then:
          routes: [police_101]
        because: Only when it is repeated.
        sources: ["dsl:K34"]
"""
    assert "point 2 of what must be proved does not hold" in refused(write, says)


@pytest.mark.parametrize(
    ("says", "wrong"),
    [
        ("adds:\n  no-such-rule:\n    sources: ['dfe:D7']\n", 'there is no rule "no-such-rule" to add to in dorset'),
        ("adds:\n  danger-now:\n    when: online\n    sources: ['dfe:D7']\n", 'unknown key "when"'),
        ("adds:\n  danger-now:\n    then: {routes: [school]}\n", '"sources" is missing'),
        ("chapters:\n  new:\n    title: New\n    before: nowhere\n    rules: []\n", '"nowhere" is not a chapter'),
        ("chapters:\n  danger:\n    title: Other words\n    rules: []\n", 'unknown key "title"'),
        ("may_be_replaced: [danger-now]\n", '"danger-now" is not a rule of this rulebook'),
    ],
)
def test_what_is_wrong_is_said_with_its_line(write: Write, says: str, wrong: str) -> None:
    said = refused(write, says)

    assert wrong in said
    assert "ours.yaml:" in said


def test_a_rulebook_that_extends_nothing_there_is(write: Write) -> None:
    assert 'no rulebook "cornwall" to extend: expected one of dorset, england, or a file' in refused(write, "", "cornwall")


def test_a_rulebook_of_ones_own_is_found_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for id, extends in (("cornwall", "dorset"), ("england", "dorset")):
        (tmp_path / id).mkdir()
        (tmp_path / id / "triage.yaml").write_text(HEAD.format(extends=extends), "utf-8")
    monkeypatch.setenv("RULEBOOKS_FOLDER", str(tmp_path))

    assert known_rulebooks() == ["cornwall", "dorset", "england"]
    assert load_rulebook_file(path_of("cornwall")).lineage == ("ours", "dorset", "england")
    assert path_of("england").is_relative_to(RULEBOOKS)


def test_rulebooks_that_extend_each_other_do_not_load(tmp_path: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{one}.yaml").write_text(HEAD.format(extends=f"{other}.yaml"), "utf-8")

    with pytest.raises(BadRulebook, match=r"b\.yaml:3: the rulebooks extend each other in a circle, by way of a\.yaml"):
        load_rulebook_file(tmp_path / "a.yaml")


def test_a_rulebook_that_extends_itself_does_not_load(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD.format(extends="./a.yaml"), "utf-8")

    with pytest.raises(BadRulebook, match="in a circle"):
        load_rulebook_file(tmp_path / "a.yaml")
