"""Schools and forces, and the lines of the public register."""

from __future__ import annotations

from tests.makers.ground import number
from upstander.records.organisations.models import Organisation, OrganisationKind, School


def make_school_line(*, name: str, urn: int | None = None, town: str = "Weymouth", postcode: str = "DT4 0ZZ") -> School:
    """One line of the public register."""
    return School.objects.create(
        urn=urn or 900_000 + number(),
        name=name,
        town=town,
        postcode=postcode,
        postcode_key=postcode.replace(" ", ""),
        search_text=f"{name} {town}".lower(),
        phase="Secondary",
        local_authority="Dorset",
    )


def make_school(
    *, name: str = "Thornbury Vale School", force: Organisation | None = None, receives_reports: bool = True
) -> Organisation:
    return Organisation.objects.create(
        kind=OrganisationKind.SCHOOL,
        name=name,
        school=make_school_line(name=name),
        force=force,
        address=f"{name}\nHill Road\nWeymouth\nDT4 0ZZ",
        phone="01305 555 0100",
        lead_name="Ms Okafor",
        complaints_url="https://school.example/complaints",
        complaints_text="Write to the headteacher. If that does not help, write to the chair of governors.",
        receives_reports=receives_reports,
    )


def make_force(*, name: str = "Westmarch Police safer-schools team") -> Organisation:
    return Organisation.objects.create(kind=OrganisationKind.FORCE, name=name, receives_reports=False)
