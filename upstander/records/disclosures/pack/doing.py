"""What has been done already and by whom, how it stands now, who has been told, and what is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from upstander.records.assessments.models import Duty
from upstander.records.cases.models import Carer
from upstander.records.cases.models import Family as FamilyRow
from upstander.records.disclosures.models import Disclosure
from upstander.records.disclosures.pack.dates import day, moment
from upstander.records.disclosures.pack.ground import Ground
from upstander.records.disclosures.pack.knowing import Action, Asked, DoneSoFar, Family, Now, Permission, Thing
from upstander.records.disclosures.pack.values import NOT_KNOWN, known, listed, quoted
from upstander.records.investigations.enquiries import PlannedStep, StepKind
from upstander.records.investigations.models import Measure
from upstander.records.investigations.police import PoliceReport
from upstander.rules import load_rulebook

RISKS = (
    "immediate_danger", "serious_threat", "self_harm_concern", "self_harm_encouraged", "significant_harm", "physical_injury",
    "coercion_or_blackmail", "harassment_over_time", "escalating", "unknown_adult_involved",
)  # fmt: skip
NONE_OF_THESE = "None of these"
PERMISSION = "For an officer’s talk with a child only. It is never waited for before the police look into something."


def done_so_far(ground: Ground) -> list[Thing]:
    platform = [it.lines for it in (ground.typed("platform"), listed(_asked_of_platforms(ground)))]
    return [
        DoneSoFar(
            title="",
            families=quoted(*ground.in_words("done", "words")),
            school=listed(
                [f"The school knew before the report: {words}" for words in ground.in_words("done", "school_knew")]
                + [words for words in ground.in_words("done", "so_far") if words != NONE_OF_THESE]
            ),
            agencies=ground.typed("agencies"),
            platform=listed(line for lines in platform for line in lines),
            earlier=listed([*ground.typed("earlier").lines, *_earlier_references(ground)]),
        )
    ]


def _asked_of_platforms(ground: Ground) -> Iterator[str]:
    steps = PlannedStep.objects.visible_to(ground.actor).filter(case=ground.case, kind=StepKind.PLATFORM, done_at__isnull=False)
    for it in steps.order_by("done_at", "id"):
        yield f"{day(it.done_at) if it.done_at else ''}: {it.words}. {it.note}"


def _earlier_references(ground: Ground) -> Iterator[str]:
    for it in PoliceReport.objects.visible_to(ground.actor).filter(case=ground.case).order_by("at", "id"):
        if it.reference:
            yield f"{day(it.at)}: {it.force or 'police'}, {it.reference}"


def actions(ground: Ground) -> list[Thing]:
    """In order: what the school did for and about its own pupils, and the duties that it has done."""
    found = sorted([*_measures(ground), *_duties(ground)], key=lambda it: it[0])
    return [Action(title=what, when=known(said), who=known(who), what=known(what, more)) for _, said, who, what, more in found]


def _measures(ground: Ground) -> Iterator[tuple[Any, ...]]:
    """Source: sanctions are told of the school's own pupils only (ssct:S37)."""
    rows = Measure.objects.visible_to(ground.actor).filter(case=ground.case, child__school_name="")
    for it in rows.select_related("child", "recorded_by"):
        what = f"{it.get_kind_display()}, for {it.child.name}"
        yield it.recorded_at, day(it.from_day), it.recorded_by.display_name, what, it.words


def _duties(ground: Ground) -> Iterator[tuple[Any, ...]]:
    """What was done, and not what somebody noted about it."""
    rulebook = load_rulebook(ground.school.rulebook)
    rows = Duty.objects.visible_to(ground.actor).of_a_verdict().filter(assessment=ground.case.assessment_id, actor="school")
    for it in rows.filter(done_at__isnull=False):
        if it.done_at:
            yield it.done_at, moment(it.done_at), it.done_by, rulebook.outcome_text("duty", it.duty), ""


def now(ground: Ground) -> list[Thing]:
    facts = load_rulebook(ground.school.rulebook).facts
    said = [f"{facts[fact].question} {ground.facts[fact].capitalize()}" for fact in RISKS if fact in ground.facts]
    return [
        Now(
            title="",
            danger=ground.typed("danger"),
            children=ground.typed("children"),
            tonight=ground.typed("tonight"),
            risks=known(*said),
        )
    ]


def permission(ground: Ground) -> list[Thing]:
    return [
        Permission(
            title="",
            permission=ground.yes_or_no("parental_permission"),
            refused=ground.yes_or_no("permission_refused"),
            about=known(PERMISSION),
        )
    ]


def families(ground: Ground) -> list[Thing]:
    letters: dict[Any, list[str]] = {}
    for it in Disclosure.objects.visible_to(ground.actor).filter(case=ground.case).sent().order_by("sent_at", "id"):
        letters.setdefault(it.family_id, []).append(f"{it.get_kind_display()}, {day(it.sent_at)}" if it.sent_at else "")
    kept_out = _kept_out(ground)
    return [_family(it, letters.get(it.pk, []), kept_out.get(it.child_id, [])) for it in ground.families]


def _kept_out(ground: Ground) -> dict[Any, list[str]]:
    children = [it.child_id for it in ground.families]
    rows = Carer.objects.visible_to(ground.actor).current().filter(child_id__in=children, may_be_told=False)
    found: dict[Any, list[str]] = {}
    for it in rows.order_by("recorded_at", "id"):
        found.setdefault(it.child_id, []).append(f"{it.name}: {it.why_not}")
    return found


def _family(it: FamilyRow, letters: list[str], kept_out: Iterable[str]) -> Family:
    return Family(
        title=f"{it.child.name}’s family",
        told=known(f"Told the outcome, {moment(it.told_at)}" if it.told_at else "Not told an outcome yet"),
        letters=listed(letters),
        not_told=known(it.not_told_reason) if it.not_told_at else NOT_KNOWN,
        must_not=listed(kept_out),
    )


def asked(ground: Ground) -> list[Thing]:
    return [
        Asked(
            title="",
            ask=ground.typed("ask"),
            why_now=ground.typed("why_now"),
            preservation=ground.typed("preservation"),
            lost=ground.typed("lost"),
            handling=ground.typed("handling"),
        )
    ]
