"""What the page of a case shows of it: its file, the verdict that stands and the newest happenings, in one statement."""

from __future__ import annotations

from dataclasses import dataclass

from upstander.records.assessments.standing import STANDING, Standing, read_standing
from upstander.records.cases.models import Case
from upstander.records.disclosures.casefile import FILE, CaseFile, read_file
from upstander.records.disclosures.chronology import HAPPENINGS, Happening, asked_for, read_happenings
from upstander.records.prepared import fetch_json


@dataclass(frozen=True, slots=True)
class WholeCase:
    """Shapes: `happened` as chronology.happened gives it; `standing` is nothing where there is no verdict."""

    file: CaseFile
    standing: Standing | None
    happened: list[Happening]


def whole_case(case: Case, *, most: int) -> WholeCase:
    """`case` must have come through `visible_to`: whoever may see a case may see what is in it."""
    file, standing, happenings = fetch_json(asked_for(case, most=most), FILE, STANDING, HAPPENINGS)
    return WholeCase(read_file(file), read_standing(standing), read_happenings(happenings))
