"""Call a family to what there is to read: by the way that is safe, in their language, and without a word about it."""

from datetime import datetime

from upstander.records.cases.models import Family
from upstander.records.intake.asked_language import language_asked_for
from upstander.records.intake.models import Report
from upstander.records.intake.reaching import reach_of
from upstander.records.outbox.telling import something_to_read


def call(report: Report, *, key: str, at: datetime) -> None:
    """Queue the message, once for each key. Where there is no safe way, or nowhere to write to, nothing is queued."""
    reach = reach_of(report)
    if reach.way is None:
        return
    language = Family.objects.filter(report=report).values_list("language", flat=True).first() or language_asked_for(report)
    something_to_read(
        report.organisation_id,
        report_id=report.pk,
        key=key,
        way=reach.way,
        to_address=reach.address,
        language=language,
        at=at,
    )
