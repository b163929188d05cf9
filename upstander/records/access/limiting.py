"""Limit how often the same somebody may try the same thing, across all processes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from upstander.kernel.references import keyed_digest

COUNT = """
INSERT INTO access_attempt (who, window_ends_at, count) VALUES (%s, %s, 1)
ON CONFLICT (who) DO UPDATE SET
    count = CASE WHEN access_attempt.window_ends_at <= %s THEN 1 ELSE access_attempt.count + 1 END,
    window_ends_at = CASE WHEN access_attempt.window_ends_at <= %s THEN excluded.window_ends_at
        ELSE access_attempt.window_ends_at END
RETURNING count
"""


def too_often(what: str, who: str, *, at: datetime, most: int, within: timedelta) -> bool:
    """Count one try and say whether it is more than `most` within the window that the first one opened."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [_key(what, who), at + within, at, at])
        return bool(cursor.fetchone()[0] > most)


def has_tried_too_often(what: str, who: str, *, at: datetime, most: int) -> bool:
    """Say whether there were already `most` tries, without counting one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count FROM access_attempt WHERE who = %s AND window_ends_at > %s", [_key(what, who), at])
        row = cursor.fetchone()
    return row is not None and row[0] >= most


def _key(what: str, who: str) -> str:
    return f"{what}:{keyed_digest(settings.SECRET_KEY.encode(), who).hex()[:40]}"
