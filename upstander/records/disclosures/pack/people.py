"""Who it is about, who brings the children up, whose schools they are, and who reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from upstander.kernel.clock import in_london
from upstander.kernel.languages import ENGLISH, LANGUAGES
from upstander.records.assessments.models import Answer
from upstander.records.cases.models import Carer as CarerRow
from upstander.records.cases.models import Part
from upstander.records.disclosures.pack.dates import day, moment
from upstander.records.disclosures.pack.ground import Ground, first_known, said_or_not
from upstander.records.disclosures.pack.knowing import Carer, Person, Reporter, School, Thing, ToldUs
from upstander.records.disclosures.pack.values import NOT_KNOWN, Value, known, listed, withheld
from upstander.records.intake.models import Relation, Report
from upstander.records.intake.questions import Field, questions
from upstander.records.intake.saying import words_of
from upstander.records.organisations.models import School as RegisterRow
from upstander.records.people.models import Person as PersonRow

ORDER = (Part.TARGETED, Part.DISPLAYING, Part.TOOK_PART, Part.SAW, Part.SUPPORTED, Part.REPORTED)
SUSPECTED = frozenset({Part.DISPLAYING, Part.TOOK_PART})
UNDER_TEN = 10
YOUNG_YEARS = {"Reception", "Year 1", "Year 2", "Year 3", "Year 4", "R", "1", "2", "3", "4"}


def people(ground: Ground) -> list[Thing]:
    """Each person once with all their parts, targeted children first; then those of whom nobody knows the name."""
    parts: dict[Any, list[Part]] = {}
    persons: dict[Any, PersonRow] = {}
    for it in ground.involved:
        parts.setdefault(it.person_id, []).append(Part(it.part))
        persons[it.person_id] = it.person
    for has in parts.values():
        has.sort(key=ORDER.index)
    in_order = sorted(parts, key=lambda id: ORDER.index(parts[id][0]))
    return [*(_person(ground, persons[id], parts[id]) for id in in_order), *_unnamed(ground)]


def _person(ground: Ground, it: PersonRow, parts: list[Part]) -> Person:
    said, who = _said_of(ground, it.name), it.pk
    is_targeted, is_suspected = Part.TARGETED in parts, bool(SUSPECTED & set(parts))
    return Person(
        title=it.name,
        part=listed(part.label for part in parts),
        other_names=listed(it.other_names),
        born=first_known(known(day(it.born_on)) if it.born_on else NOT_KNOWN, ground.own("born", who)),
        under_ten=_under_ten(ground, it) if is_suspected else NOT_KNOWN,
        gender=ground.own("gender", who),
        year=known(it.year_group),
        school=known(it.school_name or (ground.school.name if it.is_child else "")),
        address=ground.kept_back("address", who) or known(it.address),
        contact=_contact(ground, it),
        accounts=listed(it.accounts),
        relation=first_known(ground.own("relation", who), listed(_who(said))),
        basis=_basis(ground) if is_suspected else NOT_KNOWN,
        said=listed(str(row.get("more") or "") for _, row in said),
        language=_language(ground, it),
        needs=_needs(ground, it, said, is_targeted=is_targeted),
        social_worker=ground.own("social_worker", who),
        injury=first_known(ground.own("injury", who), _injured(ground) if is_targeted else NOT_KNOWN),
        impact=ground.own("impact", who),
        wishes=ground.own("wishes", who),
    )


def _said_of(ground: Ground, name: str) -> list[tuple[Field, Mapping[str, Any]]]:
    """What the reports say of somebody of that name."""
    fields = [field for field in questions()["people"].fields if field.name in ("targeted", "doing", "saw")]
    return [
        (field, row)
        for _, given in ground.given("people")
        for field in fields
        for row in given.get(field.name) or []
        if (row.get("name") or "").casefold() == name.casefold()
    ]


def _who(said: Iterable[tuple[Field, Mapping[str, Any]]]) -> Iterator[str]:
    for field, row in said:
        for inner in field.fields:
            if inner.name == "who":
                yield words_of(inner, row.get("who"))


def _under_ten(ground: Ground, it: PersonRow) -> Value:
    """Source: the age of criminal responsibility is 10 (dsl:K24)."""
    if it.born_on:
        return known("Yes: no offence" if _age(it.born_on, in_london(ground.at).date()) < UNDER_TEN else "No")
    if it.year_group in YOUNG_YEARS:
        return known("Likely, by the school year: no offence if so")
    return ground.yes_or_no("other_party_under_10")


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _basis(ground: Ground) -> Value:
    words = {"yes": "The school takes it to be known who it is", "no": "It is not certain who it is"}
    return known(words.get(ground.facts.get("other_party_identified", ""), "Named by whoever told the school; not confirmed"))


def _contact(ground: Ground, it: PersonRow) -> Value:
    """As typed at the desk; else as the child or their parent gave it to the school."""
    kept_back = ground.kept_back("contact", it.pk)
    if kept_back:
        return kept_back
    own = next((family.report for family in ground.families if family.child_id == it.pk and family.report), None)
    return first_known(ground.typed(f"contact-{it.pk}"), known(*_reached(own)) if own else NOT_KNOWN)


def _reached(report: Report) -> Iterator[str]:
    if report.reporter_phone or report.reporter_email:
        yield f"{report.reporter_name or Relation(report.relation).label}: " + ", ".join(
            filter(None, [report.reporter_phone, report.reporter_email])
        )
    if report.safe_way:
        yield f"Safe way: {report.safe_way}"


def _language(ground: Ground, it: PersonRow) -> Value:
    spoken = next((family.language for family in ground.families if family.child_id == it.pk), ENGLISH)
    return known(LANGUAGES.get(spoken, spoken)) if spoken != ENGLISH else NOT_KNOWN


def _needs(ground: Ground, it: PersonRow, said: list[tuple[Field, Mapping[str, Any]]], *, is_targeted: bool) -> Value:
    typed = ground.own("needs", it.pk)
    care = any(row.get("care") == "yes" for _, row in said)
    vulnerable = care or (is_targeted and ground.facts.get("target_vulnerable") == "yes")
    return listed([*typed.lines, "Needs more care than others, the report says" if vulnerable else ""])


def _injured(ground: Ground) -> Value:
    words = {"yes": "Somebody has been hurt, the report says", "no": "Nobody has been hurt, the report says"}
    return known(words.get(ground.facts.get("physical_injury", ""), ""))


def _unnamed(ground: Ground) -> Iterator[Person]:
    """Somebody who is said to be doing it and whom the case does not name, once for each report that speaks of them."""
    in_case = {it.person.name.casefold() for it in ground.involved}
    field = next(it for it in questions()["people"].fields if it.name == "doing")
    inner = {it.name: it for it in field.fields}
    for report, given in ground.given("people"):
        for row in given.get("doing") or []:
            if (row.get("name") or "").casefold() not in in_case:
                yield _nobody(ground, report, row, inner)


def _nobody(ground: Ground, report: Report, row: Mapping[str, Any], inner: Mapping[str, Field]) -> Person:
    empty = dict.fromkeys((it for it in Person.__dataclass_fields__ if it != "title"), NOT_KNOWN)
    told = {
        "part": known(Part.DISPLAYING.label),
        "year": known(words_of(inner["year"], row.get("year"))),
        "school": said_or_not(row, "school"),
        "relation": known(words_of(inner["who"], row.get("who"))),
        "basis": first_known(
            withheld("Whoever told the school would rather not say who it is.")
            if row.get("name_not") == "not_said"
            else NOT_KNOWN,
            known("It is not known who it is" if not row.get("name") else "Only named so in the report; not confirmed"),
        ),
        "said": known(str(row.get("more") or "")),
    }
    name = row.get("name") or "Somebody whose name is not known"
    return Person(title=f"{name} (report {report.reference})", **{**empty, **told})


def carers(ground: Ground) -> list[Thing]:
    children = {it.person_id for it in ground.involved if it.person.is_child}
    rows = CarerRow.objects.visible_to(ground.actor).current().filter(child_id__in=children).select_related("child")
    return [_carer(it) for it in rows.order_by("child__name", "recorded_at", "id")]


def _carer(it: CarerRow) -> Carer:
    return Carer(
        title=f"{it.name}, for {it.child.name}",
        relationship=known(it.get_relationship_display()),
        responsibility=known(Answer(it.responsibility).label.capitalize()),
        may_be_told=known("Yes" if it.may_be_told else f"No. {it.why_not}"),
        court_order=known(it.court_order),
    )


def schools(ground: Ground) -> list[Thing]:
    """The one that reports, then each other one that is named, looked up in the register where the name is an open school's."""
    own, others = ground.school, _others(ground)
    at_own = [it.person.name for it in ground.involved if it.person.is_child and not it.person.school_name]
    found = {it.name.casefold(): it for it in RegisterRow.objects.open().filter(name__in=list(others))} if others else {}
    first = School(
        title=own.name,
        whose=listed(at_own),
        urn=known(str(own.school_id or "")),
        address=known(own.address),
        phone=known(own.phone),
        lead=known(own.lead_name),
    )
    return [first, *(_other(name, whose, found.get(name.casefold())) for name, whose in others.items())]


