"""Between schools, at the desk: proposed, written, seen as they will see it, sent, followed, accepted and answered."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import makers
from tests.cast import Cast, signed_in
from tests.desks.school.test_report_page import opening_form
from tests.procedures.exchanges import deliver_all, sent, written
from tests.procedures.situation import arise
from upstander.kernel.clock import now
from upstander.records.access.asking import asking
from upstander.records.disclosures.exchange import Crossing, Exchange
from upstander.records.organisations.models import School
from upstander.records.people.models import Person

DAY = {"hoped_by-day": "9", "hoped_by-month": "12", "hoped_by-year": "2026"}


def test_it_is_proposed_by_itself_and_sent_after_a_look(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    with asking(cast.okafor.actor()):
        Person.objects.filter(pk=situation.sam.pk).update(school_name="Northcliff")
    case = f"/school/cases/{situation.case.pk}/schools/"
    assert "Sam Birch goes to Northcliff" in client.get(case).content.decode()
    page = f"{case}{situation.sam.pk}/"
    form = client.get(page).content.decode()
    assert "Northcliff Academy" in form

    answer = client.post(page, {"what": "Sam sends clips.", "names_ours": "no", "sought": "Northcliff"})
    assert answer.status_code == 422
    assert "Sam sends clips." in answer.content.decode()
    found = client.post(page, {"what": "Sam sends clips.", "sought": "northcliff", "find": "yes"}).content.decode()
    assert "Sam sends clips." in found
    typed = {"what": "Sam sends clips of Robin.", "urn": cast.northcliff.school_id, "names_ours": "no", **DAY}
    refused = client.post(page, typed).content.decode()
    assert "“Robin” may tell of somebody" in refused
    assert 'name="let_stand" value="Robin"' in refused
    written_to = client.post(page, {**typed, "what": "Sam sends clips."})["Location"]

    preview = client.get(written_to).content.decode()
    assert "As Northcliff Academy will read it" in preview
    assert client.post(f"{written_to}send/")["Location"] == f"{written_to}?done=sent"
    assert deliver_all(cast, now()) == 1
    assert "goes to" not in client.get(case).content.decode()
    assert "Delivered" in client.get(case).content.decode()


def test_what_came_in_is_accepted_as_a_report(cast: Cast) -> None:
    it = sent(cast)
    assert it.theirs is not None
    client = signed_in(cast.vance)
    assert "A referral between schools waits for us" in client.get("/school/").content.decode()
    page = f"/school/schools/{it.theirs.pk}/"
    shown = client.get(page).content.decode()
    assert "Clips go round a group chat" in shown
    opened = client.post(f"{page}accept/")
    assert opened["Location"] == f"/school/reports/{it.theirs.pk}/case/"
    form = opening_form(client.get(opened["Location"]))
    case = client.post(opened["Location"], {**form, "title": "Voice notes", "lead": cast.vance.pk, "family_of": "none"})[
        "Location"
    ]
    assert "Sam Birch" in client.get(f"{case}schools/").content.decode()
    assert "Sam Birch" in client.get(f"/school/reports/{it.theirs.pk}/").content.decode()
    assert client.post(page, {"kind": "outcome", "words": "We have spoken with Sam."}).status_code == 302
    deliver_all(cast, now())
    assert "We have spoken with Sam." in signed_in(cast.okafor).get(f"/school/schools/{it.ours.pk}/").content.decode()


def test_what_was_taken_back_shows_only_that(cast: Cast) -> None:
    it = sent(cast)
    assert it.theirs is not None
    back = {"kind": "withdrawn", "words": "It was another child."}
    assert signed_in(cast.okafor).post(f"/school/schools/{it.ours.pk}/", back).status_code == 302
    deliver_all(cast, now())
    client = signed_in(cast.vance)
    came = client.get("/school/came-in/").content.decode()
    assert came.count("From another school") == 2  # the referral, and that it was taken back
    assert "Clips go round" not in came
    assert "It was another child." in came
    shown = client.get(f"/school/schools/{it.theirs.pk}/").content.decode()
    assert "It was another child." in shown
    assert "Clips go round" not in shown
    assert client.post(f"/school/schools/{it.theirs.pk}/accept/").status_code == 422


def test_who_may_not_learns_nothing(cast: Cast) -> None:
    it = sent(cast)
    assert it.theirs is not None
    makers.make_conflict(member=cast.lund, subject_id=it.situation.case.pk)
    pages = ("", "send/", "accept/")
    for who in ("lund", "adeyemi", "hale", "vance", "marsh", "flint"):
        client = signed_in(getattr(cast, who))
        for page in pages:
            there = client.post(f"/school/schools/{it.ours.pk}/{page}", {"kind": "question", "words": "Who?"})
            nowhere = client.post(f"/school/schools/{uuid4()}/{page}", {"kind": "question", "words": "Who?"})
            assert (who, page, there.status_code, nowhere.status_code) == (who, page, 404, 404)
        assert client.get(f"/school/schools/{it.ours.pk}/").status_code == 404
    assert signed_in(cast.okafor).get(f"/school/schools/{it.theirs.pk}/").status_code == 404
    assert "Sam Birch" not in signed_in(cast.lund).get("/school/schools/").content.decode()


def test_pastoral_staff_read_it_and_cannot_send(cast: Cast) -> None:
    it = written(cast)
    makers.make_grant(member=cast.adeyemi, subject_id=it.situation.case.pk)
    client = signed_in(cast.adeyemi)
    assert client.get(f"/school/schools/{it.ours.pk}/").status_code == 200
    assert client.post(f"/school/schools/{it.ours.pk}/send/").status_code == 404
    with asking(cast.okafor.actor()):
        assert not Crossing.objects.exists()


def test_the_pages_keep_to_their_budget(cast: Cast) -> None:
    it = sent(cast)
    client = signed_in(cast.okafor)
    for page, most in ((f"/school/schools/{it.ours.pk}/", 12), ("/school/schools/", 8)):
        client.get(page)
        with CaptureQueriesContext(connection) as statements:
            assert client.get(page).status_code == 200
        assert len(statements) <= most, [query["sql"] for query in statements]


def test_a_name_that_only_one_school_has_is_at_the_other_nowhere(cast: Cast) -> None:
    """Whatever is on the case of the one and did not cross is on no page of the other."""
    it = sent(cast)
    assert it.theirs is not None
    signed_in(cast.vance).post(f"/school/schools/{it.theirs.pk}/accept/")
    pages = ("", "reports/", "schools/", "came-in/", f"schools/{it.theirs.pk}/", f"reports/{it.theirs.pk}/")
    for page in (*pages, "search/?q=Robin", "search/?q=Ashdown", f"reports/{it.theirs.pk}/case/"):
        shown = signed_in(cast.vance).get(f"/school/{page}").content.decode()
        assert "Robin Ashdown" not in shown, page
        assert it.situation.case.reference not in shown, page
    with asking(cast.vance.actor()):
        assert Exchange.objects.count() == 1


def test_a_closed_school_stands_for_the_one_that_took_its_place(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    old = makers.make_school_line(name="Old Harbour School")
    School.objects.filter(pk=old.pk).update(is_open=False, successor=cast.northcliff.school)
    page = f"/school/cases/{situation.case.pk}/schools/{situation.sam.pk}/"
    shown = client.post(page, {"sought": "old harbour", "find": "yes"}).content.decode()
    assert "It took the place of Old Harbour School, which is closed" in shown
    typed = {"what": "Sam sends clips.", "urn": old.pk, "names_ours": "no", **DAY}
    assert "Find the school by its name" in client.post(page, typed).content.decode()
