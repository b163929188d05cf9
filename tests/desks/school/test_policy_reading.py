"""The pages on what the policy says: who may, what they say, how many queries they take, and what comes back from a file."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import makers
from tests.cast import Cast, signed_in
from tests.makers.readings import WORDS
from upstander.desks.school.keysets import Key
from upstander.kernel import clock
from upstander.operations.reading.reader import read as reader
from upstander.procedures.policy_reading.read_policy import read_policy
from upstander.records.access.asking import asking
from upstander.records.audit.models import Entry
from upstander.records.policies.reading import PolicyDecision, Proposal, Reading

LIST = "/school/policy/reading/"
LEADS = {"okafor", "lund", "reyes"}
EVERYBODY = ("okafor", "lund", "reyes", "adeyemi", "hale", "vance", "marsh", "flint")
DOOR = 4 + 3  # who is asking; and in a test a savepoint and its way back
MET = {"answer": "met", "passage": "p0", "seen": ""}


def page_of(reading: Reading, more: str = "") -> str:
    return f"{LIST}{reading.pk}/{more}"


def said(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def sent(content: bytes, name: str = "policy.txt") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def brought(client: Client, content: bytes, name: str = "policy.txt") -> str:
    """Returns the page of the file."""
    answer = client.post(LIST, sent(content, name))
    assert answer.status_code == 302
    return str(answer["Location"])


def read(cast: Cast) -> None:
    """What the worker does, in this process."""
    with asking(cast.okafor.actor()):
        waiting = list(Reading.objects.filter(read_at=None))
    for it in waiting:
        read_policy(organisation_id=it.organisation_id, reading_id=it.pk, read_apart=reader, at=clock.now())


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sees_which_page(cast: Cast, who: str) -> None:
    reading, client = makers.make_reading(by=cast.okafor), signed_in(getattr(cast, who))
    readers = LEADS | {"hale"}
    pages = {"": LEADS, "online_response/": LEADS, "summary/": readers}
    for more, allowed in pages.items():
        assert client.get(page_of(reading, more)).status_code == (200 if who in allowed else 404), more
        assert client.get(f"{LIST}{uuid4()}/{more}").status_code == 404
    assert client.get(LIST).status_code == (200 if who in readers | {"vance"} else 404)
    assert client.post(page_of(reading, "download/")).status_code == (200 if who in readers else 404)
    assert client.post(page_of(reading, "online_response/"), MET).status_code == (302 if who in LEADS else 404)
    assert client.post(page_of(reading, "again/")).status_code == 404  # it was read
    assert (client.post(LIST, {}).status_code == 422) == (who in LEADS | {"vance"})


def test_another_school_s_list_is_its_own(cast: Cast) -> None:
    makers.make_reading(by=cast.okafor, name="Ours.pdf")
    assert "Ours.pdf" in said(signed_in(cast.lund), LIST)
    assert "Ours.pdf" not in said(signed_in(cast.vance), LIST)


def test_forms_want_a_token_and_a_post(cast: Cast) -> None:
    reading = makers.make_reading(by=cast.okafor)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(cast.okafor).cookies
    for more in ("download/", "again/"):
        assert signed_in(cast.okafor).get(page_of(reading, more)).status_code == 405
    for page in (LIST, page_of(reading, "download/"), page_of(reading, "online_response/")):
        assert strict.post(page, {}).status_code == 403


class TestBringing:
    def test_a_file_is_brought_waited_for_and_read_without_script(self, cast: Cast) -> None:
        client = signed_in(cast.okafor)
        page = brought(client, WORDS.encode())

        assert "The file is being read." in said(client, page)
        assert "Look again" in said(client, page)
        assert client.head(page).status_code == 202
        assert client.get(f"{page}summary/").status_code == 404
        assert "Being read" in said(client, LIST)
        read(cast)
        assert client.head(page).status_code == 200
        assert "0 of 19 decided" in said(client, page)
        assert "0 of 19 decided" in said(client, LIST)

    def test_no_file_and_one_that_is_too_large_are_one_sentence(self, cast: Cast) -> None:
        client = signed_in(cast.okafor)
        for given, says in (({}, "Choose the file"), (sent(b"x" * (25 * 1024 * 1024 + 9)), "larger than 25 MB")):
            answer = client.post(LIST, given)
            assert (answer.status_code, says in answer.content.decode()) == (422, True)
        with asking(cast.okafor.actor()):
            assert not Reading.objects.exists()

    def test_what_went_wrong_is_said_plainly(self, cast: Cast) -> None:
        client = signed_in(cast.okafor)
        page = brought(client, b"\n\n \n")
        read_policy_says_empty(cast)
        words = said(client, page)
        assert "It could not be read" in words
        assert "The file is empty." in words
        assert "Could not be read" in said(client, LIST)

    def test_one_that_takes_too_long_can_be_read_again(self, cast: Cast) -> None:
        late = makers.make_reading(by=cast.okafor, is_waiting=True, at=clock.now() - timedelta(minutes=20))
        client = signed_in(cast.okafor)
        assert "longer than it should" in said(client, page_of(late))
        assert client.post(page_of(late, "again/"))["Location"] == page_of(late)

    def test_names_and_words_from_the_file_are_only_ever_words(self, cast: Cast) -> None:
        client = signed_in(cast.okafor)
        page = brought(client, b"We look into bullying outside school <script>alert(1)</script> online.", "<b>x</b>.txt")
        read(cast)
        for shown in (LIST, page, f"{page}investigate_off_premises/"):
            content = client.get(shown).content
            assert b"<script>alert" not in content
            assert b"<b>x</b>" not in content


def read_policy_says_empty(cast: Cast) -> None:
    from upstander.operations.reading.apart import read_apart

    with asking(cast.okafor.actor()):
        waiting = Reading.objects.get(read_at=None)
    read_policy(organisation_id=waiting.organisation_id, reading_id=waiting.pk, read_apart=read_apart, at=clock.now())


class TestDeciding:
    def test_the_page_shows_what_is_asked_and_what_may_say_it(self, cast: Cast) -> None:
        reading = makers.make_reading(
            by=cast.okafor,
            notes=("Page 1: read by a machine (OCR).",),
            found={"online_response": "partly", "complaints": "not found"},
        )
        client = signed_in(cast.okafor)
        words = said(client, page_of(reading, "online_response/"))
        for expected in (
            "The law or the guidance asks for it.", "paragraph 4", f"“{WORDS}”", "Page 2, under “Outside school”",
            "Says that the school looks into", "Found in part", "It could not find: which steps are taken.", "(OCR)", "1 of 19",
        ):  # fmt: skip
            assert expected in words
        assert "Your policy may say it in others" in said(client, page_of(reading, "complaints/"))
        assert client.get(page_of(reading, "nonsense/")).status_code == 404

    def test_deciding_leads_to_the_next_until_all_are_decided(self, cast: Cast) -> None:
        reading, client = makers.make_reading(by=cast.okafor), signed_in(cast.okafor)
        answer = client.post(page_of(reading, "online_response/"), MET)
        assert answer["Location"] == page_of(reading, "in_school_sanctions/?kept=1")
        assert "1 of 19 decided." in said(client, answer["Location"])
        with asking(cast.okafor.actor()):
            rest = list(Proposal.objects.filter(reading=reading).exclude(decisions__isnull=False).order_by("position"))
        for proposal in rest:
            answer = client.post(page_of(reading, f"{proposal.statement}/"), MET)
        assert answer["Location"] == page_of(reading, "?kept=1")
        assert "All decided" in said(client, answer["Location"])

    def test_a_mistake_keeps_what_was_typed(self, cast: Cast) -> None:
        reading, client = makers.make_reading(by=cast.okafor), signed_in(cast.okafor)
        typed = {"answer": "partly", "passage": "by_hand", "words": "", "page": "4", "note": "Ask <Mr Hale>."}
        answer = client.post(page_of(reading, "online_response/"), typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'href="#words"' in page
        assert "Ask &lt;Mr Hale&gt;." in page
        assert re.search(r'value="partly" checked', page)

    def test_somebody_who_was_slower_sees_what_was_decided_first(self, cast: Cast) -> None:
        reading = makers.make_reading(by=cast.okafor)
        makers.make_policy_decision(reading=reading, by=cast.lund)
        client, page = signed_in(cast.okafor), page_of(reading, "online_response/")
        slow = {"answer": "not_met", "passage": "nowhere", "seen": ""}
        answer = client.post(page, slow).content.decode()
        assert "Mr Lund decided this while the page was open." in answer
        seen = re.search(r'name="seen" value="([^"]+)"', answer)
        assert seen
        assert client.post(page, {**slow, "seen": seen[1]}).status_code == 302
        words = said(client, page)
        assert "Not met" in words
        assert "What was decided before that" in words

    def test_the_same_words_in_a_new_file_are_offered_and_decided_with_a_press(self, cast: Cast) -> None:
        client = signed_in(cast.okafor)
        first = brought(client, b"We look into bullying outside school, online too.")
        read(cast)
        client.post(f"{first}investigate_off_premises/", MET)
        second = brought(client, b"# Our policy\n\nWe look into bullying outside school, online too.\n\nMore.")
        read(cast)
        assert "Decided before on the same words" in said(client, second)
        assert "0 of 19 decided" in said(client, second)
        page = f"{second}investigate_off_premises/"
        assert "These words were decided on before" in said(client, page)
        assert client.post(page, {"as_before": "yes", "seen": ""}).status_code == 302
        assert "1 of 19 decided" in said(client, second)
        assert client.post(f"{second}complaints/", {"as_before": "yes"}).status_code == 404
        with asking(cast.okafor.actor()):
            assert PolicyDecision.objects.exclude(as_before=None).count() == 1


class TestTheSummary:
    def test_it_has_everything_that_was_decided_and_what_was_not(self, cast: Cast) -> None:
        reading = makers.make_reading(by=cast.okafor, notes=("Pages 1, 2: a picture, read by a machine (OCR).",))
        makers.make_policy_decision(reading=reading, by=cast.lund, answer="partly", note="Say how soon.")
        makers.make_policy_decision(reading=reading, by=cast.okafor, statement="staff_as_targets")
        for who in (cast.okafor, cast.hale):
            words = said(signed_in(who), page_of(reading, "summary/"))
            for expected in (
                "1 met, 1 partly met, 17 still to be decided", WORDS,
                "Page 2, under “Outside school”", "Say how soon.", "Mr Lund",
                reading.sha256, "(OCR)", "3 November 2026", "Still to be decided", "Good practice", "Thornbury Vale School",
            ):  # fmt: skip
                assert expected in words
            assert "complian" not in words.lower()

    def test_a_governor_finds_no_way_to_decide(self, cast: Cast) -> None:
        reading, client = makers.make_reading(by=cast.okafor), signed_in(cast.hale)
        for page in (LIST, page_of(reading, "summary/")):
            content = client.get(page).content.decode()
            assert "Read it" not in content
            assert "online_response/" not in content
            assert 'href="/school/"' not in content  # Today, which they may not open
        assert f'href="{LIST}"' in client.get("/school/policy/").content.decode()


@pytest.mark.parametrize(
    ("name", "ending", "served"), [('x"; filename="evil.html', "html", "html.txt"), ("bad\r\nSet-Cookie: a=b", "pdf", "pdf")]
)
def test_a_download_has_our_name_and_never_opens_in_the_browser(cast: Cast, name: str, ending: str, served: str) -> None:
    reading = makers.make_reading(by=cast.okafor, name=name, ending=ending, content=b"<html>as it came")

    answer = signed_in(cast.hale).post(page_of(reading, "download/"))

    assert answer.content == b"<html>as it came"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="policy-2026-11-03-{reading.sha256[:8]}.{served}"'
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    with asking(cast.okafor.actor()):
        assert Entry.objects.get(verb="policy_downloaded").actor_name == "Mr Hale"


@pytest.mark.parametrize(("more", "most"), [(None, 2), ("", 3), ("summary/", 4), ("online_response/", 5)])
def test_query_budgets(cast: Cast, more: str | None, most: int, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    readings = [makers.make_reading(by=cast.okafor) for _ in range(4)]
    for reading in readings:
        makers.make_policy_decision(reading=reading, by=cast.okafor)
        makers.make_policy_decision(reading=reading, by=cast.lund, statement="complaints")
    client, page = signed_in(cast.okafor), LIST if more is None else page_of(readings[0], more)
    client.get(page)
    with django_assert_max_num_queries(DOOR + most):
        client.get(page)


def test_the_list_of_files_goes_on_over_pages_and_nobody_pages_into_another_school(cast: Cast) -> None:
    def linked(page: str, words: str) -> str:
        found = re.search(rf'href="({LIST}[^"]+)" rel="(?:prev|next)">(?:(?!</a>).)*{words}', page)
        return found[1].replace("&amp;", "&") if found else ""

    for days in range(27):
        makers.make_reading(by=cast.okafor, name=f"file-{days}.pdf", trouble="x", at=makers.AT + timedelta(days=days // 2))
    theirs = makers.make_reading(by=cast.vance, name="theirs.pdf", trouble="x")
    client = signed_in(cast.hale)
    first = client.get(LIST).content.decode()
    second = client.get(linked(first, "Older")).content.decode()
    names = [re.findall(r"file-\d+\.pdf", page) for page in (first, second)]
    assert [len(found) for found in names] == [25, 2]
    assert set(names[0] + names[1]) == {f"file-{days}.pdf" for days in range(27)}
    assert not linked(second, "Older")
    assert re.findall(r"file-\d+\.pdf", client.get(linked(second, "Newer")).content.decode()) == names[0]
    key = Key(theirs.brought_at + timedelta(days=1), theirs.pk)
    for way in ("after", "before"):
        shown = client.get(f"{LIST}?{way}={key}").content.decode()
        assert "theirs.pdf" not in shown
        assert "file-" in shown
    assert "file-26.pdf" in client.get(f"{LIST}?after=x").content.decode()
