"""The command `upstander`: one line for each trouble, and a status that a script can read."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.surroundings import ROOT, VAR


def upstander(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {"PATH": "/usr/bin:/bin", "VAR_FOLDER": str(VAR), **environment}
    command = [sys.executable, "-m", "upstander", *words]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=60)


def test_a_bad_setting_is_one_line_and_status_2() -> None:
    answer = upstander("check", DEBUG="perhaps")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == "upstander: DEBUG is “perhaps”, expected one of: no, yes.\n"


def test_a_server_that_is_not_there_is_one_line_and_status_1() -> None:
    answer = upstander("database", "prepare", DATABASE_URL="postgresql://owner:word@127.0.0.1:1/upstander")
    assert answer.returncode == 1
    assert answer.stderr.startswith("upstander: The database server cannot be reached")
    assert answer.stderr.count("\n") == 1
    assert "word" not in answer.stderr


def test_another_command_without_a_server_is_one_line_too() -> None:
    answer = upstander("showmigrations", DATABASE_URL="postgresql://owner:word@127.0.0.1:1/upstander")
    assert answer.returncode == 1
    assert answer.stderr.startswith("upstander: The database cannot be used")
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize("module", ["triage", "run"])
def test_triage_and_run_import_no_django_settings(module: str) -> None:
    ask = (
        f"import sys, upstander.operations.{module}; print([name for name in sys.modules if name in ('django.conf', 'psycopg')])"
    )
    answer = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True)
    assert answer.stdout == "[]\n", answer.stderr


def test_deployment_settings_have_no_warning() -> None:
    answer = upstander("check", "--deploy", "--fail-level", "WARNING", PUBLIC_URL="https://upstander.example.org")
    assert answer.returncode == 0, answer.stderr
