"""One family's view of a case: the only input of anything that the family is sent.

Every query names this family's own child, so rows about another child are never loaded. What is not in the
input cannot be in the letter.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from upstander.kernel.clock import in_london
from upstander.kernel.languages import ENGLISH
from upstander.records.cases.models import Family, Involvement, Part
from upstander.records.intake.models import Report
from upstander.records.investigations.models import Finding, Measure
from upstander.records.organisations.models import Organisation
from upstander.records.policies.publishing import clauses_on, public_address


class NothingToTell(Exception):
    """This family cannot be written to yet; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    name: str
    address: tuple[str, ...]
    phone: str
    lead: str
    complaints: str
    complaints_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReport:
    reference: str
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Yes, no or unknown to each of the three questions; never the reasons, which may name every child."""

    hurt_meant: str
    repeated: str
    power: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One thing that is done for this family's own child."""

    id: str
    kind: str
    what: str
    words: str
    from_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyWords:
    """One clause of the published ladder; `address` is where that version can be read, or nothing."""

    in_school: str
    outside_school: str
    restorative: str
    policy: str
    version: str
    clause: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """What one family may be told. `address` is empty for a family that reads with a code: whoever holds the code
    need not be somebody who may know where the child lives.
    """

    school: School
    child: str
    address: tuple[str, ...]
    part: str
    report: OwnReport | None
    outcome: str
    criteria: Criteria
    decided_on: date
    measures: tuple[Done, ...]
    policy: PolicyWords | None
    written_on: date
    language: str = ENGLISH

    def to_json(self) -> dict[str, object]:
        return plain(asdict(self))  # type: ignore[return-value]


def project(family: Family, *, behaviour: str, at: datetime, left_out: Collection[str] = ()) -> Projection:
    """Show the case as this family may know it, citing the clause on one kind of behaviour that was in force on the day of the
    decision.

    `left_out` names measures of the own child that staff keep out of the letter.
    Raises: NothingToTell, before there is a finding, or where the child is neither the targeted child nor displaying.
    """
    outcome, criteria, decided_on = _finding(family)
    report = own_report(family)
    return Projection(
        school=school_of(family),
        child=family.child.name,
        address=() if report else lines(family.child.address),
        part=part_of(family),
        report=report,
        outcome=outcome,
        criteria=criteria,
        decided_on=decided_on,
        measures=tuple(done for done in measures_for(family) if done.id not in left_out),
        policy=_policy(family, behaviour, decided_on),
        written_on=in_london(at).date(),
        language=family.language,
    )


def part_of(family: Family) -> str:
    """Whether the letter is to a targeted child's family or to that of a child said to have displayed the behaviour."""
    own = Involvement.objects.current().filter(case_id=family.case_id, person_id=family.child_id)
    parts = set(own.values_list("part", flat=True))
    if Part.TARGETED in parts:
        return Part.TARGETED.value
    if parts & {Part.DISPLAYING, Part.TOOK_PART}:
        return Part.DISPLAYING.value
    raise NothingToTell("This child is not a targeted child and is not said to have displayed the behaviour.")


def lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in (" ".join(part.split()) for part in text.splitlines()) if line)


def _finding(family: Family) -> tuple[str, Criteria, date]:
    """The outcome, the answers to the three questions, and the day of the decision."""
    finding = Finding.objects.filter(case_id=family.case_id, superseded_at=None)
    row = finding.values_list("outcome", "hurt_meant", "repeated", "power", "decided_at").first()
    if row is None:
        raise NothingToTell("There is no finding yet. Record the finding first, then write to the family.")
    outcome, hurt_meant, repeated, power, decided_at = row
    return outcome, Criteria(hurt_meant=hurt_meant, repeated=repeated, power=power), in_london(decided_at).date()


def own_report(family: Family) -> OwnReport | None:
    row = Report.objects.filter(pk=family.report_id).values_list("reference", "received_at").first() if family.report_id else None
    return OwnReport(reference=row[0], received_on=in_london(row[1]).date()) if row else None


def measures_for(family: Family) -> tuple[Done, ...]:
    """What is done for this family's own child, whoever else is in the case."""
    own = Measure.objects.filter(case_id=family.case_id, child_id=family.child_id).order_by("from_day", "recorded_at", "id")
    return tuple(
        Done(
            id=str(measure.pk),
            kind=measure.kind,
            what=measure.get_kind_display(),
            words=measure.words.strip(),
            from_day=measure.from_day,
        )
        for measure in own
    )


def _policy(family: Family, behaviour: str, on: date) -> PolicyWords | None:
    clause = clauses_on(family.organisation_id, on).filter(behaviour=behaviour).select_related("ladder__organisation").first()
    if clause is None:
        return None
    return PolicyWords(
        in_school=clause.in_school,
        outside_school=clause.outside_school,
        restorative=clause.restorative,
        policy=clause.ladder.policy,
        version=clause.ladder.version,
        clause=clause.clause,
        address=public_address(clause.ladder),
    )


def school_of(family: Family) -> School:
    school = Organisation.objects.get(pk=family.organisation_id)
    return School(
        name=school.name,
        address=tuple(line for line in lines(school.address) if line != school.name),
        phone=school.phone,
        lead=school.lead_name,
        complaints=school.complaints_text.strip(),
        complaints_address=school.complaints_url,
    )


def plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
