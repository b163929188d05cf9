"""What must hold of every rulebook, over every combination of facts; a rulebook that breaks it does not load.

The fourteen points are those of the triage contract. They are decided exactly, from the prime implicants: a condition follows
from some answers, whatever else is true, when one of its implicants is among them. No exclusion is relied on, so the points
hold for answers that contradict each other too; and no exclusion may let an answer settle what a point says it leaves alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from upstander.rules.compiled import Compiled, compile_rulebook
from upstander.rules.facts import MOST_SERIOUS
from upstander.rules.implicants import Answers, Cubes, cover_everything
from upstander.rules.rulebook import Rulebook

SERIOUS_FOR_THE_SSCT = ("serious_threat", "harassment_over_time", "parent_abuses_child", "parent_abuses_staff")
PERMISSION = ("parental_permission", "permission_refused")
# Where there is no safer-schools team a rulebook leaves these out; to leave out anything else excuses nothing.
OF_THE_TEAM = frozenset({"ssct_enquiry", "ssct_conversation", "ssct_instead_of_police", "obtain_parental_permission"})
MAY_ALWAYS_FOLLOW = frozenset(
    {"check_safety_now", "inform_dsl", "record_decision_and_reasons", "send_family_to_police_instead", "school"}
)


@dataclass(frozen=True)
class Proof:
    """A rulebook with every exclusion set aside, and what one can ask of it."""

    rulebook: Rulebook

    @cached_property
    def compiled(self) -> Compiled:
        return compile_rulebook(self.rulebook, frozenset(range(len(self.rulebook.exclusions))))

    @cached_property
    def implicants(self) -> dict[str, Cubes]:
        """The prime implicants of every outcome that some rule gives."""
        return {outcome.id: self.compiled.functions[outcome.function].forced for outcome in self.compiled.outcomes}

    def of(self, outcome: str) -> Cubes:
        return self.implicants.get(outcome, ())

    def cube(self, **answers: bool) -> Answers:
        return sum(self.compiled.numbering.literal(fact, answer) for fact, answer in answers.items())

    def follows(self, outcome: str, given: Answers) -> bool:
        """Whether the outcome follows from what is given, whatever else is true; one of a team that there is not need not."""
        return forces(self.of(outcome), given) or outcome in self.rulebook.leaves_out & OF_THE_TEAM

    def together(self, left: Cubes, right: Cubes) -> Answers | None:
        """The fewest answers under which both hold, if there are any."""
        both = [a | b for a in left for b in right if not self.compiled.numbering.contradictory(a | b)]
        return min(both, key=int.bit_count, default=None)

    def spell(self, answers: Answers) -> str:
        named = self.compiled.numbering.named(answers)
        return ", ".join(f"{fact}: {'yes' if yes else 'no'}" for fact, yes in named.items()) or "no facts at all"

    def missing(self, given: Answers, outcomes: Iterable[str]) -> Iterator[str]:
        """A sentence for every outcome that does not follow from what is given."""
        for outcome in outcomes:
            if not self.follows(outcome, given):
                yield f"{outcome} does not follow from {self.spell(given)}"


def forces(cubes: Cubes, given: Answers) -> bool:
    return any(not cube & ~given for cube in cubes)


def danger_gives_999(proof: Proof) -> Iterator[str]:
    yield from proof.missing(proof.cube(immediate_danger=True), ["emergency_999"])


def serious_matters_go_to_the_police(proof: Proof) -> Iterator[str]:
    for fact in SERIOUS_FOR_THE_SSCT:
        yield from proof.missing(proof.cube(**{fact: True}), ["police_101", "report_to_police", "ssct_instead_of_police"])
    if any(
        rule.duties["report_to_police"].actor != "school" for rule in proof.rulebook.rules if "report_to_police" in rule.duties
    ):
        yield "report_to_police is not the school's duty"


def officers_speak_only_with_permission(proof: Proof) -> Iterator[str]:
    acted = proof.cube(sanction_tried=True) | proof.cube(restorative_tried=True)
    permitted = proof.cube(parental_permission=True, permission_refused=False)
    for cube in proof.of("ssct_conversation"):
        if not cube & acted or proof.cube(continued_after_action=True) & ~cube or permitted & ~cube:
            yield f"ssct_conversation follows from {proof.spell(cube)}"
        not_yet = cube & ~permitted | proof.cube(parental_permission=False, permission_refused=False)
        yield from proof.missing(not_yet, ["obtain_parental_permission"])
    for route in MOST_SERIOUS:
        both = proof.together(proof.of("ssct_conversation"), proof.of(route))
        if both is not None:
            yield f"ssct_conversation and {route} both follow from {proof.spell(both)}"
    for fact in SERIOUS_FOR_THE_SSCT:
        both = proof.together(proof.of("ssct_enquiry"), (proof.cube(**{fact: True}),))
        if both is not None:
            yield f"ssct_enquiry follows from {proof.spell(both)}"


def permission_gates_nothing_else(proof: Proof) -> Iterator[str]:
    permission = _either_way(proof, PERMISSION) | _settled_with(proof, PERMISSION)
    for route in MOST_SERIOUS:
        for cube in proof.of(route):
            if cube & permission:
                yield f"{route} hangs on permission: {proof.spell(cube)}"


def off_premises_takes_nothing_away(proof: Proof) -> Iterator[str]:
    on_premises = proof.cube(off_premises=False) | _settled_with(proof, ("off_premises",))
    for duty in {duty for rule in proof.rulebook.rules for duty, terms in rule.duties.items() if terms.actor == "school"}:
        for cube in proof.of(duty):
            if cube & on_premises:
                yield f"{duty} needs {proof.spell(cube)}"
    for cube in proof.of("school"):
        yield from proof.missing(cube, ["send_family_to_police_instead"])


def risk_only_adds(proof: Proof) -> Iterator[str]:
    risks = [fact.id for fact in proof.rulebook.facts.values() if fact.group in ("risk", "content")]
    answered_no = proof.cube(**{risk: False for risk in risks})
    for risk in risks:
        answered_no |= _settled_with(proof, (risk,))
    for route in MOST_SERIOUS:
        for cube in proof.of(route):
            if cube & answered_no:
                yield f"{route} needs {proof.spell(cube)}"


def every_case_has_a_route_and_no_contradiction(proof: Proof) -> Iterator[str]:
    routes = [cube for route in proof.rulebook.vocabulary.routes for cube in proof.of(route)]
    if not cover_everything(routes, proof.compiled.numbering):
        yield "some combination has no route"
    for pair in proof.rulebook.contradictions:
        both = proof.together(proof.of(pair.duty), proof.of(pair.prohibition))
        if both is not None:
            yield f"{pair.duty} and {pair.prohibition} contradict each other, and both follow from {proof.spell(both)}"


def an_intimate_image_reaches_the_dsl_and_somebody_else(proof: Proof) -> Iterator[str]:
    image = proof.cube(intimate_image_of_child=True)
    yield from proof.missing(image, ["inform_dsl"])
    elsewhere = [cube for route in proof.rulebook.vocabulary.routes if route != "school" for cube in proof.of(route)]
    if not cover_everything(elsewhere, proof.compiled.numbering, image):
        yield "an intimate image of a child may have no route besides the school"


def another_known_school_is_contacted(proof: Proof) -> Iterator[str]:
    known = proof.cube(other_party_other_school=True, other_school_known=True)
    yield from proof.missing(known, ["contact_other_school"])


def the_other_element_is_asked_about(proof: Proof) -> Iterator[str]:
    pairs = {"ask_online_element": ("online", "face_to_face"), "ask_face_to_face_element": ("face_to_face", "online")}
    for duty, (until, other) in pairs.items():
        if proof.rulebook.until_known.get(duty) != until:
            yield f"{duty} does not stand until {until} is known"
        if proof.of(duty) != (proof.cube(**{other: True}),):
            yield f"{duty} does not follow exactly from {other}: yes"


def the_family_is_told(proof: Proof) -> Iterator[str]:
    untold = proof.cube(school_investigated=True, family_told_outcome=False)
    yield from proof.missing(untold, ["tell_target_family_outcome"])
    unsafe = proof.cube(telling_family_unsafe=True)
    yield from proof.missing(unsafe, ["decide_who_may_be_told", "tell_barred_person"])


def standing_prohibitions_stand(proof: Proof) -> Iterator[str]:
    yield from proof.missing(0, sorted(proof.rulebook.vocabulary.standing))


def under_tens_and_headteachers(proof: Proof) -> Iterator[str]:
    yield from proof.missing(proof.cube(other_party_under_10=True), ["treat_under_10_as_suspect"])
    yield from proof.missing(proof.cube(head_accused=True), ["chair_of_governors"])


def no_more_than_follows(proof: Proof) -> Iterator[str]:
    for outcome, cubes in proof.implicants.items():
        if cubes == (0,) and outcome not in MAY_ALWAYS_FOLLOW | proof.rulebook.vocabulary.standing:
            yield f"{outcome} follows in every combination"


POINTS: tuple[Callable[[Proof], Iterator[str]], ...] = (
    danger_gives_999,
    serious_matters_go_to_the_police,
    officers_speak_only_with_permission,
    permission_gates_nothing_else,
    off_premises_takes_nothing_away,
    risk_only_adds,
    every_case_has_a_route_and_no_contradiction,
    an_intimate_image_reaches_the_dsl_and_somebody_else,
    another_known_school_is_contacted,
    the_other_element_is_asked_about,
    the_family_is_told,
    standing_prohibitions_stand,
    under_tens_and_headteachers,
    no_more_than_follows,
)


def broken_points(rulebook: Rulebook) -> Iterator[tuple[int, str]]:
    """The number of every point that does not hold, and what breaks it."""
    proof = Proof(rulebook)
    for number, point in enumerate(POINTS, start=1):
        for problem in point(proof):
            yield number, problem


def rules_that_never_apply(rulebook: Rulebook) -> Iterator[str]:
    compiled = compile_rulebook(rulebook, frozenset())
    for rule, function in compiled.rules:
        if not compiled.functions[function].open:
            yield rule.id


def facts_read_too_early(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Rules that read a fact where the fact that guards it is not yes, with that fact."""
    proof = Proof(rulebook)
    for guard in rulebook.guards:
        alone = _either_way(proof, (guard.fact,))
        guarded = proof.cube(**{guard.until: True})
        for rule, function in proof.compiled.rules:
            if any(cube & alone and not cube & guarded for cube in proof.compiled.functions[function].forced):
                yield rule.id, guard.fact


def _settled_with(proof: Proof, facts: tuple[str, ...]) -> Answers:
    """The other facts that an exclusion can settle once one of these is answered, either way."""
    settled = [fact for pair in proof.rulebook.exclusions if pair.answers.keys() & {*facts} for fact in pair.answers]
    return _either_way(proof, [fact for fact in settled if fact not in facts])


def _either_way(proof: Proof, facts: Iterable[str]) -> Answers:
    yes = proof.cube(**{fact: True for fact in facts})
    return yes | proof.compiled.numbering.opposite(yes)
