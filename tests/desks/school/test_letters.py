from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, signed_in
from tests.makers import AT, make_conflict, make_grant, on_behalf_of
from tests.procedures.letters import DAY, again, checked, composed, make_told, rendered, sent
from upstander.kernel.clock import now
from upstander.operations.pdf.rendering import make_pdf
from upstander.procedures.telling.check_letter import CHECKLIST
from upstander.procedures.telling.record_posted_letter import record_posted_letter
from upstander.procedures.telling.render_letter import render_letter
from upstander.records.access.asking import asking
from upstander.records.audit.models import Entry
from upstander.records.disclosures.models import Disclosure

FORM: dict[str, Any] = {
    "looked_into": ["child", "pupils"],
    "why": "The clips were posted on twelve days.",
    "behaviour": "online_bullying",
    "review_on-day": "1",
    "review_on-month": "2",
    "review_on-year": "2099",
}


def page(browser: Client, name: str, key: object, status: int = 200) -> str:
    answer = browser.get(reverse(f"school:{name}", args=[key]))
    assert answer.status_code == status
    return answer.content.decode()


def test_a_letter_goes_from_the_form_to_the_family(cast: Cast) -> None:
    told = make_told(cast)
    lead, deputy = signed_in(cast.okafor), signed_in(cast.lund)
    form = page(lead, "letter_compose", told.robins.pk)
    assert "A named adult checks in with the child" in form
    measure = re.findall(r'name="measures" type="checkbox" value="([^"]+)" checked', form)
    wrote = lead.post(reverse("school:letter_compose", args=[told.robins.pk]), {**FORM, **soon(), "measures": measure})
    assert wrote.status_code == 302
    with on_behalf_of(cast.thornbury.pk):
        letter = Disclosure.objects.get()
    assert "The PDF is being made" in page(lead, "letter", letter.pk)
    assert lead.head(reverse("school:letter_pdf", args=[letter.pk])).status_code == 404
    render_letter(organisation_id=letter.organisation_id, disclosure_id=letter.pk, make_pdf=make_pdf)
    assert lead.head(reverse("school:letter_pdf", args=[letter.pk])).status_code == 200
    seen = page(deputy, "letter", letter.pk)
    assert again(letter, cast.okafor.actor()).html in seen
    digest = re.findall(r'name="seen" value="([0-9a-f]{64})"', seen)[0]
    deputy.post(reverse("school:letter_check", args=[letter.pk]), {"seen": digest, "ticked": list(CHECKLIST)})
    assert "Send the letter" in page(deputy, "letter", letter.pk)
    deputy.post(reverse("school:letter_send", args=[letter.pk]))
    assert "The family has been told" in page(deputy, "letter", letter.pk)
    assert again(letter, cast.okafor.actor()).seal


def soon() -> dict[str, str]:
    day = (now() + timedelta(days=20)).date()
    return {"review_on-day": str(day.day), "review_on-month": str(day.month), "review_on-year": str(day.year)}


def test_what_was_typed_stays_and_each_field_says_what_is_wrong(cast: Cast) -> None:
    told = make_told(cast)
    answer = signed_in(cast.okafor).post(reverse("school:letter_compose", args=[told.robins.pk]), {**FORM, "why": "It was Jess."})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "“Jess” names somebody whom this family may not be told about." in said
    assert "The day must be after today and within a year." in said
    assert 'href="#why"' in said
    assert re.search(r'value="pupils" checked', said)
    assert "It was Jess." in said


