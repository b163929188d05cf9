from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT, make_child, make_family, make_grant, on_behalf_of
from tests.procedures.letters import DAY, again, checked, make_told, reader, rendered, sent
from upstander.kernel.digests import of_bytes
from upstander.procedures.cases.record_carer import end_carer
from upstander.procedures.telling.record_posted_letter import NotPosted, record_posted_letter
from upstander.procedures.telling.send_letter import NotSent, send_letter
from upstander.procedures.telling.withdraw_letter import NotWithdrawn, withdraw_letter
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.assessing import known_facts
from upstander.records.assessments.models import Duty, Verdict
from upstander.records.cases.models import Case, Family
from upstander.records.disclosures.models import Disclosure, Message, Step
from upstander.records.disclosures.sealing import broken_seals, seal_of
from upstander.records.intake.models import Milestone
from upstander.records.outbox.models import Message as Email


def duties(case: Case) -> set[str]:
    return set(Duty.objects.open().filter(assessment=case.assessment).values_list("duty", flat=True))


def withdraw(letter: Disclosure, by: Membership, because: str = "The name was wrong.") -> Disclosure:
    with asking(by.actor()):
        return withdraw_letter(actor=by.actor(), disclosure_id=letter.pk, because=because, at=AT + 4 * DAY)


def post(letter: Disclosure, by: Membership, *, way: str = "posted", on: date | None = date(2026, 11, 5)) -> Disclosure:
    with asking(by.actor()):
        return record_posted_letter(actor=by.actor(), disclosure_id=letter.pk, way=way, on=on, at=AT + 3 * DAY)


