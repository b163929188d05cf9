"""docs/access.md says what the code does."""

from __future__ import annotations

from tests.surroundings import ROOT
from upstander.records.access.describing import page
from upstander.records.access.matrix import MATRIX, May
from upstander.records.access.models import Role


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "access.md").read_text(encoding="utf-8") == page(), (
        "run: upstander access_table --write docs/access.md"
    )


def test_every_role_has_a_line_in_the_matrix() -> None:
    assert set(MATRIX) == set(Role)


def test_governors_and_the_force_never_read_a_report() -> None:
    names_nobody = {May.READ_FIGURES, May.READ_DISCLOSURES, May.READ_AUDIT, May.READ_POLICY, May.APPROVE_POLICY, May.SEE_READING}
    for role in (Role.GOVERNOR, Role.OFFICER, Role.SERGEANT):
        assert MATRIX[role] <= names_nobody
