"""The last line of a test run: what passed, failed and was skipped, and why. In CI a skipped browser test fails the run."""

from __future__ import annotations

import os
from collections import Counter

import pytest

FAILED = ("failed", "error")


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


class Verdict:
    """A pytest plugin, registered by tests/conftest.py in the process that sees all results."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.browser_skips = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self.counts["skipped"] += 1
            self.reasons[_reason(report)] += 1
            self.browser_skips += "browser" in report.keywords
        elif report.failed:
            self.counts["failed"] += 1
        elif report.when == "call":
            self.counts["passed"] += 1

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.counts["failed"] += report.failed

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if in_ci() and self.browser_skips and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_unconfigure(self) -> None:
        print(self.line())

    def line(self) -> str:
        told = f"Passed {self.counts['passed']}, failed {self.counts['failed']}, skipped {self.counts['skipped']}"
        why = "; ".join(f"{count} because {reason}" for reason, count in self.reasons.most_common())
        refused = " In CI a browser test may not be skipped: this run has failed." if in_ci() and self.browser_skips else ""
        return f"{told}{f': {why}' if why else ''}.{refused}"


def _reason(report: pytest.TestReport) -> str:
    place = report.longrepr
    reason = place[2] if isinstance(place, tuple) else str(place)
    return reason.removeprefix("Skipped: ").rstrip(".")
