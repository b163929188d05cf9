import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.kernel.references import SPOKEN, in_fours, keyed_digest, receipt_code, reference, typed_code, uuid7


def test_keys_are_version_7_and_sort_by_time() -> None:
    first = uuid7()
    time.sleep(0.002)
    second = uuid7()
    assert first.version == second.version == 7
    assert first.variant == uuid.RFC_4122
    assert first < second


def test_references_have_no_letter_that_is_misheard_or_misread() -> None:
    assert not set("01ILOU") & set(SPOKEN)
    assert all(set(reference()[3:]) <= set(SPOKEN) for _ in range(50))


@given(st.integers(0, 10**16 - 1), st.sampled_from(["", " ", "-", " – ", "\n"]))
def test_a_code_is_read_however_it_is_typed(number: int, between: str) -> None:
    code = f"{number:016d}"
    assert typed_code(between.join(in_fours(code).split())) == code


@pytest.mark.parametrize(
    "typed", ["", "4071", "4071 9926 3358 014", "4071 9926 3358 01422", "4071 9926 3358 014O", "٤٠٧١٩٩٢٦٣٣٥٨٠١٤٢"]
)
def test_what_is_not_a_code_is_not_read_as_one(typed: str) -> None:
    assert typed_code(typed) is None


def test_codes_have_sixteen_digits_even_when_they_begin_with_noughts() -> None:
    assert all(len(receipt_code()) == 16 for _ in range(200))


def test_a_digest_needs_the_secret() -> None:
    assert keyed_digest(b"one", "4071") != keyed_digest(b"two", "4071")
