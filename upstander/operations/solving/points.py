"""The fourteen points of the triage contract, each as claims that name what would break it.

Of facts that are not known a point says what it says of every world that completes them. Most points say that something follows:
required means in every completion, so that it holds of what is known and unknown once it holds of every world. Where a point is
shown in another way it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product

import z3

from upstander.operations.solving.worlds import Answers, World, settled_by

GRAVEST = ("emergency_999", "police_101", "childrens_social_care", "lado")
FOR_OFFICERS = ("serious_threat", "harassment_over_time", "parent_abuses_child", "parent_abuses_staff")
# What a rulebook of a place without a safer-schools team leaves out by name, and need then not give.
OF_THE_TEAM = {"ssct_enquiry", "ssct_conversation", "ssct_instead_of_police", "obtain_parental_permission"}
IN_EVERY_CASE = {"check_safety_now", "inform_dsl", "record_decision_and_reasons", "send_family_to_police_instead", "school"}


@dataclass(frozen=True)
class Claim:
    """Something that must be so in no world.

    Shapes: `given` limits the worlds; `first` and `then` are what two worlds answer differently, alike in everything else.
    """

    says: str
    broken: z3.BoolRef
    given: z3.BoolRef
    first: Answers = field(default_factory=dict)
    then: Answers = field(default_factory=dict)


Claims = Iterator[Claim]


def follows(world: World, when: z3.BoolRef, outcomes: Iterable[str]) -> Claims:
    for outcome in outcomes:
        if outcome not in world.rulebook.leaves_out & OF_THE_TEAM:
            broken = z3.And(when, z3.Not(world.gives(outcome)))
            yield Claim(f"{outcome} does not follow", broken, world.can_be())


def never(world: World, says: str, broken: z3.BoolRef) -> Claims:
    yield Claim(says, broken, world.can_be())


def never_lost(world: World, what: str, so: Callable[[World], z3.BoolRef], first: Answers, then: Answers) -> Claims:
    """Turned from `first` to `then`, with everything else as it was known, it never becomes less sure that this is so.

    With everything else known that compares two worlds. Where something else is not known, an exclusion may settle it
    together with either answer, and what hangs on it would then no longer be possible, or no longer be required.
    """
    before, after = world.but(first), world.but(then)
    yield Claim(f"{what} is lost", z3.And(so(before), z3.Not(so(after))), z3.And(before.can_be(), after.can_be()), first, then)
    if settled := settled_by(world.rulebook, then):
        only = after.but(settled)
        possible = z3.Or([so(it) for it in _completions(before, settled)])
        yield Claim(f"{what} is no longer possible", z3.And(possible, z3.Not(so(only))), only.can_be(), first, then)
    if settled := settled_by(world.rulebook, first):
        only = before.but(settled)
        required = z3.And([so(it) for it in _completions(after, settled)])
        yield Claim(f"{what} is no longer required", z3.And(so(only), z3.Not(required)), only.can_be(), first, then)


def _completions(world: World, unknown: Iterable[str]) -> list[World]:
    facts = sorted(unknown)
    return [world.but(dict(zip(facts, answers, strict=True))) for answers in product((False, True), repeat=len(facts))]


def danger(world: World) -> Claims:
    """Danger now always gives 999"""
    yield from follows(world, world.answers["immediate_danger"], ["emergency_999"])


def serious(world: World) -> Claims:
    """Serious matters go to the police, by the school, and not to the SSCT"""
    for fact in FOR_OFFICERS:
        yield from follows(world, world.answers[fact], ["police_101", "report_to_police", "ssct_instead_of_police"])
    giving = [rule for rule in world.rulebook.rules if "report_to_police" in rule.duties]
    wrong = [world.fires(rule.id) for rule in giving if rule.duties["report_to_police"].actor != "school"]
    yield from never(world, "report_to_police is not the school's duty", z3.Or(wrong))


def officers(world: World) -> Claims:
    """An officer speaks only when action failed, with permission, and nothing is graver"""
    fact, speaks = world.answers, world.gives("ssct_conversation")
    needs = {
        "without a sanction or a restorative process": z3.Or(fact["sanction_tried"], fact["restorative_tried"]),
        "although it did not continue": fact["continued_after_action"],
        "without permission": fact["parental_permission"],
        "although permission was refused": z3.Not(fact["permission_refused"]),
        **{f"beside {route}": z3.Not(world.gives(route)) for route in GRAVEST},
    }
    for lacking, need in needs.items():
        yield from never(world, f"ssct_conversation follows {lacking}", z3.And(speaks, z3.Not(need)))
    # Where only the permission is missing: with it, and everything else the same, an officer would speak.
    lacks = {"parental_permission": False, "permission_refused": False}
    with_it = world.but({**lacks, "parental_permission": True}).gives("ssct_conversation")
    yield from follows(world, z3.And(world.agrees(lacks), with_it), ["obtain_parental_permission"])
    for serious_one in FOR_OFFICERS:
        yield from never(world, "ssct_enquiry follows", z3.And(fact[serious_one], world.gives("ssct_enquiry")))


def permission(world: World) -> Claims:
    """Permission gates nothing else"""
    # Every answer to the two facts is compared with every other; not knowing them is one of the two, whichever it is.
    both = [
        dict(zip(("parental_permission", "permission_refused"), way, strict=True)) for way in product((False, True), repeat=2)
    ]
    for route, first, then in product(GRAVEST, both, both):
        if first != then:
            yield from never_lost(world, route, _giving(route), first, then)


def off_premises(world: World) -> Claims:
    """Off-premises takes nothing away"""
    # If yes never loses what no gives, neither does not knowing: it stands between the two.
    for duty in sorted({duty for rule in world.rulebook.rules for duty, terms in rule.duties.items() if terms.actor == "school"}):
        yield from never_lost(world, duty, _giving(duty), {"off_premises": False}, {"off_premises": True})
    yield from follows(world, world.gives("school"), ["send_family_to_police_instead"])


def risk(world: World) -> Claims:
    """No risk or content fact ever removes 999, 101, social care or the designated officer"""
    for fact in world.rulebook.facts.values():
        if fact.group in ("risk", "content"):
            for route in GRAVEST:
                yield from never_lost(world, route, _giving(route), {fact.id: False}, {fact.id: True})


def some_route(world: World) -> Claims:
    """At least one route, and no contradiction"""
    # In every world; where something is unknown, at least one route is then possible.
    yield from never(world, "there is no route", z3.Not(world.gives(*world.rulebook.vocabulary.routes)))
    for pair in world.rulebook.contradictions:
        both = z3.And(world.gives(pair.duty), world.gives(pair.prohibition))
        yield from never(world, f"{pair.duty} and {pair.prohibition} both follow", both)


def intimate_image(world: World) -> Claims:
    """An intimate image of a child informs the lead, and goes beyond the school"""
    image = world.answers["intimate_image_of_child"]
    yield from follows(world, image, ["inform_dsl"])
    beyond = world.gives(*(route for route in world.rulebook.vocabulary.routes if route != "school"))
    yield from never(world, "there is no route besides the school", z3.And(image, z3.Not(beyond)))


def other_school(world: World) -> Claims:
    """Another, known school is always contacted, and a missing name delays nothing"""
    known = {"other_party_other_school": True, "other_school_known": True}
    yield from follows(world, world.agrees(known), ["contact_other_school"])
    limits = {rule.duties["contact_other_school"].limit for rule in world.rulebook.rules if "contact_other_school" in rule.duties}
    for limit in limits:
        there = world.but(known)
        by_then = _given_within("contact_other_school", limit.rough_days)
        named, nameless = {"other_party_identified": True}, {"other_party_identified": False}
        for claim in never_lost(there, f"contact_other_school {limit}", by_then, named, nameless):
            yield replace(claim, first={**known, **claim.first})


def other_element(world: World) -> Claims:
    """The other element is asked about until it is known"""
    # A duty is listed only while its fact is unknown (until_known). Here: it follows from the other fact, and only then.
    pairs = {"ask_online_element": ("online", "face_to_face"), "ask_face_to_face_element": ("face_to_face", "online")}
    for duty, (until, other) in pairs.items():
        yield from follows(world, world.answers[other], [duty])
        yield from never(world, f"{duty} follows all the same", z3.And(world.gives(duty), z3.Not(world.answers[other])))
        if world.rulebook.until_known.get(duty) != until:
            yield from never(world, f"{duty} does not stand until {until} is known", world.answers[other])


def family_told(world: World) -> Claims:
    """The family is told, and never somebody whom it is unsafe to tell"""
    # Whatever was found: nothing is said of found_bullying, so it may be either.
    untold = world.agrees({"school_investigated": True, "family_told_outcome": False})
    yield from follows(world, untold, ["tell_target_family_outcome"])
    yield from follows(world, world.answers["telling_family_unsafe"], ["decide_who_may_be_told", "tell_barred_person"])


def standing(world: World) -> Claims:
    """The standing prohibitions hold"""
    yield from follows(world, z3.BoolVal(True), sorted(world.rulebook.vocabulary.standing))


def under_tens(world: World) -> Claims:
    """A child under 10 is no suspect; the headteacher's case goes to the chair"""
    yield from follows(world, world.answers["other_party_under_10"], ["treat_under_10_as_suspect"])
    yield from follows(world, world.answers["head_accused"], ["chair_of_governors"])


