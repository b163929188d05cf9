"""Ask families whether it has stopped, on the day on which that falls due: the question waits behind their code."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from upstander.kernel.actor import system
from upstander.records.access.asking import asking
from upstander.records.audit import recording
from upstander.records.cases.barred import barred_reader
from upstander.records.cases.calling import call
from upstander.records.cases.models import Family
from upstander.records.investigations.checks import Asked, Check
from upstander.records.organisations.models import Organisation, OrganisationKind

BEFORE = timedelta(hours=12)  # it is due by 4 pm, and asked that morning
AT_ONCE = 200  # of each organisation a round


def ask_families(*, at: datetime) -> int:
    """Families without a code, or whose code is held by somebody who must not be told, are left to the staff.

    Returns how many were asked.
    """
    schools = Organisation.objects.filter(kind=OrganisationKind.SCHOOL).values_list("pk", flat=True)
    return sum(_ask(school, at) for school in schools)


def _ask(organisation_id: UUID, at: datetime) -> int:
    actor = system(organisation_id)
    with asking(actor):
        due = Check.objects.visible_to(actor).due_before(at + BEFORE).filter(asks=Asked.FAMILY, asked_at=None)
        due = due.filter(Exists(_askable(OuterRef("case_id"), OuterRef("child_id"))))
        checks = list(due.soonest_first().select_for_update(skip_locked=True)[:AT_ONCE])
        return sum(_put(check, at) for check in checks)


def _askable(case_id: Any, child_id: Any) -> QuerySet[Family]:
    return Family.objects.filter(case=case_id, child=child_id, report__isnull=False)


def _put(check: Check, at: datetime) -> bool:
    """Not behind the code of somebody who must not be told: whether it was bullying would be told by asking."""
    family = _askable(check.case_id, check.child_id).select_related("report").order_by("id")[0]
    report = family.report
    if report is None or barred_reader(family, report):
        return False
    check.report, check.asked_at = report, at
    check.save(update_fields=["report", "asked_at"])
    call(report, key=f"check:{check.pk}", at=at)
    recording.record(system(check.organisation_id), "asked whether it stopped", "case", check.case_id, at=at, check=str(check.pk))
    return True
