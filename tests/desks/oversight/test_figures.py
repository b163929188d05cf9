"""Figures say how it goes, and let nobody be recognised."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests import makers
from tests.cast import Cast, signed_in
from upstander.kernel import clock
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted
from upstander.records.figures.school import Figure, Figures, figures_of, given, months_before


def figures(cast: Cast) -> Figures:
    with asking(cast.hale.actor()):
        return figures_of(cast.hale.actor(), cast.thornbury, clock.now())


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (60, 60)])
def test_one_to_four_is_never_said(number: int, shown: int | None) -> None:
    assert given(number) == Figure(shown)


def test_months_are_counted_back() -> None:
    assert months_before(date(2026, 1, 31), 1) == date(2025, 12, 1)
    assert months_before(date(2026, 1, 31), -1) == date(2026, 2, 1)


def test_reports_by_month(cast: Cast) -> None:
    for _ in range(6):
        makers.make_report(organisation=cast.thornbury, at=clock.now())
    makers.make_report(organisation=cast.northcliff, at=clock.now())
    makers.make_report(organisation=cast.thornbury, at=clock.now() - timedelta(days=62))

    months = dict(figures(cast).months)

    assert len(months) == 12
    assert list(months.values())[-1] == Figure(6)
    assert sum(figure.number is None for figure in months.values()) == 1


def test_families_told_and_waiting(cast: Cast) -> None:
    for n in range(10):
        case = makers.make_case(lead=cast.okafor, at=clock.now())
        told = clock.now() if n < 5 else None
        makers.make_family(case=case, at=clock.now() - timedelta(days=7), told_at=told)

    found = figures(cast)

    assert (found.waiting, found.share_told) == (Figure(5), Figure(50))
    assert found.median_days.number in range(1, 6)


def test_too_few_families_give_no_figure(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, at=clock.now())
    makers.make_family(case=case, at=clock.now(), told_at=clock.now())

    assert (figures(cast).share_told, figures(cast).median_days) == (Figure(None), Figure(None))


def test_the_page_names_nobody_and_draws_a_chart_with_a_table(cast: Cast) -> None:
    case = makers.make_case(lead=cast.okafor, title="Zebra crossing", at=clock.now())
    makers.make_family(case=case, at=clock.now())
    page = signed_in(cast.hale).get("/oversight/").content.decode()

    assert "Robin" not in page
    assert "Zebra" not in page
    assert "UP-" not in page
    assert "fewer than 5" in page
    assert len(re.findall(r"<rect", page)) == 12
    assert " style=" not in page


def test_pastoral_staff_do_not_read_figures(cast: Cast) -> None:
    with asking(cast.adeyemi.actor()), pytest.raises(NotPermitted):
        figures_of(cast.adeyemi.actor(), cast.thornbury, clock.now())
