"""Open the whole verdict on a report or a case: that somebody looked is on record like everything else."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.models import Assessment
from upstander.records.audit import recording
from upstander.records.cases.models import Case, CaseState


def read_verdict(*, actor: Actor, assessment_id: UUID, at: datetime) -> tuple[Assessment, bool]:
    """The assessment with its report, and whether it is still open to answers and decisions.

    Raises: NotPermitted.
    """
    assessment = permitted(actor, May.READ_REPORT, Assessment.objects.select_related("organisation", "report"), assessment_id)
    is_over = assessment.merged_into_id or Case.objects.filter(assessment=assessment, state=CaseState.CLOSED).exists()
    recording.record(actor, "read_verdict", "assessment", assessment.pk, at=at)
    return assessment, not is_over
