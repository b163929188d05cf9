"""Somebody answers a further question of a report."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from upstander.records.intake.draft_keys import DraftKey
from upstander.records.intake.saving import Progress, look, saved


class NoSuchDraft(Exception):
    """We no longer hold what you wrote before. What you have just typed is still here."""


class AlreadySent(Exception):
    """You have sent this report."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(self.__doc__)
        self.progress = progress


class AnsweredElsewhere(Exception):
    """You answered this question in another window. Choose which answer to keep."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(self.__doc__)
        self.progress = progress


def save_answer(key: DraftKey, question_id: str, answer: Mapping[str, Any], *, seen: int, at: datetime) -> Progress:
    """Save an answer as it is given. `seen` is the version of the answer that the person had before them.

    Raises: NoSuchDraft, AlreadySent, AnsweredElsewhere.
    """
    progress = saved(key, question_id, answer, seen=seen, at=at)
    if progress is not None:
        return progress
    standing = look(key, at=at)
    if standing is None:
        raise NoSuchDraft
    if standing.submitted_at is not None:
        raise AlreadySent(standing)
    raise AnsweredElsewhere(standing)
