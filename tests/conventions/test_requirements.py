"""Every page, procedure and test that docs/requirements.md names is there."""

from __future__ import annotations

import re

from django.urls import get_resolver

from tests.surroundings import ROOT

ROW = re.compile(r"^\| (S\d+) \|.*\| (.*) \| (.*) \| (.*) \|$", re.MULTILINE)
NAMED = re.compile(r"`([^`]+)`")


def names() -> set[str]:
    found = set()
    for space, (_, resolver) in get_resolver().namespace_dict.items():
        found |= {f"{space}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}
    return found


def test_each_row_names_what_there_is() -> None:
    rows = ROW.findall((ROOT / "docs" / "requirements.md").read_text())
    assert {row[0] for row in rows} >= {f"S{number}" for number in (1, *range(3, 16), *range(18, 23), *range(30, 38))}
    pages = names()
    for statement, *cells in rows:
        page, *paths = (NAMED.findall(cell) for cell in cells)
        assert page, statement
        assert set(page) <= pages, (statement, page)
        for named in paths:
            assert named, statement
            for path in named:
                assert (ROOT / path).is_file(), (statement, path)
