"""The fourteen points of the triage contract, shown on random sets of answers, known and unknown.

The loader proves them exactly (test_loading shows that it refuses what breaks them); this is the second way, from outside.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.reading import DORSET, everything, required, status, statuses
from upstander.rules import Verdict, triage
from upstander.rules.facts import MOST_SERIOUS
from upstander.rules.proofs import broken_points

FACTS = list(DORSET.facts)
ANSWERS = st.sampled_from(["yes", "no", "unknown"])
SERIOUS = ("serious_threat", "harassment_over_time", "parent_abuses_child", "parent_abuses_staff")
RISKS = [fact.id for fact in DORSET.facts.values() if fact.group in ("risk", "content")]
ORDER = ("left out", "possible", "required")

sparse = st.dictionaries(st.sampled_from(FACTS), ANSWERS)
dense = st.fixed_dictionaries({fact: st.sampled_from(["no", "no", "no", "yes", "unknown"]) for fact in FACTS})
some_facts = st.one_of(sparse, dense)
often = settings(max_examples=50, deadline=None)

UNSUCCESSFUL = {
    "sanction_tried": "yes",
    "continued_after_action": "yes",
    "parental_permission": "yes",
    "permission_refused": "no",
}


def decide(facts: dict[str, str], **more: str) -> Verdict:
    return triage(DORSET, facts | more)


def test_the_exact_proofs_hold() -> None:
    assert list(broken_points(DORSET)) == []


@given(some_facts)
@often
def test_1_danger_now_always_gives_999(facts: dict[str, str]) -> None:
    assert status(decide(facts, immediate_danger="yes"), "emergency_999") == "required"


@given(some_facts, st.sampled_from(SERIOUS))
@often
def test_2_serious_matters_go_to_the_police_by_the_school(facts: dict[str, str], fact: str) -> None:
    verdict = decide(facts, **{fact: "yes"})

    assert {"police_101", "report_to_police", "ssct_instead_of_police"} <= required(everything(verdict))
    assert next(duty.actor for duty in verdict.duties if duty.id == "report_to_police") == "school"


@given(dense, st.dictionaries(st.sampled_from(list(UNSUCCESSFUL)), ANSWERS))
@often
def test_3_an_officer_speaks_only_when_all_of_it_is_met(facts: dict[str, str], less: dict[str, str]) -> None:
    facts = facts | UNSUCCESSFUL | less
    verdict = triage(DORSET, facts)

    if status(verdict, "ssct_conversation") == "required":
        assert "yes" in (facts["sanction_tried"], facts["restorative_tried"])
        assert facts["continued_after_action"] == facts["parental_permission"] == "yes"
        assert not {route.id for route in verdict.routes} & set(MOST_SERIOUS)
    for fact, lacking in (("parental_permission", "no"), ("permission_refused", "yes"), ("continued_after_action", "no")):
        assert status(decide(facts, **{fact: lacking}), "ssct_conversation") == "left out"
    assert status(decide(facts, sanction_tried="no", restorative_tried="no"), "ssct_conversation") == "left out"
    for fact in (*SERIOUS, "immediate_danger", "significant_harm", "staff_accused", "other_crime_suspected"):
        assert status(decide(facts, **{fact: "yes"}), "ssct_conversation") == "left out"


def test_3_an_officer_can_speak() -> None:
    all_no = dict.fromkeys(FACTS, "no")

    assert status(decide(all_no | UNSUCCESSFUL), "ssct_conversation") == "required"
    assert status(decide(all_no | UNSUCCESSFUL, sanction_tried="no", restorative_tried="yes"), "ssct_conversation") == "required"


@given(dense)
@often
def test_3_missing_permission_is_asked_for_where_it_is_not_refused(facts: dict[str, str]) -> None:
    with_permission = decide(facts | UNSUCCESSFUL)
    without = decide(facts | UNSUCCESSFUL, parental_permission="no")
    refused = decide(facts | UNSUCCESSFUL, parental_permission="no", permission_refused="yes")

    assert status(without, "obtain_parental_permission") == status(with_permission, "ssct_conversation")
    assert status(refused, "obtain_parental_permission") == "left out"


@given(some_facts, st.sampled_from(SERIOUS))
@often
def test_3_no_enquiry_where_it_is_serious(facts: dict[str, str], fact: str) -> None:
    assert status(decide(facts, **{fact: "yes"}), "ssct_enquiry") == "left out"


@given(some_facts, ANSWERS, ANSWERS)
@often
def test_4_permission_gates_nothing_else(facts: dict[str, str], permission: str, refused: str) -> None:
    before = statuses(decide(facts, parental_permission="unknown", permission_refused="unknown"))
    after = statuses(decide(facts, parental_permission=permission, permission_refused=refused))

    for route in MOST_SERIOUS:
        assert before.get(route) == after.get(route)


@given(some_facts)
@often
def test_5_off_premises_takes_nothing_away(facts: dict[str, str]) -> None:
    inside, outside = decide(facts, off_premises="no"), decide(facts, off_premises="yes")

    for duty in inside.duties:
        if duty.actor == "school":
            assert ORDER.index(status(outside, duty.id)) >= ORDER.index(duty.status)
    for verdict in (inside, outside):
        assert status(verdict, "school") == status(verdict, "send_family_to_police_instead") == "required"


@given(some_facts, st.sampled_from(RISKS))
@often
def test_6_a_risk_only_adds(facts: dict[str, str], risk: str) -> None:
    without, with_risk = decide(facts, **{risk: "no"}), decide(facts, **{risk: "yes"})

    for route in MOST_SERIOUS:
        assert ORDER.index(status(with_risk, route)) >= ORDER.index(status(without, route))


@given(some_facts)
@often
def test_7_there_is_always_a_route_and_never_a_contradiction(facts: dict[str, str]) -> None:
    verdict = triage(DORSET, facts)

    assert required(verdict.routes)
    for pair in DORSET.contradictions:
        assert not {pair.duty, pair.prohibition} <= required(everything(verdict))


@given(some_facts)
@often
def test_8_an_intimate_image_reaches_the_lead_and_somebody_besides_the_school(facts: dict[str, str]) -> None:
    verdict = decide(facts, intimate_image_of_child="yes")

    assert status(verdict, "inform_dsl") == "required"
    assert required(verdict.routes) - {"school"}


@given(some_facts)
@often
def test_9_another_known_school_is_contacted_without_delay(facts: dict[str, str]) -> None:
    verdict = decide(facts, other_party_other_school="yes", other_school_known="yes")

    assert status(verdict, "contact_other_school") == "required"


@given(some_facts, ANSWERS, ANSWERS)
@often
def test_10_the_other_element_is_asked_about_until_it_is_known(facts: dict[str, str], online: str, face_to_face: str) -> None:
    verdict = decide(facts, online=online, face_to_face=face_to_face)

    assert (status(verdict, "ask_online_element") == "required") == (online == "unknown" and face_to_face == "yes")
    assert (status(verdict, "ask_face_to_face_element") == "required") == (face_to_face == "unknown" and online == "yes")
    assert "possible" not in (status(verdict, "ask_online_element"), status(verdict, "ask_face_to_face_element"))
    until = {duty.id: duty.until_known for duty in verdict.duties if duty.until_known}
    assert until.items() <= {"ask_online_element": "online", "ask_face_to_face_element": "face_to_face"}.items()


@given(some_facts, ANSWERS)
@often
def test_11_the_family_is_told_whatever_was_found(facts: dict[str, str], found: str) -> None:
    verdict = decide(facts, school_investigated="yes", family_told_outcome="no", found_bullying=found)
    unsafe = decide(facts, school_investigated="yes", family_told_outcome="no", telling_family_unsafe="yes")

    assert status(verdict, "tell_target_family_outcome") == "required"
    assert {"tell_target_family_outcome", "decide_who_may_be_told", "tell_barred_person"} <= required(everything(unsafe))


@given(some_facts)
@often
def test_12_the_standing_prohibitions_stand(facts: dict[str, str]) -> None:
    assert required(triage(DORSET, facts).prohibitions) >= DORSET.vocabulary.standing


@given(some_facts)
@often
def test_13_under_tens_and_headteachers(facts: dict[str, str]) -> None:
    assert status(decide(facts, other_party_under_10="yes"), "treat_under_10_as_suspect") == "required"
    assert status(decide(facts, head_accused="yes"), "chair_of_governors") == "required"


def test_14_no_more_than_follows() -> None:
    """With every answer no, and with each one yes in turn, something is left out that another case requires."""
    always = {"check_safety_now", "inform_dsl", "record_decision_and_reasons", "send_family_to_police_instead", "school"}
    nothing_known = statuses(triage(DORSET, {}))
    all_no = dict.fromkeys(FACTS, "no")
    cases = [all_no, *(all_no | {fact: "yes"} for fact in FACTS)]
    ever_left_out = {id for facts in cases for id in nothing_known.keys() - statuses(triage(DORSET, facts)).keys()}

    assert {id for id, answer in nothing_known.items() if answer == "required"} == always | DORSET.vocabulary.standing
    assert ever_left_out == nothing_known.keys() - always - DORSET.vocabulary.standing
