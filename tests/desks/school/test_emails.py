from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.cast import Cast, signed_in
from tests.makers import AT, make_conflict, make_report, on_behalf_of
from upstander.records.intake.models import Report
from upstander.records.outbox.models import Message, State
from upstander.records.outbox.telling import something_to_read


def lost(cast: Cast, state: State = State.UNCERTAIN) -> tuple[Report, Message]:
    report = make_report(organisation=cast.thornbury)
    with on_behalf_of(cast.thornbury.pk):
        something_to_read(cast.thornbury.pk, key="letter:1", to_address="alex@family.example", at=AT, report_id=report.pk)
        Message.objects.update(state=state, trouble="The program stopped while sending.")
        return report, Message.objects.get()


def page(browser: Client, name: str = "emails") -> str:
    return browser.get(reverse(f"school:{name}")).content.decode()


def decide(browser: Client, message: Message, decision: str) -> int:
    return browser.post(reverse("school:email_decide", args=[message.pk]), {"decision": decision}).status_code


def state(message: Message) -> str:
    with on_behalf_of(message.organisation_id):
        return Message.objects.get(pk=message.pk).state


def test_today_says_that_an_e_mail_may_not_have_arrived(cast: Cast) -> None:
    assert "may not have arrived" not in page(signed_in(cast.okafor), "today")
    report, _ = lost(cast)
    assert "1 message to families may not have arrived" in page(signed_in(cast.okafor), "today")
    said = page(signed_in(cast.okafor))
    assert report.reference in said
    assert "The program stopped while sending." in said


def test_a_person_lets_it_be_sent_again(cast: Cast) -> None:
    _, message = lost(cast)
    assert decide(signed_in(cast.okafor), message, "again") == 302
    assert state(message) == State.QUEUED
    assert decide(signed_in(cast.lund), message, "again") == 404


def test_a_person_leaves_it(cast: Cast) -> None:
    _, message = lost(cast, State.FAILED)
    assert decide(signed_in(cast.okafor), message, "leave") == 302
    assert state(message) == State.LEFT
    assert "None. Every message was taken, and none came back." in page(signed_in(cast.okafor))


def test_whoever_is_walled_off_from_the_report_sees_no_address(cast: Cast) -> None:
    report, message = lost(cast)
    make_conflict(member=cast.reyes, subject_id=report.pk)
    assert "alex@family.example" not in page(signed_in(cast.reyes))
    for member in (cast.reyes, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        assert decide(signed_in(member), message, "again") == 404
    assert state(message) == State.UNCERTAIN