def test_words_that_may_tell_of_another_child_are_held_until_somebody_else_decides(cast: Cast) -> None:
    told = make_told(cast)
    lead, deputy = signed_in(cast.okafor), signed_in(cast.lund)
    address = reverse("school:letter_compose", args=[told.robins.pk])
    given = {**FORM, **soon(), "why": "It was J.K. who began."}
    asked = lead.post(address, given).content.decode()
    assert "“J.K” may be the initials of somebody" in asked
    assert 'name="hold_it"' in asked
    assert lead.post(address, {**given, "hold_it": "yes"}).status_code == 302
    with on_behalf_of(cast.thornbury.pk):
        letter = Disclosure.objects.get()
    mine, theirs = page(lead, "letter", letter.pk), page(deputy, "letter", letter.pk)
    assert "You wrote these words, so somebody else decides" in mine
    assert "May these words stand?" not in mine
    (hold,) = re.findall(r'name="hold" value="([^"]+)"', theirs)
    assert "Held: its words may tell of another child" in page(lead, "case_families", told.case.pk)
    decide = reverse("school:letter_hold", args=[letter.pk])
    refused = deputy.post(decide, {"hold": hold, "let_stand": "yes"})
    assert (refused.status_code, "Write why." in refused.content.decode()) == (422, True)
    assert lead.post(decide, {"hold": hold, "let_stand": "yes", "hold_because": "Mine."}).status_code == 422
    assert deputy.post(decide, {"hold": hold, "let_stand": "yes", "hold_because": "A lesson."}).status_code == 302
    assert "They may stand" in page(lead, "letter", letter.pk)


def test_the_form_comes_back_with_the_letter_in_hand(cast: Cast) -> None:
    told = make_told(cast)
    composed(told.robins, cast.okafor)
    assert "The clips were posted on twelve days." in page(signed_in(cast.lund), "letter_compose", told.robins.pk)


def test_the_form_shows_nothing_of_the_other_child(cast: Cast) -> None:
    told = make_told(cast)
    form = page(signed_in(cast.okafor), "letter_compose", told.robins.pk)
    for others in ("Jess", "Kowalska", "Detention", "Friday"):
        assert others not in form


def test_the_writer_is_asked_why_nobody_else_can_look(cast: Cast) -> None:
    told = make_told(cast)
    letter = rendered(told.robins, cast.okafor)
    mine = page(signed_in(cast.okafor), "letter", letter.pk)
    assert "Why can nobody else look?" in mine
    assert "Why can nobody else look?" not in page(signed_in(cast.lund), "letter", letter.pk)
    refused = signed_in(cast.okafor).post(reverse("school:letter_check", args=[letter.pk]), {"ticked": list(CHECKLIST)})
    assert refused.status_code == 422
    assert "The letter has been changed since you opened it." in refused.content.decode()


def test_a_family_without_a_code_gets_paper(cast: Cast) -> None:
    told = make_told(cast)
    letter = checked(told.jesses, cast.okafor, cast.lund)
    lead = signed_in(cast.okafor)
    said = page(lead, "letter", letter.pk)
    assert "This family has no code." in said
    assert "Send the letter" not in said
    refused = lead.post(reverse("school:letter_post", args=[letter.pk]), {"way": "posted"})
    assert (refused.status_code, "Write the day" in refused.content.decode()) == (422, True)