def no_more(world: World) -> Claims:
    """No more than follows"""
    # A world in which it does not follow, with all its facts known, is a combination in which it is not even possible, and so not
    # required either. The claim is of all worlds together: it is broken when there is no such world.
    vocabulary = world.rulebook.vocabulary
    given = {outcome for rule in world.rulebook.rules for _, outcome in rule.outcomes()}
    for outcome in sorted(given - IN_EVERY_CASE - vocabulary.standing):
        solver = z3.SimpleSolver()
        solver.add(world.can_be(), z3.Not(world.gives(outcome)))
        always = z3.BoolVal(solver.check() == z3.unsat)
        yield from never(world, f"{outcome} follows in every combination", always)


def nothing_said(world: World) -> Claims:
    """A fact that says nothing yet is read by no rule"""
    # While the fact that guards it is unknown its answer is put aside; while that is no, it makes no difference to any rule.
    for guard in world.rulebook.guards:
        yes, no = (world.but({guard.until: False, guard.fact: answer}) for answer in (True, False))
        for rule in world.rulebook.rules:
            differs = z3.Xor(yes.fires(rule.id), no.fires(rule.id))
            yield Claim(
                f"the rule {rule.id} reads {guard.fact}",
                differs,
                z3.BoolVal(True),
                {guard.until: False, guard.fact: True},
                {guard.fact: False},
            )


POINTS: tuple[Callable[[World], Claims], ...] = (
    danger,
    serious,
    officers,
    permission,
    off_premises,
    risk,
    some_route,
    intimate_image,
    other_school,
    other_element,
    family_told,
    standing,
    under_tens,
    no_more,
)


def _giving(outcome: str) -> Callable[[World], z3.BoolRef]:
    return lambda world: world.gives(outcome)


def _given_within(duty: str, days: float) -> Callable[[World], z3.BoolRef]:
    def so(world: World) -> z3.BoolRef:
        soon = [it.id for it in world.rulebook.rules if duty in it.duties and it.duties[duty].limit.rough_days <= days]
        return z3.Or([world.fires(rule) for rule in soon])

    return so
