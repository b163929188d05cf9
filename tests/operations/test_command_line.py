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
    public = {"PUBLIC_URL": "https://upstander.example.org", "SMTP_HOST": "mail.example.org"}
    answer = upstander("check", "--deploy", "--fail-level", "WARNING", **public)
    assert answer.returncode == 0, answer.stderr


KEY = "live-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"NOTIFY_TEXT_TEMPLATE": TEMPLATE}, "NOTIFY_TEXT_TEMPLATE is set, but NOTIFY_API_KEY is not"),
        ({"NOTIFY_API_KEY": KEY}, "NOTIFY_API_KEY is set, but no template (NOTIFY_EMAIL_TEMPLATE or NOTIFY_TEXT_TEMPLATE)"),
        ({"NOTIFY_API_KEY": KEY, "NOTIFY_EMAIL_TEMPLATE": TEMPLATE, "NOTIFY_URL": "http://notify.example"}, "in the open"),
        ({"NOTIFY_API_KEY": KEY[:-1]}, "NOTIFY_API_KEY is no key of GOV.UK Notify"),
        ({"NOTIFY_EMAIL_TEMPLATE": "mine"}, "NOTIFY_EMAIL_TEMPLATE is “mine”, expected the template’s UUID"),
    ],
)
def test_what_is_half_set_up_is_said_without_the_secret(environment: dict[str, str], said: str) -> None:
    answer = upstander("check", **environment)
    assert said in answer.stderr
    assert KEY[-20:-1] not in answer.stderr


def test_where_nobody_can_be_reached_a_deployment_is_warned() -> None:
    answer = upstander("check", "--deploy", PUBLIC_URL="https://upstander.example.org")
    assert "reach nobody" in answer.stderr
    assert "not sent texts" in answer.stderr