def test_the_pdf_has_a_name_that_says_nothing_and_reading_it_is_on_record(cast: Cast) -> None:
    letter = rendered(make_told(cast).robins, cast.okafor)
    answer = signed_in(cast.okafor).get(reverse("school:letter_pdf", args=[letter.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="letter-2026-11-04.pdf"'
    assert answer.content.startswith(b"%PDF-")
    with on_behalf_of(cast.thornbury.pk):
        assert Entry.objects.filter(verb="letter_printed", subject_id=letter.pk).count() == 1


def test_a_sent_letter_can_be_taken_back_with_a_reason(cast: Cast) -> None:
    told = make_told(cast)
    letter = sent(told.robins, cast.okafor, cast.lund)
    lead = signed_in(cast.okafor)
    address = reverse("school:letter_withdraw", args=[letter.pk])
    assert lead.post(address, {"because": ""}).status_code == 422
    assert lead.post(address, {"because": "The day was wrong."}).status_code == 302
    assert "Taken back" in page(lead, "letter", letter.pk)


def test_that_a_family_has_read_its_letter_is_written_down_where_they_say_so_themselves(cast: Cast) -> None:
    told = make_told(cast)
    letter = checked(told.jesses, cast.okafor, cast.lund)
    lead, address = signed_in(cast.okafor), reverse("school:letter_acknowledged", args=[letter.pk])
    assert lead.post(address, {"who": "Her mother, by telephone"}).status_code == 404, "it is not with them yet"
    with asking(cast.okafor.actor()):
        record_posted_letter(
            actor=cast.okafor.actor(), disclosure_id=letter.pk, way="posted", on=(AT + 3 * DAY).date(), at=AT + 4 * DAY
        )

    assert "Who said so, and how?" in page(lead, "letter", letter.pk)
    refused = lead.post(address, {"who": " "})
    assert (refused.status_code, "Write who said so and how" in refused.content.decode()) == (422, True)
    assert lead.post(address, {"who": "Her mother, by telephone"}).status_code == 302

    said = page(lead, "letter", letter.pk)
    assert "Her mother, by telephone, to Ms Okafor" in said
    assert "Who said so, and how?" not in said
    assert "Read, and they said so on" in lead.get(f"/school/cases/{told.case.pk}/families/").content.decode()
    assert lead.post(address, {"who": "Her father"}).status_code == 422, "once is enough"


def test_nobody_who_must_not_get_in_can_tell_whether_there_is_a_letter(cast: Cast) -> None:
    told = make_told(cast)
    letter = rendered(told.robins, cast.okafor)
    make_conflict(member=cast.reyes, subject_id=told.case.pk)
    missing = "01a20382-0000-7000-8000-000000000000"
    for member in (cast.reyes, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        browser = signed_in(member)
        for name, key in (("letter", letter.pk), ("letter_pdf", letter.pk), ("letter_compose", told.robins.pk)):
            there, not_there = page(browser, name, key, 404), page(browser, name, missing, 404)
            assert there.replace(str(key), missing) == not_there
        for name in ("letter_hold", "letter_check", "letter_send", "letter_post", "letter_acknowledged", "letter_withdraw"):
            assert browser.post(reverse(f"school:{name}", args=[letter.pk])).status_code == 404


def test_pastoral_staff_see_a_letter_of_their_case_but_do_not_check_it(cast: Cast) -> None:
    told = make_told(cast)
    letter = rendered(told.robins, cast.okafor)
    make_grant(member=cast.adeyemi, subject_id=told.case.pk)
    browser = signed_in(cast.adeyemi)
    assert "It can be sent" not in page(browser, "letter", letter.pk)
    assert browser.post(reverse("school:letter_check", args=[letter.pk])).status_code == 404


def test_the_pages_keep_to_their_budget_of_queries(cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    told = make_told(cast)
    letter = checked(told.robins, cast.okafor, cast.lund)
    browser = signed_in(cast.okafor)
    page(browser, "letter", letter.pk)
    with django_assert_max_num_queries(16):
        page(browser, "letter", letter.pk)
    with django_assert_max_num_queries(22):
        page(browser, "letter_compose", told.robins.pk)


def test_a_letter_about_how_far_it_is_is_written_and_listed_beside_the_outcome(cast: Cast) -> None:
    told = make_told(cast)
    lead = signed_in(cast.okafor)
    address = reverse("school:letter_news", args=[told.robins.pk])
    assert "Still looking into it" in page(lead, "letter_news", told.robins.pk)
    days = {name.replace("review_on", "by"): value for name, value in soon().items()}
    assert lead.post(address, {"kind": "still_looking"}).status_code == 422
    held = lead.post(address, {"kind": "still_looking", "why": "Jess is away.", **days})
    assert (held.status_code, 'name="hold_it"' in held.content.decode()) == (422, True)
    assert lead.post(address, {"kind": "still_looking", **days}).status_code == 302
    families = page(lead, "case_families", told.case.pk)
    assert "Still looking into it" in families
    assert "Not written yet" in families
    assert "Jess" not in page(lead, "letter_news", told.robins.pk)
    for member in (cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        assert signed_in(member).get(address).status_code == 404
