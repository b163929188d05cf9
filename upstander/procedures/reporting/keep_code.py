"""The person who reported says that they have kept the code: from now on nobody can be shown it."""

from datetime import datetime

from upstander.kernel.actor import reporter, system
from upstander.records.access.asking import asking, presenting
from upstander.records.audit import recording
from upstander.records.intake.draft_keys import DraftKey
from upstander.records.intake.models import Draft, Report


def keep_code(key: DraftKey, *, at: datetime) -> None:
    with presenting(report=str(key.draft_id)):
        kept = Draft.objects.filter(pk=key.draft_id, token_digest=key.digest, submitted_at__isnull=False)
        if not kept.exclude(sealed_code=None).update(sealed_code=None):
            return
        organisation_id = Report.objects.values_list("organisation_id", flat=True).get(pk=key.draft_id)
        with asking(system(organisation_id)):
            Report.objects.filter(pk=key.draft_id).update(code_kept_at=at)
            recording.record(reporter(key.draft_id, organisation_id), "kept the code", "report", key.draft_id, at=at)