class TestSending:
    def test_nothing_is_sent_to_somebody_who_must_not_be_told_though_they_hold_the_code(self, cast: Cast) -> None:
        told = make_told(cast, reporter_name="Ana Ashdown")
        letter = checked(told.robins, cast.okafor, cast.lund)
        makers.make_carer(child=told.robins.child, by=cast.lund, name="Ben Ashdown", why_not="He hit her.")
        barred = makers.make_carer(child=told.robins.child, by=cast.lund, name="ana ashdown", why_not="A court forbids it.")
        with asking(cast.lund.actor()):
            with pytest.raises(NotSent, match="must not be told"):
                send_letter(actor=cast.lund.actor(), disclosure_id=letter.pk, at=AT + 3 * DAY)
            end_carer(actor=cast.lund.actor(), family_id=told.robins.pk, carer_id=barred.pk, because="It was lifted.", at=AT)
            assert send_letter(actor=cast.lund.actor(), disclosure_id=letter.pk, at=AT + 3 * DAY).sent_at

    def test_the_family_has_been_told_and_everything_that_follows_is_on_record(self, cast: Cast) -> None:
        told = make_told(cast)
        with on_behalf_of(cast.thornbury.pk):
            assert {"tell_target_family_outcome", "tell_other_family"} <= duties(told.case)
        letter = sent(told.robins, cast.okafor, cast.lund)
        with on_behalf_of(cast.thornbury.pk):
            assert Family.objects.get(pk=told.robins.pk).told_at == AT + 3 * DAY
            assert known_facts(told.case.assessment)["family_told_outcome"] == "yes"
            assert "tell_target_family_outcome" not in duties(told.case)
            assert "tell_other_family" in duties(told.case)
            done = Duty.objects.get(assessment=told.case.assessment, duty="tell_target_family_outcome")
            assert (done.done_by, done.withdrawn_at) == ("Mr Lund", None)
            assert Milestone.objects.filter(report=told.report, stage="told").exists()
            assert [step.verb for step in Step.objects.filter(disclosure=letter)] == ["composed", "checked", "sent"]
            verdict = Verdict.objects.get(assessment=told.case.assessment, superseded_at=None)
            assert verdict.facts["family_told_outcome"] == "yes"

    def test_the_seal_is_over_everything_that_was_sent(self, cast: Cast) -> None:
        letter = again(sent(make_told(cast).robins, cast.okafor, cast.lund), cast.okafor.actor())
        assert letter.seal == seal_of(letter)
        letter.pdf = bytes(letter.pdf or b"") + b" "
        assert letter.seal != seal_of(letter)
        with on_behalf_of(cast.thornbury.pk):
            assert list(broken_seals(cast.thornbury.pk)) == []

    def test_the_family_reads_it_with_their_code_and_nobody_else_does(self, cast: Cast) -> None:
        told = make_told(cast)
        letter = checked(told.robins, cast.okafor, cast.lund)
        with asking(reader(told.report.pk)):
            assert not Disclosure.objects.exists()
        with asking(cast.lund.actor()):
            send_letter(actor=cast.lund.actor(), disclosure_id=letter.pk, at=AT + 3 * DAY)
        with asking(reader(told.report.pk)):
            assert Disclosure.objects.visible_to(reader(told.report.pk)).get().text == letter.text

    def test_the_e_mail_says_only_that_there_is_something_to_read(self, cast: Cast) -> None:
        told = make_told(cast)
        letter = sent(told.robins, cast.okafor, cast.lund)
        with on_behalf_of(cast.thornbury.pk):
            email = Email.objects.get()
        assert (email.key, email.to_address, email.state) == (f"letter:{letter.pk}", "alex@family.example", "queued")
        said = f"{email.subject} {email.body}".lower()
        assert "there is something to read" in said
        assert "/back/" in email.body
        for word in (
            "robin",
            "ashdown",
            "school",
            "thornbury",
            "okafor",
            "child",
            "bully",
            "letter",
            "report",
            told.report.reference.lower(),
        ):
            assert word not in said

    def test_only_a_checked_letter_is_sent(self, cast: Cast) -> None:
        letter = rendered(make_told(cast).robins, cast.okafor)
        with asking(cast.lund.actor()), pytest.raises(NotSent, match="has to check"):
            send_letter(actor=cast.lund.actor(), disclosure_id=letter.pk, at=AT + 3 * DAY)

    def test_a_family_without_a_code_is_not_sent_one(self, cast: Cast) -> None:
        letter = checked(make_told(cast).jesses, cast.okafor, cast.lund)
        with asking(cast.lund.actor()), pytest.raises(NotSent, match="no code"):
            send_letter(actor=cast.lund.actor(), disclosure_id=letter.pk, at=AT + 3 * DAY)

    def test_a_case_with_two_targeted_children_waits_for_both_families(self, cast: Cast) -> None:
        told = make_told(cast)
        sam = make_child(organisation=cast.thornbury, name="Sam Petrov")
        make_family(case=told.case, child=sam)
        sent(told.robins, cast.okafor, cast.lund)
        with on_behalf_of(cast.thornbury.pk):
            assert "tell_target_family_outcome" in duties(told.case)
            assert known_facts(told.case.assessment)["family_told_outcome"] == "no"

    def test_it_does_not_change_once_it_is_sent(self, cast: Cast) -> None:
        letter = sent(make_told(cast).robins, cast.okafor, cast.lund)
        with on_behalf_of(cast.thornbury.pk):
            changes: list[dict[str, object]] = [
                {"html": "other"},
                {"pdf": b"other"},
                {"seal": of_bytes(b"")},
                {"payload": {}},
                {"report": None},
            ]
            for change in changes:
                with pytest.raises(IntegrityError), transaction.atomic():
                    Disclosure.objects.filter(pk=letter.pk).update(**change)
            with pytest.raises(IntegrityError), transaction.atomic():
                Disclosure.objects.filter(pk=letter.pk).delete()

    def test_others_do_not_send_it(self, cast: Cast) -> None:
        told = make_told(cast)
        letter = checked(told.robins, cast.okafor, cast.lund)
        make_grant(member=cast.adeyemi, subject_id=told.case.pk)
        for member in (cast.adeyemi, cast.hale, cast.vance, cast.marsh):
            with asking(member.actor()), pytest.raises(NotPermitted):
                send_letter(actor=member.actor(), disclosure_id=letter.pk, at=AT + 3 * DAY)


