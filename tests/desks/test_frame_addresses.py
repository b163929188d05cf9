"""Addresses made from patterns are those that Django makes."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from upstander.desks.frame.addresses import address

ONE, TWO = UUID("01a1cd8f-6428-74b1-97b7-e7f49d00c8f4"), UUID("018c0160-df18-7e8d-b8ab-bc940b893cef")


def test_they_are_the_same_with_and_without_ids() -> None:
    assert address("school:today") == reverse("school:today")
    assert address("school:case", ONE) == reverse("school:case", args=[ONE])
    assert address("school:join_case", ONE, TWO) == reverse("school:join_case", args=[ONE, TWO])
    assert address("school:join_case", TWO, ONE) == reverse("school:join_case", args=[TWO, ONE])


def test_other_arguments_go_the_long_way() -> None:
    assert address("family:question", "words") == reverse("family:question", args=["words"])
    assert address("school:case", case_id=ONE) == reverse("school:case", kwargs={"case_id": ONE})
