"""Whether somebody can come back to a report: what is written behind a code that nobody holds is told to nobody."""

from django.db.models import Exists, OuterRef

from upstander.records.access.models import ReceiptKey
from upstander.records.intake.models import Report, TakenDown, TakenDowns


def can_come_back(report: Report) -> bool:
    """Whoever sends a report gets a code; of one that staff took down, only where one was made."""
    return not without_code().filter(report_id=report.pk).exists()


def without_code() -> TakenDowns:
    """Reports that staff took down and to which nobody holds a code."""
    return TakenDown.objects.exclude(Exists(ReceiptKey.objects.filter(report_id=OuterRef("report_id"))))
