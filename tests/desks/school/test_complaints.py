"""A family does not agree: from their page to the school's list, and to the answer."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import makers
from tests.cast import Cast, signed_in
from tests.makers import make_grant
from tests.procedures.letters import Told, make_told, sent
from tests.walls.worlds import CODES
from upstander.kernel.clock import now
from upstander.records.access.asking import asking
from upstander.records.disclosures.models import Complaint, Disclosure


@pytest.fixture
def told(cast: Cast) -> Told:
    return make_told(cast, code=CODES["own"])


@pytest.fixture
def letter(cast: Cast, told: Told) -> Disclosure:
    return sent(told.robins, cast.okafor, cast.lund)


def come_back() -> Client:
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.post(reverse("family:back"), {"code": CODES["own"]})
    return browser


def begun(letter: Disclosure, words: str = "Nobody asked her friends.") -> Client:
    parent = come_back()
    assert parent.post(reverse("family:disagree", args=[letter.pk]), {"words": words}).status_code == 200
    return parent


def test_the_page_says_each_step_and_what_begins_by_when(letter: Disclosure) -> None:
    parent = come_back()
    assert reverse("family:disagree", args=[letter.pk]) in parent.get(reverse("family:letter", args=[letter.pk])).content.decode()
    said = parent.get(reverse("family:disagree", args=[letter.pk])).content.decode()
    for words in ("You have every right to.", "You have an answer by", "A complaint to the governors", "within 20 school days"):
        assert words in said


def test_it_begins_once_and_the_page_says_where_it_is(letter: Disclosure) -> None:
    parent = begun(letter)
    for _ in range(2):
        said = parent.get(reverse("family:disagree", args=[letter.pk])).content.decode()
        assert "It comes to you here, as a letter." in said
        assert "Nobody asked her friends." in said
        assert "<textarea" not in said


def test_nobody_without_the_code_and_no_other_site_begins_it(letter: Disclosure) -> None:
    address = reverse("family:disagree", args=[letter.pk])
    assert Client().get(address).status_code == 302
    parent = come_back()
    stranger = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site"})
    stranger.cookies = parent.cookies
    assert stranger.post(address, {"words": "x"}).status_code == 403
    missing = reverse("family:disagree", args=["01a20382-0000-7000-8000-000000000000"])
    assert parent.get(missing).status_code == parent.post(missing).status_code == 404


def test_today_leads_to_the_list_and_the_list_to_the_answer(
    cast: Cast, letter: Disclosure, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    begun(letter)
    lead = signed_in(cast.okafor)
    assert "1 family does not agree" in lead.get(reverse("school:today")).content.decode()
    lead.get(reverse("school:complaints"))
    with django_assert_max_num_queries(8):
        listed = lead.get(reverse("school:complaints")).content.decode()
    assert "Robin Ashdown" in listed
    with asking(cast.okafor.actor()):
        complaint = Complaint.objects.get()
    address = reverse("school:complaint", args=[complaint.pk])
    with django_assert_max_num_queries(14):
        assert "Nobody asked her friends." in lead.get(address).content.decode()
    held = lead.post(address, {"why": "Jess said so."})
    assert (held.status_code, 'name="hold_it"' in held.content.decode()) == (422, True)
    answered = lead.post(address, {"why": "We asked three more pupils."})
    assert answered.status_code == 302
    assert "Answer to a complaint" in lead.get(answered["Location"]).content.decode()
    assert "The letter is written" in lead.get(address).content.decode()


def test_it_is_on_the_list_of_whoever_looks_at_that_stage_and_on_the_pages_of_the_case(
    cast: Cast, told: Told, letter: Disclosure
) -> None:
    begun(letter)
    lead = signed_in(cast.okafor)
    for page in ("/school/", "/school/duties/?show=mine", reverse("school:case", args=[told.case.pk])):
        assert "Answer a family that does not agree" in lead.get(page).content.decode(), page
    assert "does not agree with what they were told" in lead.get(reverse("school:case", args=[told.case.pk])).content.decode()
    assert "Answer them by" in lead.get(reverse("school:case_families", args=[told.case.pk])).content.decode()
    assert "They do not agree with it" in lead.get(reverse("school:letter", args=[letter.pk])).content.decode()


def test_what_a_family_said_on_the_telephone_is_written_down_once(
    cast: Cast, letter: Disclosure, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address, lead = reverse("school:letter_disagree", args=[letter.pk]), signed_in(cast.lund)
    lead.get(address)
    with django_assert_max_num_queries(14):
        assert "A talk with us" in lead.get(address).content.decode()
    missing = lead.post(address, {"words": "She was not asked."})
    assert (missing.status_code, "Choose how they said it." in missing.content.decode()) == (422, True)
    assert "She was not asked." in missing.content.decode()
    today = now()
    day = {"said-day": today.day, "said-month": today.month, "said-year": today.year}
    there = lead.post(address, {"way": "phone", "words": "She was not asked.", **day}, follow=True)
    said = there.content.decode()
    assert "by telephone. Written down by Mr Lund" in said
    assert "She was not asked." in said
    assert lead.get(address)["Location"] == there.redirect_chain[0][0]
    for member in (cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        assert signed_in(member).get(address).status_code == 404


def test_the_steps_are_kept_by_the_school_and_read_by_the_family(cast: Cast, letter: Disclosure) -> None:
    address, lead = reverse("school:complaint_stages"), signed_in(cast.reyes)
    assert "usually have" in lead.get(address).content.decode()
    step = {"name-1": "A talk", "to_whom-1": "Ms Okafor", "days-1": "4", "reach-1": "01305 000000", "sees_to-1": "dsl"}
    wrong = lead.post(address, {**step, "days-1": "many"}).content.decode()
    assert "Write a number of school days" in wrong
    assert 'value="many"' in wrong
    kept = lead.post(address, step, follow=True).content.decode()
    assert "in force from now on" in kept
    lead.post(address, {**step, "days-1": "9"})
    assert "within 4 school days" in lead.get(address).content.decode(), "the steps before are shown"
    told = come_back().get(reverse("family:disagree", args=[letter.pk])).content.decode()
    assert "A talk with us" in told, "as on the day of the letter"


def test_only_whoever_sees_the_case_sees_the_complaint(cast: Cast, told: Told, letter: Disclosure) -> None:
    begun(letter)
    with asking(cast.okafor.actor()):
        complaint = Complaint.objects.get()
    address = reverse("school:complaint", args=[complaint.pk])
    makers.make_conflict(member=cast.reyes, subject_id=told.case.pk)
    for member in (cast.reyes, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        browser = signed_in(member)
        assert browser.get(address).status_code == browser.post(address, {"why": "x"}).status_code == 404
        assert "Robin" not in browser.get(reverse("school:complaints")).content.decode()
    make_grant(member=cast.adeyemi, subject_id=told.case.pk)
    assert signed_in(cast.adeyemi).get(address).status_code == 200
