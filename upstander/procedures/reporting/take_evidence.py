"""Staff take in files that somebody gives them: after the question about sexual pictures, and never such a picture."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.digests import of_json
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.assessments.assessing import assess, known_facts, put_on_record
from upstander.records.assessments.models import Answer, Assessment, FactSource
from upstander.records.audit import recording
from upstander.records.cases.models import Case
from upstander.records.evidence.models import Item
from upstander.records.evidence.taking_in import Hands, NotTaken, Offered, forget, take_in
from upstander.records.intake.models import Addition, Report

LONGEST_NAME = 200
IMAGE = "intimate_image_of_child"


class NotTakenIn(Problem):
    """The question was not answered with no, nobody said who gave it, or there is nothing to take."""


class NotDescribed(Problem):
    """Nothing was written, or too much."""


def take_evidence(
    *, actor: Actor, report_id: UUID, image_of_child: str, given_by: str, offered: Sequence[Offered], at: datetime
) -> tuple[int, list[NotTaken]]:
    """How many were kept, and the others with the reason. `image_of_child` is the answer to whether any of it is such a picture.

    Raises: NotPermitted; NotTakenIn.
    """
    report = permitted(actor, May.TAKE_DOWN_REPORT, Report.objects, report_id)
    given = typed_line(given_by)
    if image_of_child != Answer.NO:
        raise NotTakenIn("Only what is certainly no sexual picture of a child is taken in. Describe it instead.")
    if not given or len(given) > LONGEST_NAME:
        raise NotTakenIn("Write who gave it to you, in at most 200 characters.", field="given_by")
    if not offered:
        raise NotTakenIn("Choose the files first.", field="files")
    taken: list[Item] = []
    try:
        hands = Hands(actor.name, actor.member, given)
        taken, refused = take_in(offered, hands, report_id=report.pk, organisation_id=report.organisation_id, at=at)
        if taken:
            recording.record(actor, "evidence_taken_in", "report", report.pk, at=at, files=len(taken), given_by=given)
    except BaseException:
        forget(taken)
        raise
    return len(taken), refused


def describe_image(*, actor: Actor, report_id: UUID, image_of_child: str, words: str, at: datetime) -> Addition:
    """There is, or may be, a sexual picture of a child: what they say is written down, and where there is one, that is a fact.

    Raises: NotPermitted; NotDescribed.
    """
    report = permitted(actor, May.TAKE_DOWN_REPORT, Report.objects.select_related("assessment"), report_id)
    said = typed(words)
    if not said or len(said) > LONGEST:
        raise NotDescribed("Write that it exists and who may have it, in a few words.", field="words")
    said = f"Described to {actor.name}, not attached: {said}"
    addition = Addition.objects.create(
        organisation_id=report.organisation_id, report=report, words=said, digest=of_json({"words": said}), at=at
    )
    if image_of_child == Answer.YES:
        _put_on_record(report, actor, at)
    recording.record(actor, "image_described", "report", report.pk, at=at, addition=str(addition.pk))
    return addition


def _put_on_record(report: Report, actor: Actor, at: datetime) -> None:
    """On the thread of its case, where it is in one. Of a closed case the verdict stays as it is."""
    assessment = Assessment.objects.select_related("organisation").get(
        pk=report.assessment.merged_into_id or report.assessment.pk
    )
    case = Case.objects.filter(assessment=assessment).first()
    if (case and case.closed_at) or known_facts(assessment).get(IMAGE) == Answer.YES:
        return
    put_on_record(assessment, {IMAGE: Answer.YES}, source=FactSource.PERSON, by=actor, at=at, source_id=report.pk)
    assess(assessment, at=at)
