"""A school's published ladder: what governors approved, each version for good, and nothing else of the school."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from tests.makers import make_ladder
from upstander.kernel import clock
from upstander.records.organisations.models import Organisation
from upstander.records.policies.models import Behaviour
from upstander.records.policies.publishing import public_address, public_path

TODAY = clock.in_london(clock.now()).date()


def page(school: Organisation, day: str = "") -> str:
    answer = Client().get(f"/policy/{school.school_id}/{f'{day}/' if day else ''}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def published(cast: Cast) -> Cast:
    """One earlier version, one in force, one to come, and a draft of the next; everything was put on record long ago."""
    long_ago = clock.now() - timedelta(days=500)
    for days, name, words in (
        (-400, "First", "Words of once."),
        (-30, "Second", "Words of now."),
        (30, "Third", "Words to come."),
    ):
        begins = TODAY + timedelta(days=days)
        make_ladder(
            organisation=cast.thornbury,
            version=name,
            words={Behaviour.ONLINE_BULLYING: words},
            in_force_from=begins,
            review_on=begins + timedelta(days=365),
            by=cast.hale,
            at=long_ago,
        )
    make_ladder(organisation=cast.thornbury, version="Draft", words={Behaviour.THREATS: "Not yet said."}, in_force_from=None)
    return cast


def test_anybody_reads_the_version_in_force_and_how_long_it_has_been(published: Cast) -> None:
    shown = page(published.thornbury)
    assert "Words of now." in shown
    assert "Words of once." not in shown
    for name in ("First", "Second", "Third", "The full governing body", "Minute 14"):
        assert name in shown


def test_each_version_has_its_own_address_for_good(published: Cast) -> None:
    first, third = (TODAY + timedelta(days=days) for days in (-400, 30))
    earlier, to_come = page(published.thornbury, first.isoformat()), page(published.thornbury, third.isoformat())
    assert "Words of once." in earlier
    assert "This is an earlier version. It was in force from" in earlier
    assert "Words to come." in to_come
    assert "This version applies from" in to_come
    for shown in (earlier, to_come):
        assert f'href="/policy/{published.thornbury.school_id}/"' in shown


def test_no_draft_no_member_of_staff_and_no_key_of_the_record_is_there(published: Cast) -> None:
    shown = page(published.thornbury)
    for kept in ("Draft", "Not yet said.", "Hale", "Okafor", "Reyes", str(published.thornbury.pk)):
        assert kept not in shown


@pytest.mark.parametrize("day", ["", "2026-01-01", "x", "9999-99-99"])
def test_what_is_not_published_is_said_calmly(cast: Cast, day: str) -> None:
    make_ladder(organisation=cast.thornbury, version="Draft", in_force_from=None)
    for urn in (cast.thornbury.school_id, cast.northcliff.school_id, 1, 10**12):
        answer = Client().get(f"/policy/{urn}/{f'{day}/' if day else ''}")
        assert answer.status_code == 404
        assert "Ask the school for its behaviour policy" in answer.content.decode()


def test_the_address_that_letters_give_is_that_of_the_page(published: Cast) -> None:
    urn, day = published.thornbury.school_id, date(2026, 9, 1)
    assert urn is not None
    assert public_path(urn, day) == reverse("public:policy_version", args=[urn, "2026-09-01"])
    ladder = make_ladder(organisation=published.northcliff)
    assert Client().get(public_address(ladder).partition("://")[2].partition("/")[2].join(["/", ""])).status_code == 200


def test_it_costs_four_statements(published: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(4 + 3):  # who asks, the school, its versions, the clauses; in a test a savepoint and back
        page(published.thornbury)
