"""Whoever must not be told reads nothing with a code of their own, even where they made the report."""

from upstander.kernel.sounds import parts_of
from upstander.records.cases.models import Carer, Family
from upstander.records.intake.models import Report


def barred_reader(family: Family, report: Report | None) -> str:
    """The name of whoever made the report, if it is on record that they must not be told about this child; else nothing.

    Names are compared in any case, with or without accents. Whoever gave another name is known by a person only.
    """
    name = parts_of(report.reporter_name) if report else []
    barred = Carer.objects.current().filter(child=family.child_id, may_be_told=False).order_by("recorded_at", "id")
    return next((each for each in barred.values_list("name", flat=True) if name and parts_of(each) == name), "")
