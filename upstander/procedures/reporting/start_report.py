"""Somebody answers the first question of a report."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from upstander.records.intake.draft_keys import new_key
from upstander.records.intake.saving import Progress, begin


def start_report(question_id: str, answer: Mapping[str, Any], *, at: datetime) -> Progress:
    """Begin a draft with one answer. Whoever holds the key that comes back may go on with it, and nobody else."""
    return begin(new_key(), question_id, answer, at=at)
