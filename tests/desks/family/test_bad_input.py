"""Whatever somebody types or does, they are told in a clear sentence, what they typed stays, and nothing is half-saved."""

from __future__ import annotations

from html import escape

import pytest
from django.test import Client

from tests.desks.family import pictures
from tests.desks.family.reporting import ANSWERS, Reporter, upload
from upstander.kernel.actor import reporter
from upstander.records.access.asking import asking
from upstander.records.evidence.models import Item
from upstander.records.intake.draft_keys import read_key
from upstander.records.intake.models import Draft
from upstander.records.organisations.models import Organisation

pytestmark = pytest.mark.django_db
LONG = "It went on and on. " * 530  # a little over 10,000 characters


def saved(person: Reporter) -> dict[str, object]:
    key = read_key(person.key)
    assert key is not None
    with asking(reporter(key.draft_id)):
        return dict(Draft.objects.get().answers)


def test_no_school_chosen(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("school", thornbury.pk)
    person.answer("school", {"sought": ""})
    assert person.status == 422
    assert person.says("There is a problem")
    assert person.page.count("Choose a school, or type part of its name or its postcode.") == 2
    assert "school" not in saved(person)


def test_a_school_that_nobody_knows(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("school", thornbury.pk)
    person.answer("school", {"sought": "Hogsmeade"})
    assert person.status == 422
    assert person.says("We found no school like that")
    assert 'value="Hogsmeade"' in person.page


@pytest.mark.parametrize(
    ("day", "month", "year", "why"),
    [
        ("3", "11", "2099", "still to come"),
        ("31", "2", "2026", "no such day"),
        ("3", "", "2026", "give day, month and year"),
        ("x", "11", "2026", "no such day"),
        ("3", "11", "26", "four figures"),
    ],
)
def test_a_date_that_cannot_be(person: Reporter, thornbury: Organisation, day: str, month: str, year: str, why: str) -> None:
    person.up_to("when", thornbury.pk)
    person.answer("when", {"first-day": day, "first-month": month, "first-year": year, "words": "Every evening"})
    assert person.status == 422
    assert person.says(why)
    assert person.says("Every evening")
    assert f'value="{year}"' in person.page
    assert "when" not in saved(person)


def test_ten_thousand_characters_are_kept_to_the_last(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("words", thornbury.pk)
    person.answer("words", {"words": LONG})
    assert person.status == 200
    assert saved(person)["words"] == {"words": LONG}


def test_too_many_characters_stay_on_the_page(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("words", thornbury.pk)
    person.answer("words", {"words": LONG * 2})
    assert person.status == 422
    assert person.says("there is room for 20,000")
    assert person.says(LONG.strip())


def test_words_in_any_script_stay_as_they_were_said(person: Reporter, thornbury: Organisation) -> None:
    said = "\u202eevil\u202c שלום \u200bzero\u200d 🐷 <b>O’Quill</b> & 'co' {{7*7}} %s"
    person.up_to("words", thornbury.pk)
    person.answer("words", {"words": f"{said}\0\x07"})
    assert saved(person)["words"] == {"words": said}
    person.open("/report/words/")
    assert escape(said, quote=False) in person.page.replace("&#39;", "'")
    assert "<b>O’Quill" not in person.page


def test_a_name_with_an_apostrophe(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("people", thornbury.pk)
    person.answer("people", {"targeted-rows": "1", "targeted-0-name": "Zoë O'Quill-D’Arcy"})
    assert person.status == 200
    person.open("/report/people/")
    assert person.says("Zoë O'Quill-D’Arcy")


def test_a_name_that_hides_or_turns_its_direction_is_shown_harmless(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("evidence", thornbury.pk)
    person.answer("evidence", {"files": [upload("chat\u202egnp.\u200bexe", pictures.png())], "go": "add"})
    assert "\u202e" not in person.page
    assert "\u200b" not in person.page
    assert person.says("chatgnp.exe")


def test_each_bad_file_is_refused_by_itself_and_the_others_are_kept(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("evidence", thornbury.pk)
    files = [
        upload("good.png", pictures.png()),
        upload("empty.png", b""),
        upload("program.png", b"MZ\x90\x00" + bytes(100)),
        upload("damaged.png", pictures.damaged_png()),
        upload("large.txt", b"x" * (30 * 1024 * 1024)),
        upload("locked.pdf", pictures.pdf().replace(b"/Root", b"/Encrypt 2 0 R/Root")),
        upload("chat.zip", pictures.whatsapp()),
    ]
    person.answer("evidence", {"files": files})
    assert person.status == 422
    for reason in ("It is empty", "It is a program", "It is damaged", "larger than 25 MB", "locked with a password"):
        assert person.says(reason)
    kept = person.page.partition("What is kept")[2].partition("What could not be added")[0]
    assert kept.count("<li>") == 2
    person.answer("evidence", {})
    assert person.heading == "Who are you?"


def test_more_than_twenty_files_at_once_lose_nothing_else(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("evidence", thornbury.pk)
    person.answer("evidence", {"files": [upload(f"{n}.png", pictures.png(30 + n)) for n in range(25)]})
    assert person.status in (413, 422)
    assert person.says("20 files")
    person.open("/report/evidence/")
    assert person.status == 200


def test_a_file_is_taken_back(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("evidence", thornbury.pk)
    person.answer("evidence", {"files": [upload("chat.png", pictures.png())], "go": "add"})
    item = person.page.partition('name="remove" value="')[2][:36]
    person.answer("evidence", {"remove": item})
    assert person.status == 200
    assert "What is kept" not in person.page
    key = read_key(person.key)
    assert key is not None
    with asking(reporter(key.draft_id)):
        assert Item.objects.get().name == ""


def test_none_of_these_with_something_else(person: Reporter) -> None:
    person.open("/report/")
    person.answer("danger", {"risks": ["serious_threat", "none"]})
    assert person.status == 422
    assert person.says("Untick one of them")


def test_an_address_that_is_none(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("reporter", thornbury.pk)
    person.answer("reporter", {"email": "alex at home"})
    assert person.status == 422
    assert 'value="alex at home"' in person.page


def test_two_windows_answer_the_same_question(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("words", thornbury.pk)
    other = Reporter(person.client)
    other.page = person.page
    person.answer("words", {"words": "What I said first"})
    other.answer("words", {"words": "What I said second"})
    assert other.status == 409
    assert other.says("What I said first")
    assert other.says("What I said second")
    assert saved(person)["words"] == {"words": "What I said first"}
    other.answer("words", {})  # keep this one: the form carries the second answer
    assert other.status == 200
    assert saved(person)["words"] == {"words": "What I said second"}


def test_the_same_answer_in_two_windows_is_no_question(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("words", thornbury.pk)
    other = Reporter(person.client)
    other.page = person.page
    person.answer("words")
    other.answer("words")
    assert other.status == 200


def test_the_page_was_open_too_long(thornbury: Organisation) -> None:
    person = Reporter(Client(enforce_csrf_checks=True))
    person.open("/report/")
    person.client.cookies.clear()
    person.answer("danger", {"danger": "no", "risks": ["physical_injury"]})
    assert person.status == 403
    assert person.says("What you typed is still here")
    assert 'value="physical_injury" checked' in person.page
    person.answer("danger", {"danger": "no"})
    assert person.status == 200
    assert person.heading == "What has been happening?"


def test_a_strangers_page_puts_no_words_in_our_form(thornbury: Organisation) -> None:
    client = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"})
    answer = client.post("/report/words/", {"words": "planted words that are long enough"})
    assert answer.status_code == 403
    assert b"planted" not in answer.content


def test_the_cookie_is_gone_and_nothing_is_lost(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("people", thornbury.pk)
    person.client.cookies.clear()
    person.answer("people")
    assert person.status == 200
    assert set(saved(person)) == {"danger", "words", "school", "people"}


def test_a_draft_that_we_no_longer_hold_begins_anew_with_what_was_typed(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("people", thornbury.pk)
    key = read_key(person.key)
    assert key is not None
    with asking(reporter(key.draft_id)):
        Draft.objects.all().delete()
    person.answer("people")
    assert person.status == 200
    assert person.says("We no longer hold what you wrote before")
    assert set(saved(person)) == {"people"}


def test_the_back_button_after_sending(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("people", thornbury.pk)
    old = person.page
    for each in ("people", "when", "where", "done", "images", "evidence", "reporter", "check"):
        person.answer(each)
    code = person.code
    person.page = old
    person.answer("people", {**ANSWERS["people"], "targeted-0-name": "Somebody Else"})
    assert person.status == 409
    assert person.heading == "You have sent this report"
    assert person.says("Somebody Else")
    assert person.client.get("/report/people/").headers["Location"] == "/report/sent/"
    person.open("/report/sent/")
    assert person.code == code


def test_sent_twice_is_received_once(person: Reporter, thornbury: Organisation) -> None:
    person.up_to("check", thornbury.pk)
    before = person.page
    person.answer("check", {})
    first = person.code
    person.page = before
    person.answer("check", {})
    assert person.status == 200
    assert first
    assert person.code == first


def test_the_code_is_shown_until_it_is_kept(person: Reporter, thornbury: Organisation) -> None:
    code = person.send(thornbury.pk)
    person.open("/report/sent/")
    assert person.code == code
    person.client.post("/report/sent/", person.hidden())
    person.open("/report/sent/")
    assert person.code == ""
    assert person.says("You have kept the code")


def test_a_report_without_a_school_that_is_here_is_not_sent(person: Reporter, thornbury: Organisation) -> None:
    thornbury.receives_reports = False
    thornbury.save()
    person.up_to("school", thornbury.pk)
    person.answer("school", {"sought": "thornbury"})
    assert person.says("does not receive reports here")
    assert person.says("designated safeguarding lead")
    person.answer("check", {})
    assert person.status == 422
    assert person.heading == "Is this what you want to send?"


def test_a_question_that_there_is_not(person: Reporter) -> None:
    person.open("/report/colour/")
    assert person.status == 404