def _others(ground: Ground) -> dict[str, list[str]]:
    others: dict[str, list[str]] = {}
    for it in ground.involved:
        if it.person.school_name:
            others.setdefault(it.person.school_name, []).append(it.person.name)
    return others


def _other(name: str, whose: list[str], it: RegisterRow | None) -> School:
    place = ", ".join(filter(None, [it.town, it.postcode])) if it else ""
    return School(
        title=name,
        whose=listed(whose),
        urn=known(str(it.urn) if it else ""),
        address=known(place),
        phone=NOT_KNOWN,
        lead=NOT_KNOWN,
    )


def reporters(ground: Ground, *, name: str, role: str) -> list[Thing]:
    own = ground.school
    return [
        Reporter(
            title="For the school",
            name=known(name),
            role=known(role),
            organisation=known(own.name),
            phone=first_known(ground.typed("phone"), known(own.phone)),
            in_hours=ground.typed("in_hours"),
            out_of_hours=ground.typed("out_of_hours"),
        ),
        *(_told_us(report) for report in ground.reports),
    ]


def _told_us(it: Report) -> ToldUs:
    who = it.answers.get("reporter") or {}
    must_not = who.get("who_not") or ("Somebody must not find out; they did not say who" if who.get("unsafe") == "yes" else "")
    return ToldUs(
        title=f"Who told the school (report {it.reference})",
        name=known(it.reporter_name),
        relation=known(Relation(it.relation).label),
        phone=known(it.reporter_phone),
        email=known(it.reporter_email),
        safe_way=known(it.safe_way),
        must_not_know=known(str(must_not)),
        received=known(moment(it.received_at)),
    )
