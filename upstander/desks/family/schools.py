"""Find the school that a report is for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from upstander.records.organisations.models import Organisation, OrganisationKind, School

Choice = tuple[str, str, str]  # value, name, town and postcode: as the frame's radios take it
FEW = 8
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking for a school gave: one (`answer`), several to choose from, or none."""

    answer: dict[str, Any] | None = None
    found: tuple[Choice, ...] = ()
    are_more: bool = False


def receiving() -> Any:
    return Organisation.objects.filter(kind=OrganisationKind.SCHOOL, receives_reports=True)


def offered() -> list[Choice]:
    """The schools that receive reports here, when they are few enough to show them all."""
    schools = list(receiving().select_related("school").order_by("name", "id")[: FEW + 1])
    return [_choice(school) for school in schools] if len(schools) <= FEW else []


def _choice(organisation: Organisation) -> Choice:
    return str(organisation.pk), organisation.name, _place(organisation.school)


def _place(school: School | None) -> str:
    return ", ".join(part for part in (school.town, school.postcode) if part) if school else ""


def chosen(value: str) -> dict[str, Any] | None:
    """The answer for something that was chosen from a list: an organisation's id, or urn: and a number."""
    kind, _, number = value.partition(":")
    if kind == "urn" and number.isascii() and number.isdigit() and len(number) < 10:
        school = School.objects.open().select_related("organisation").filter(pk=int(number)).first()
        return _answer(school) if school else None
    try:
        organisation = receiving().select_related("school").filter(pk=UUID(value)).first()
    except ValueError:
        return None
    return _answer_of(organisation) if organisation else None


def look_for(typed: str) -> Looked:
    """Look in the register, by postcode or by words of name and town. Exactly one match is taken at once."""
    matches = School.objects.open().matching(typed).select_related("organisation").order_by("name", "urn")
    schools = list(matches[: MOST_FOUND + 1])
    if len(schools) == 1:
        return Looked(answer=_answer(schools[0]))
    found = tuple((f"urn:{school.urn}", school.name, _place(school)) for school in schools[:MOST_FOUND])
    return Looked(found=found, are_more=len(schools) > MOST_FOUND)


def _answer(school: School) -> dict[str, Any]:
    organisation = getattr(school, "organisation", None)
    if organisation is not None and organisation.receives_reports:
        return _answer_of(organisation, school)
    return {"organisation": "", "urn": school.urn, "name": school.name, "town": school.town}


def _answer_of(organisation: Organisation, school: School | None = None) -> dict[str, Any]:
    school = school or organisation.school
    return {
        "organisation": str(organisation.pk),
        "urn": school.urn if school else None,
        "name": organisation.name,
        "town": school.town if school else "",
    }
