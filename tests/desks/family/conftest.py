"""Imports stand inside the fixtures, because this file is read before Django is ready."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.conf import LazySettings

    from tests.desks.family.reporting import Reporter
    from upstander.records.organisations.models import Organisation


@pytest.fixture(autouse=True)
def _evidence_here(settings: LazySettings, tmp_path: Path) -> None:
    settings.EVIDENCE_FOLDER = tmp_path / "evidence"


@pytest.fixture
def thornbury(db: None) -> Organisation:
    from tests.makers import make_school

    return make_school(name="Thornbury Vale School")


@pytest.fixture
def person() -> Reporter:
    from tests.desks.family.reporting import Reporter

    return Reporter()
