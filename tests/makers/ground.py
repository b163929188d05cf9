"""What every maker stands on: the moment, numbers, and who asks."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from upstander.kernel.actor import system
from upstander.records.access.asking import asking

AT = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)  # a Tuesday in term, in the morning
_numbers = count(1)


def number() -> int:
    """One that no maker has had before."""
    return next(_numbers)


def on_behalf_of(organisation_id: UUID) -> AbstractContextManager[None]:
    """Ask as the organisation; afterwards whoever asked before asks again, in a test that is nobody."""
    return asking(system(organisation_id))
