"""Say in which language a family reads, so that letters and messages come in it where the wording exists."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.languages import LANGUAGES
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Family


class NoSuchLanguage(Problem):
    """It is none of those that can be chosen."""


def say_language(*, actor: Actor, family_id: UUID, language: str, at: datetime) -> Family:
    """A letter that is in hand is out of date then, and written again. Also after the case is closed: complaints are answered.

    Raises: NotPermitted; NoSuchLanguage.
    """
    rows = Family.objects.select_for_update(of=("self",)).select_related("child", "report")
    family = permitted(actor, May.WRITE_TO_FAMILY, rows, family_id)
    if language not in LANGUAGES:
        raise NoSuchLanguage("Choose the language that they read.", field="language")
    before, family.language = family.language, language
    family.save(update_fields=["language"])
    recording.record(
        actor, "family_language", "case", family.case_id, at=at, family=str(family.pk), before=before, language=language
    )
    return family
