"""Templates are compiled once and not at every start; a changed one is seen all the same."""

from __future__ import annotations

from pathlib import Path

from jinja2 import FileSystemLoader
from pytest_django import Settings

from upstander.desks.frame.jinja import environment


def test_what_is_compiled_is_kept_where_only_this_user_can_write(settings: Settings, tmp_path: Path) -> None:
    settings.COMPILED_TEMPLATES = tmp_path / "compiled"
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "page.html").write_text("Before")

    assert environment(loader=FileSystemLoader(pages)).get_template("page.html").render() == "Before"
    assert len(list(settings.COMPILED_TEMPLATES.iterdir())) == 1
    assert settings.COMPILED_TEMPLATES.stat().st_mode & 0o077 == 0

    (pages / "page.html").write_text("After")
    assert environment(loader=FileSystemLoader(pages)).get_template("page.html").render() == "After"
