"""What the last line of a test run says."""

from __future__ import annotations

import pytest

from tests.verdict import Verdict


def report(outcome: str, when: str = "call", why: str = "", **keywords: int) -> pytest.TestReport:
    longrepr = ("file", 1, f"Skipped: {why}") if why else None
    return pytest.TestReport("test", ("file", 1, "test"), keywords, outcome, longrepr, when)  # type: ignore[arg-type]


def told(*reports: pytest.TestReport) -> str:
    verdict = Verdict()
    for each in reports:
        verdict.pytest_runtest_logreport(each)
    return verdict.line()


def test_counts_each_test_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert told(report("passed", "setup"), report("passed"), report("passed", "teardown")) == "Passed 1, failed 0, skipped 0."


def test_a_fixture_that_fails_is_a_failure() -> None:
    assert told(report("failed", "setup")) == "Passed 0, failed 1, skipped 0."


def test_says_why_something_was_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    skipped = [report("skipped", "setup", "there is no Chromium here.", browser=1) for _ in range(2)]
    assert told(*skipped) == "Passed 0, failed 0, skipped 2: 2 because there is no Chromium here."


def test_in_ci_says_that_a_skipped_browser_test_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert "this run has failed" in told(report("skipped", "setup", "there is no Chromium here", browser=1))
    assert "this run has failed" not in told(report("skipped", "setup", "there is no clamd here"))
