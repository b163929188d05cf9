"""Tests of a group share what is dear to start: they must really run in one process."""

import pytest


@pytest.mark.xdist_group("a group")
def test_groups_are_kept_together(request: pytest.FixtureRequest) -> None:
    grouped = request.config.getoption("loadgroup", default=False)

    assert not grouped or request.node.nodeid.endswith("@a group")
