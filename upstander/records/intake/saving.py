"""Save one answer of a draft in one statement, so that a whole report costs the database little."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from upstander.records.access.asking import presenting
from upstander.records.intake.draft_keys import DraftKey
from upstander.records.intake.models import Draft
from upstander.records.intake.questions import questions

DRAFTS_LAST = timedelta(days=28)
RECEIPTS_LAST = timedelta(hours=24)
BEGIN = "SELECT intake_begin_draft(%s, %s, %s, %s::jsonb, %s, %s)"
SAVE = "SELECT answers::text, versions::text, saved_at FROM intake_save_answer(%s, %s, %s, %s::jsonb, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Progress:
    """A draft as far as it has got, for whoever holds its key."""

    key: DraftKey
    answers: Mapping[str, Any]
    versions: Mapping[str, int]
    saved_at: datetime
    submitted_at: datetime | None = None

    def answer(self, question_id: str) -> dict[str, Any]:
        return self.answers.get(question_id) or {}

    def next_open(self) -> str:
        """The first question that has not been answered."""
        return next(question_id for question_id in questions() if question_id not in self.answers)

    def version(self, question_id: str) -> int:
        return self.versions.get(question_id, 0)


def saved(key: DraftKey, question_id: str, answer: Mapping[str, Any], *, seen: int, at: datetime) -> Progress | None:
    """Save an answer if nobody else has changed it since version `seen`, or changed it to the same.

    None when it was not saved: there is no such draft, it was sent, or the answer is another one by now.
    """
    arguments: list[Any] = [key.draft_id, key.digest, question_id, json.dumps(answer), seen, at, at + DRAFTS_LAST]
    with connection.cursor() as cursor:
        cursor.execute(SAVE, arguments)
        row = cursor.fetchone()
    return Progress(key, json.loads(row[0]), json.loads(row[1]), row[2]) if row else None


def begin(key: DraftKey, question_id: str, answer: Mapping[str, Any], *, at: datetime) -> Progress:
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [key.draft_id, key.digest, question_id, json.dumps(answer), at, at + DRAFTS_LAST])
    return Progress(key, {question_id: dict(answer)}, {question_id: 1}, at)


def look(key: DraftKey, *, at: datetime) -> Progress | None:
    """The draft that this key opens, or None."""
    with presenting(report=str(key.draft_id)):
        draft = Draft.objects.filter(pk=key.draft_id, token_digest=key.digest, expires_at__gt=at).first()
    return progress(draft, key) if draft else None


def progress(draft: Draft, key: DraftKey) -> Progress:
    return Progress(key, draft.answers, draft.versions, draft.saved_at, draft.submitted_at)


def expired_drafts(at: datetime) -> list[Any]:
    """The ids of drafts whose time is over: the only thing about drafts that anybody may learn without a key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT draft_id FROM intake_expired_drafts(%s)", [at])
        return [row[0] for row in cursor.fetchall()]
