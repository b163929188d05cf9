"""Every role at every page of the staff desks: let in, or shown the same as for something that does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.reports import a_report
from upstander.records.access.asking import asking
from upstander.records.assessments.models import Assessment, Duty, Verdict
from upstander.records.audit.models import Entry
from upstander.records.intake.models import Report

READERS = {"okafor", "lund", "reyes", "adeyemi"}
LEADS = {"okafor", "lund", "reyes"}
LISTS = {
    "/school/": READERS | {"vance"},
    "/school/reports/": READERS | {"vance"},
    "/school/reports/new/": READERS | {"vance"},
    "/school/reports/paper/": READERS | {"vance"},
    "/school/cases/": READERS | {"vance"},
    "/school/duties/": READERS | {"vance"},
    "/school/waiting/": READERS | {"vance"},
    "/school/checks/": READERS | {"vance"},
    "/school/again/": READERS | {"vance"},
    "/school/duplicates/": LEADS | {"vance"},
    "/school/steps/": READERS | {"vance"},
    "/school/cases/?show=open&show=mine": READERS | {"vance"},
    "/school/came-in/": READERS | {"vance"},
    "/school/devices/": READERS | {"vance"},
    "/school/schools/": READERS | {"vance"},
    "/school/search/?q=Robin": READERS | {"vance"},
    "/school/days/": LEADS | {"vance"},
    "/school/staff/": LEADS | {"vance"},
    "/school/policy/": READERS | {"hale", "vance"},
    "/school/prevention/": READERS | {"hale", "vance"},
    "/school/prevention/add/": LEADS | {"vance"},
    "/school/policy/reading/": LEADS | {"hale", "vance"},
    "/school/complaints/": READERS | {"vance"},
    "/school/complaints/steps/": LEADS | {"vance"},
    "/oversight/": LEADS | {"hale", "vance"},
    "/force/": {"marsh", "flint"},
}
EVERYBODY = ("okafor", "lund", "reyes", "adeyemi", "hale", "vance", "marsh", "flint")


def words(page: Any) -> str:
    """What a person reads, without what differs from one request to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|[0-9a-f-]{36}', "", page.content.decode())


@pytest.mark.parametrize("who", EVERYBODY)
def test_lists(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    answers = {page: client.get(page).status_code for page in LISTS}
    assert answers == {page: 200 if who in allowed else 404 for page, allowed in LISTS.items()}


def test_signed_out_leads_to_the_way_in(db: None) -> None:
    for page in LISTS:
        assert Client().get(page)["Location"].startswith("/sign-in/?next="), page


RECORDS: dict[str, tuple[Callable[[Report], object], str, set[str]]] = {
    "report": (lambda report: report.pk, "/school/reports/{}/", LEADS),
    "glance": (lambda report: report.pk, "/school/reports/{}/glance/", LEADS),
    "messages": (lambda report: report.pk, "/school/reports/{}/messages/", LEADS),
    "evidence": (lambda report: report.pk, "/school/reports/{}/evidence/", LEADS),
    "code": (lambda report: report.pk, "/school/reports/{}/code/", LEADS),
    "opening": (lambda report: report.pk, "/school/reports/{}/case/", LEADS),
}


@pytest.mark.parametrize("who", EVERYBODY)
def test_records(cast: Cast, who: str) -> None:
    """Pastoral staff are let in only where the record was given to them; here it was not."""
    report, client = a_report(cast.thornbury), signed_in(getattr(cast, who))
    for kind, (find, page, allowed) in RECORDS.items():
        there, nowhere = client.get(page.format(find(report))), client.get(page.format(uuid4()))

        assert (kind, there.status_code) == (kind, 200 if who in allowed else 404)
        if who not in allowed:
            assert words(there) == words(nowhere)


def test_pastoral_staff_read_what_was_given_to_them(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    makers.make_grant(member=cast.adeyemi, subject_id=report.pk, by=cast.okafor)
    client = signed_in(cast.adeyemi)

    assert client.get(f"/school/reports/{report.pk}/").status_code == 200
    assert client.get(f"/school/reports/{report.pk}/case/").status_code == 404


FORMS = {
    "take": ("/school/reports/{report}/take/", LEADS),
    "confirm": ("/school/verdicts/{verdict}/confirm/", LEADS),
    "set_aside": ("/school/verdicts/{verdict}/set-aside/", LEADS),
    "answer": ("/school/facts/{assessment}/", LEADS),
    "give_duties": ("/school/duties/give/", LEADS | {"vance"}),
    "take_duty": ("/school/duties/{duty}/take/", LEADS),
    "finish_duty": ("/school/duties/{duty}/done/", LEADS),
}


@pytest.mark.parametrize("who", EVERYBODY)
def test_forms(cast: Cast, who: str) -> None:
    sent = {"back": "/school/", "fact": "repeated", "answer": "no"}
    client = signed_in(getattr(cast, who))
    for form, (page, allowed) in FORMS.items():
        there = client.post(page.format(**keys_of(a_report(cast.thornbury), cast)), sent)
        nowhere = client.post(page.format_map(NoSuchThing()), sent)

        assert (form, there.status_code != 404) == (form, who in allowed)
        if who not in allowed:
            assert words(there) == words(nowhere)


class NoSuchThing(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return uuid4()


def keys_of(report: Report, cast: Cast) -> dict[str, object]:
    with asking(cast.okafor.actor()):
        assessment = Assessment.objects.get(report=report)
        verdict, duty = Verdict.objects.get(assessment=assessment), Duty.objects.open().filter(assessment=assessment).first()
    assert duty is not None
    return {"report": report.pk, "assessment": assessment.pk, "verdict": verdict.pk, "duty": duty.pk}


def test_forms_want_a_token_and_a_post(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(cast.okafor).cookies
    for form, (page, _) in FORMS.items():
        address = page.format_map(NoSuchThing())
        assert (form, strict.post(address, {"back": "/school/"}).status_code) == (form, 403)
        assert (form, signed_in(cast.okafor).get(address).status_code) == (form, 405)


def test_a_refusal_is_on_record(cast: Cast) -> None:
    signed_in(cast.hale).get("/school/reports/")

    with asking(cast.okafor.actor()):
        entry = Entry.objects.get(verb="refused")
    assert (entry.actor_name, entry.detail) == ("Mr Hale", {"what": "school:reports"})


def test_a_form_leads_back_to_this_desk_only(cast: Cast) -> None:
    report = a_report(cast.thornbury)
    with asking(cast.okafor.actor()):
        verdict = Verdict.objects.get(assessment__report=report)
    for elsewhere in ("https://elsewhere.example/school/", "//elsewhere.example/school/", "/school/../sign-in/", "/report/", ""):
        answer = signed_in(cast.okafor).post(f"/school/verdicts/{verdict.pk}/confirm/", {"back": elsewhere})
        assert answer.status_code == 404, elsewhere
