"""A number is found in whatever way it was written, and a day or a code is no number."""

import pytest

from upstander.kernel.telephones import numbers_in


@pytest.mark.parametrize(
    "written",
    [
        "07700900114",
        "07700 900114",
        "07700 900 114",
        "07700-900-114",
        "07700.900.114",
        "(07700) 900114",
        "+447700900114",
        "+44 7700 900114",
        "+44 (0)7700 900114",
        "+44(0) 7700 900 114",
        "0044 7700 900114",
        "0044 (0) 7700 900114",
        "447700900114",
        "44 7700 900114",
        "ring 07700 900114 after six",
    ],
)
def test_every_spelling_is_one_number(written: str) -> None:
    assert numbers_in(written) == ["+447700900114"]


@pytest.mark.parametrize(
    "written", ["03/11/2026", "3 11 2026", "2672 6453 2401 4045", "1405", "9 November 2026 at 1405", "", "UP-7KQ4AB"]
)
def test_days_codes_and_references_are_none(written: str) -> None:
    assert numbers_in(written) == []


def test_other_countries_and_short_areas() -> None:
    assert numbers_in("+33 6 12 34 56 78 and 016977 2345") == ["+33612345678", "+44169772345"]


def test_each_once_in_order() -> None:
    assert numbers_in("07700 900114, then 01632 960001, or +44 7700 900114") == ["+447700900114", "+441632960001"]
