"""Record what was found, with the three criteria that it rests on and the reasons.

Source: DfE, Preventing and tackling bullying (July 2017): hurt meant, repeated, and an imbalance of power.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import assess, fulfil, put_on_record
from upstander.records.assessments.models import Answer, FactSource
from upstander.records.audit import recording
from upstander.records.cases.milestones import reach
from upstander.records.cases.models import Case, CaseState, Family
from upstander.records.disclosures.delivering import LOOKED_AT_AGAIN, tell_again
from upstander.records.intake.models import Stage
from upstander.records.investigations.checking import check_after
from upstander.records.investigations.models import AskedFor, Finding, Judged, Outcome
from upstander.records.policies.ladder import Citation, Clause
from upstander.records.policies.publishing import clauses_on

DONE_BY_IT = ("investigate", "record_decision_and_reasons")
FOUND_BULLYING = {
    Outcome.BULLYING: Answer.YES,
    Outcome.NOT_BULLYING: Answer.NO,
    Outcome.NOT_ESTABLISHED: Answer.UNKNOWN,
}
CRITERIA = {
    "hurt_meant": "whether hurt was meant",
    "repeated": "whether it was repeated",
    "power": "whether there was an imbalance of power",
}


class NotAFinding(Problem):
    """Something that the finding must rest on is missing, or the criteria do not carry the outcome."""


@dataclass(frozen=True, slots=True)
class Review:
    """Why a finding that stands is looked at again: who asked (AskedFor), and what is different now."""

    asked_for_by: str
    changed: str


FIRST = Review("", "")


@dataclass(frozen=True, slots=True)
class Criterion:
    judged: str
    why: str


def record_finding(
    *,
    actor: Actor,
    case_id: UUID,
    outcome: str,
    criteria: Mapping[str, Criterion],
    reasons: str,
    at: datetime,
    review: Review = FIRST,
    behaviour: str = "",
) -> Finding:
    """A later finding supersedes the earlier one, which stays on record. Families who were told otherwise wait to be told anew.

    Shapes: `criteria` has hurt_meant, repeated and power; `review` is asked for where a finding stands, and else left out;
    `behaviour` is the kind by whose clause of the policy in force today it was decided, or nothing.
    Raises: NotPermitted; CaseIsClosed; NotAFinding, with a sentence for each field.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("assessment__organisation")
    case = permitted(actor, May.RECORD_FINDING, rows, case_id).still_open()
    criteria = {name: Criterion(criteria[name].judged, typed(criteria[name].why)) for name in CRITERIA}
    reasons = typed(reasons)
    earlier = Finding.objects.filter(case=case, superseded_at=None).first()
    review = Review(review.asked_for_by, typed(review.changed)) if earlier else FIRST
    clause = _cited(case, behaviour, at)
    _check(outcome, criteria, reasons, review if earlier else None)
    Finding.objects.filter(case=case, superseded_at=None).update(superseded_at=at)
    finding = _written(case, outcome, criteria, reasons, (earlier, review), decided_by_id=actor.member, decided_at=at)
    if clause:
        Citation.objects.create(
            organisation_id=case.organisation_id, case=case, finding_id=finding.pk, clause=clause, cited_at=at
        )
    case.state = CaseState.DECIDED
    case.save(update_fields=["state"])
    _follow(case, finding, actor, at)
    if earlier and _says_otherwise(earlier, finding):
        _tell_again(case, actor, at)
    recording.record(actor, "finding_recorded", "case", case.pk, at=at, finding=str(finding.pk), outcome=outcome)
    return finding


def _cited(case: Case, behaviour: str, at: datetime) -> Clause | None:
    if not behaviour:
        return None
    clause = clauses_on(case.organisation_id, in_london(at).date()).filter(behaviour=behaviour).first()
    if clause is None:
        raise NotAFinding("Your policy in force today says nothing about this. Choose another, or none.", field="behaviour")
    return clause


def _check(outcome: str, criteria: Mapping[str, Criterion], reasons: str, review: Review | None) -> None:
    problems = _missing_of(review) if review else {}
    if outcome not in Outcome.values:
        problems["outcome"] = "Choose what you found."
    for name, about in CRITERIA.items():
        if criteria[name].judged not in Judged.values:
            problems[name] = f"Choose {about}."
        if not criteria[name].why:
            problems[f"{name}_why"] = f"Write how you know {about}, or what could not be established."
    if not reasons:
        problems["reasons"] = "Write the reasons for the record."
    changed = review.changed if review else ""
    for field, words in {
        "reasons": reasons,
        "changed": changed,
        **{f"{name}_why": criteria[name].why for name in CRITERIA},
    }.items():
        if len(words) > LONGEST:
            problems[field] = f"Use at most {LONGEST:,} characters."
    if not problems and outcome == Outcome.BULLYING and criteria["hurt_meant"].judged == Judged.NO:
        problems["outcome"] = "Where no hurt was meant it is not bullying. Change the outcome, or what you say about hurt."
    if problems:
        raise NotAFinding(problems)


def _missing_of(review: Review) -> dict[str, str]:
    problems = {}
    if review.asked_for_by not in AskedFor.values:
        problems["asked_for_by"] = "Choose who asked that it be looked at again."
    if not review.changed:
        problems["changed"] = "Write why it is looked at again, and what is different now."
    return problems


def _says_otherwise(earlier: Finding, finding: Finding) -> bool:
    """Whether anything that a letter tells a family is different: the outcome, or an answer to one of the three questions."""
    return any(getattr(earlier, told) != getattr(finding, told) for told in ("outcome", *CRITERIA))


def _tell_again(case: Case, actor: Actor, at: datetime) -> None:
    """Whoever is lawfully not told still is not."""
    for family in Family.objects.filter(case=case, told_at__isnull=False, not_told_at=None).select_related("child"):
        family.case = case
        tell_again(family, because=LOOKED_AT_AGAIN, by=actor, at=at)


def _written(
    case: Case,
    outcome: str,
    criteria: Mapping[str, Criterion],
    reasons: str,
    reviews: tuple[Finding | None, Review],
    *,
    decided_by_id: UUID,
    decided_at: datetime,
) -> Finding:
    return Finding.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        outcome=outcome,
        **{name: criterion.judged for name, criterion in criteria.items()},
        **{f"{name}_why": criterion.why for name, criterion in criteria.items()},
        reasons=reasons,
        supersedes=reviews[0],
        asked_for_by=reviews[1].asked_for_by,
        changed=reviews[1].changed,
        decided_by_id=decided_by_id,
        decided_at=decided_at,
    )


def _follow(case: Case, finding: Finding, actor: Actor, at: datetime) -> None:
    """What a finding settles: the duties that it does, the facts that it gives, and what the reporters may know."""
    fulfil(case.assessment, DONE_BY_IT, by=actor, at=at)
    facts = {"school_investigated": Answer.YES, "found_bullying": FOUND_BULLYING[Outcome(finding.outcome)]}
    if Family.objects.waiting().targeted().filter(case=case).exists():
        facts["family_told_outcome"] = Answer.NO  # by the record: no letter was delivered yet, so telling them is required
    put_on_record(case.assessment, facts, source=FactSource.RECORD, by=actor, at=at, source_id=finding.pk)
    assess(case.assessment, at=at)
    check_after(case, by=actor, at=at, anew=True)
    reach(case, Stage.DECIDED, at)
