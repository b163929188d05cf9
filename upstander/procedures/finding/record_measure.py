"""Record what is done for, or about, one child."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import assess, fulfil, put_on_record
from upstander.records.assessments.models import Answer, FactSource
from upstander.records.audit import recording
from upstander.records.cases.models import Case, Family, Involvement, Part
from upstander.records.disclosures.naming import Kind
from upstander.records.disclosures.others import named_in
from upstander.records.investigations.checking import check_after
from upstander.records.investigations.limits import no_meeting_on
from upstander.records.investigations.models import SANCTIONS, Finding, Measure, MeasureKind
from upstander.records.people.models import Person

LONGEST_WORDS = 2_000
FURTHEST = timedelta(days=366)
BOTH_SIDES = frozenset({"targeted", "displaying"})
SUPPORTS = frozenset({MeasureKind.CHECK_INS, MeasureKind.SUPPORT, MeasureKind.SAFETY_PLAN, MeasureKind.ONLINE_HELP})


class NotAMeasure(Problem):
    """Which child, what, from when, or words that name somebody else."""


def record_measure(
    *,
    actor: Actor,
    case_id: UUID,
    child_id: UUID | None,
    kind: str,
    words: str,
    from_day: date | None,
    at: datetime,
    agreed: Collection[str] = (),
) -> Measure:
    """`agreed` says which sides (BOTH_SIDES) have freely agreed to a restorative process, each asked alone.

    Raises: NotPermitted; CaseIsClosed; NotAMeasure, with a sentence for each field.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("assessment__organisation")
    case = permitted(actor, May.RECORD_MEASURE, rows, case_id).still_open()
    parts = _parts_of(case, child_id)
    words = typed(words)
    problems = _problems(kind, from_day, in_london(at).date()) | _problem_with(words, case, parts[0].person)
    problems |= _restorative(case, agreed) if kind == MeasureKind.RESTORATIVE else {}
    if problems or from_day is None:
        raise NotAMeasure(problems)
    measure = Measure.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        child=parts[0].person,
        kind=kind,
        words=words,
        from_day=from_day,
        freely_agreed=kind == MeasureKind.RESTORATIVE,
        recorded_by_id=actor.member,
        recorded_at=at,
    )
    _follow(case, measure, {part.part for part in parts}, actor, at)
    recording.record(actor, "measure_recorded", "case", case.pk, at=at, measure=str(measure.pk), kind=kind)
    return measure


def _parts_of(case: Case, child_id: UUID | None) -> list[Involvement]:
    """The parts of a child in this case.

    Raises: NotAMeasure, when there are none.
    """
    parts = Involvement.objects.current().filter(case=case, person__is_child=True).select_related("person")
    found = list(parts.filter(person_id=child_id)) if child_id else []
    if not found:
        raise NotAMeasure("Choose the child it is for.", field="child")
    return found


def _problems(kind: str, from_day: date | None, today: date) -> dict[str, str]:
    problems = {}
    if kind not in MeasureKind.values:
        problems["kind"] = "Choose what is done."
    if from_day is None:
        problems["from_day"] = "Write the day it begins, such as 3 11 2026."
    elif abs(from_day - today) > FURTHEST:
        problems["from_day"] = "The day must be within a year of today."
    return problems


def _restorative(case: Case, agreed: Collection[str]) -> dict[str, str]:
    """Never where there is fear, a threat or a sexual element, as the verdict says; and only with both sides' free agreement."""
    if because := no_meeting_on(case):
        return {"kind": f"No restorative process here. {' '.join(because)}"}
    if not set(agreed) >= BOTH_SIDES:
        return {"agreed": "Both sides have to agree freely first, each asked alone."}
    return {}


def _problem_with(words: str, case: Case, child: Person) -> dict[str, str]:
    if len(words) > LONGEST_WORDS:
        return {"words": f"Use at most {LONGEST_WORDS:,} characters."}
    family = Family.objects.filter(case=case, child=child).first() or Family(case=case, child=child)
    named = list(dict.fromkeys(mention.word for mention in named_in(family, {"words": words}) if mention.kind == Kind.NAME))
    return {"words": _do_not_name(child, named)} if named else {}


def _do_not_name(child: Person, named: list[str]) -> str:
    return f"{child.name}’s family reads these words, and they say “{'” and “'.join(named)}”. Say it without naming anybody else."


def _follow(case: Case, measure: Measure, parts: set[str], actor: Actor, at: datetime) -> None:
    """What a measure settles: the duties that it does, and what has now been tried."""
    fulfil(case.assessment, _duties_done(MeasureKind(measure.kind), parts), by=actor, at=at)
    fact = _fact_given(MeasureKind(measure.kind), parts)
    if fact:
        put_on_record(case.assessment, {fact: Answer.YES}, source=FactSource.RECORD, by=actor, at=at, source_id=measure.pk)
        assess(case.assessment, at=at)
    if Finding.objects.filter(case=case, superseded_at=None).exists():
        check_after(case, by=actor, at=at, anew=False)


def _duties_done(kind: MeasureKind, parts: set[str]) -> set[str]:
    done = set()
    if kind in SUPPORTS and Part.TARGETED in parts:
        done.add("support_target")
    if kind in SUPPORTS and Part.DISPLAYING in parts:
        done.add("support_child_displaying")
    if kind == MeasureKind.SAFETY_PLAN:
        done.add("safety_plan")
    if (kind in SANCTIONS or kind == MeasureKind.RESTORATIVE) and parts & {Part.DISPLAYING, Part.TOOK_PART}:
        done.add("apply_policy_sanctions")
    return done


def _fact_given(kind: MeasureKind, parts: set[str]) -> str:
    if kind == MeasureKind.RESTORATIVE:
        return "restorative_tried"
    return "sanction_tried" if kind in SANCTIONS and parts & {Part.DISPLAYING, Part.TOOK_PART} else ""