class TestPosting:
    def test_a_printed_letter_that_was_posted_counts_as_told(self, cast: Cast) -> None:
        told = make_told(cast)
        letter = post(checked(told.jesses, cast.okafor, cast.lund), cast.okafor)
        with on_behalf_of(cast.thornbury.pk):
            assert Family.objects.get(pk=told.jesses.pk).told_at == letter.sent_at
            assert "tell_other_family" not in duties(told.case)
            assert "tell_target_family_outcome" in duties(told.case)
            step = Step.objects.get(disclosure=letter, verb="posted")
            assert (step.by, step.at.date()) == ("Ms Okafor", date(2026, 11, 5))
            assert not Email.objects.exists()

    @pytest.mark.parametrize(
        ("way", "on", "field"),
        [
            ("", date(2026, 11, 5), "way"),
            ("posted", None, "on"),
            ("posted", date(2026, 11, 7), "on"),
            ("posted", date(2026, 11, 3), "on"),
        ],
    )
    def test_the_way_and_a_possible_day_are_asked_for(self, cast: Cast, way: str, on: date | None, field: str) -> None:
        letter = checked(make_told(cast).jesses, cast.okafor, cast.lund)
        with pytest.raises(NotPosted) as refusal:
            post(letter, cast.okafor, way=way, on=on)
        assert list(refusal.value.sentences) == [field]

    def test_a_family_with_a_code_is_sent_the_letter_instead(self, cast: Cast) -> None:
        letter = checked(make_told(cast).robins, cast.okafor, cast.lund)
        with pytest.raises(NotPosted, match="with their code"):
            post(letter, cast.okafor)


class TestTakingBack:
    def test_a_letter_in_hand_can_be_dropped(self, cast: Cast) -> None:
        told = make_told(cast)
        withdraw(rendered(told.robins, cast.okafor), cast.okafor)
        assert rendered(told.robins, cast.lund, at=AT + 5 * DAY).composed_by_id == cast.lund.pk

    def test_the_family_waits_again_and_is_told_that_the_letter_is_gone(self, cast: Cast) -> None:
        told = make_told(cast)
        letter = sent(told.robins, cast.okafor, cast.lund)
        withdraw(letter, cast.okafor)
        with on_behalf_of(cast.thornbury.pk):
            assert Family.objects.waiting().filter(pk=told.robins.pk).exists()
            assert "tell_target_family_outcome" in duties(told.case)
            assert known_facts(told.case.assessment)["family_told_outcome"] == "no"
            assert Email.objects.count() == 2
        with asking(reader(told.report.pk)):
            assert not Disclosure.objects.exists()
            assert "We have taken back the letter" in Message.objects.get().words

    def test_the_other_family_s_duty_comes_back_too(self, cast: Cast) -> None:
        told = make_told(cast)
        withdraw(post(checked(told.jesses, cast.okafor, cast.lund), cast.okafor), cast.okafor)
        with on_behalf_of(cast.thornbury.pk):
            assert "tell_other_family" in duties(told.case)

    def test_it_needs_a_reason_and_happens_once(self, cast: Cast) -> None:
        letter = sent(make_told(cast).robins, cast.okafor, cast.lund)
        with pytest.raises(NotWithdrawn, match="Write why"):
            withdraw(letter, cast.okafor, because=" ")
        withdraw(letter, cast.okafor)
        with pytest.raises(NotWithdrawn, match="already"):
            withdraw(letter, cast.okafor)

    def test_pastoral_staff_drop_drafts_but_take_back_nothing_that_was_sent(self, cast: Cast) -> None:
        told = make_told(cast)
        make_grant(member=cast.adeyemi, subject_id=told.case.pk)
        letter = sent(told.robins, cast.okafor, cast.lund)
        with pytest.raises(NotPermitted):
            withdraw(letter, cast.adeyemi)
        withdraw(rendered(told.jesses, cast.adeyemi), cast.adeyemi)
