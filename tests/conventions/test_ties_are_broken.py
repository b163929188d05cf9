"""What is put in order stays in that order: an ordering ends with what no two rows share, or rows of one moment change places."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import upstander

SOURCE = Path(upstander.__file__).parent
NO_TWO_SHARE = {"id", "pk", "key", "number", "position", "urn", "{minus}id"}


def orderings(file: Path) -> Iterator[tuple[str, str]]:
    """Where rows are put in order, and by what last."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "order_by" and node.args:
            yield f"{file.relative_to(SOURCE)}:{node.lineno}", ast.unparse(node.args[-1]).removeprefix("f").strip("'-")


def test_no_two_rows_change_places() -> None:
    found = [it for file in sorted(SOURCE.rglob("*.py")) for it in orderings(file)]
    assert len(found) > 40
    assert [(where, last) for where, last in found if last not in NO_TWO_SHARE] == []
