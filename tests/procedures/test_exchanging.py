"""A referral goes from one school to another and back: only what was meant to, once, and sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.exchanges import LATER, at_other, deliver_all, sent, words_to, written
from tests.procedures.situation import Situation, arise, with_evidence
from upstander.kernel.digests import of_bytes
from upstander.kernel.problems import Problem
from upstander.procedures.cases.mark_intimate import mark_intimate
from upstander.procedures.exchanging.accept_referral import NotAccepted, accept_referral
from upstander.procedures.exchanging.read_exchange import read_exchange
from upstander.procedures.exchanging.send_referral import send_referral
from upstander.procedures.exchanging.write_referral import NotWritten, write_referral
from upstander.procedures.exchanging.write_to_school import NotSaid, write_to_school
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.models import Duty
from upstander.records.disclosures.arrivals import Arrival
from upstander.records.disclosures.crossing import NotTakenIn, broken_seals, envelope_of, seal_of, take_in
from upstander.records.disclosures.exchange import Crossing, CrossingKind, Exchange, Turn
from upstander.records.disclosures.exchange_checked import NamesOthers
from upstander.records.disclosures.freezing import NotSent
from upstander.records.disclosures.referring import allowed_of
from upstander.records.evidence import vault
from upstander.records.evidence.models import Bundle, Item
from upstander.records.intake.models import Report
from upstander.records.outbox.models import Message


def say(member: Membership, exchange: Exchange, kind: str, words: str = "We would like to know more.") -> Crossing:
    with asking(member.actor()):
        return write_to_school(actor=member.actor(), exchange_id=exchange.pk, kind=kind, words=words, at=LATER)


class TestWriting:
    def test_what_is_written_is_kept_and_written_anew(self, cast: Cast) -> None:
        it = written(cast)
        with asking(cast.okafor.actor()):
            again = write_referral(
                actor=cast.okafor.actor(),
                case_id=it.situation.case.pk,
                pupil_id=it.situation.sam.pk,
                words=words_to(cast.northcliff, what="Something else, about Sam."),
                at=LATER,
            )
            assert again.pk == it.ours.pk
            assert Exchange.objects.get().draft["what"] == "Something else, about Sam."
            assert not Crossing.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"urn": None}, "school"),
            ({"what": " "}, "what"),
            ({"what": "x" * 4001}, "what"),
            ({"hoped_by": None}, "hoped_by"),
            ({"hoped_by": date(2026, 11, 3)}, "hoped_by"),
            ({"hoped_by": date(2027, 11, 3)}, "hoped_by"),
        ],
    )
    def test_what_is_missing_is_said_beside_it(self, cast: Cast, changed: dict[str, object], field: str) -> None:
        with pytest.raises(NotWritten) as refusal:
            written(cast, **changed)
        assert set(refusal.value.sentences) == {field}

    def test_a_school_does_not_refer_to_itself(self, cast: Cast) -> None:
        with pytest.raises(NotWritten, match="your own school"):
            written(cast, urn=cast.thornbury.school_id)

    @pytest.mark.parametrize("words", ["Robin is afraid.", "Rob1n and Sam.", "Alex Ashdown told us.", "Sam had a detention."])
    def test_words_about_anybody_else_are_shown_before_they_may_stand(self, cast: Cast, words: str) -> None:
        situation = arise(cast)
        if "detention" in words:
            makers.make_measure(case=situation.case, child=situation.sam, kind="detention", by=cast.okafor)
        with pytest.raises(NamesOthers) as refusal, asking(cast.okafor.actor()):
            _write(cast, situation, what=words)
        assert {"what", "because"} == set(refusal.value.sentences)
        with asking(cast.okafor.actor()):
            _write(cast, situation, what=words, let_stand=refusal.value.found, because="They know of it.")

    def test_our_own_child_is_named_only_where_somebody_chose_so(self, cast: Cast) -> None:
        it = sent(cast, names_ours=True, what="Sam sends clips of Robin Ashdown.")
        assert it.theirs is not None
        with asking(cast.vance.actor()):
            assert Crossing.objects.get().payload["referral"]["ours"] == {"name": "Robin Ashdown", "year": "9B"}

    @pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh", "flint"])
    def test_only_leads_of_the_school_write_and_send(self, cast: Cast, who: str) -> None:
        it = written(cast)
        actor = getattr(cast, who).actor()
        with pytest.raises(NotPermitted), asking(actor):
            write_referral(
                actor=actor, case_id=it.situation.case.pk, pupil_id=it.situation.sam.pk, words=words_to(cast.northcliff), at=AT
            )
        with pytest.raises(NotPermitted), asking(actor):
            send_referral(actor=actor, exchange_id=it.ours.pk, at=AT)

    def test_a_conflict_keeps_from_it(self, cast: Cast) -> None:
        it = written(cast)
        makers.make_conflict(member=cast.lund, subject_id=it.situation.case.pk)
        with pytest.raises(NotPermitted), asking(cast.lund.actor()):
            send_referral(actor=cast.lund.actor(), exchange_id=it.ours.pk, at=AT)


def _write(cast: Cast, situation: Situation, **changed: object) -> Exchange:
    return write_referral(
        actor=cast.okafor.actor(),
        case_id=situation.case.pk,
        pupil_id=situation.sam.pk,
        words=words_to(cast.northcliff, **changed),
        at=AT,
    )


class TestCrossing:
    def test_each_side_keeps_its_own_and_the_same_bytes(self, cast: Cast) -> None:
        it = sent(cast)
        assert it.theirs is not None
        with asking(cast.okafor.actor()):
            out = Crossing.objects.get()
            assert out.delivered_at == LATER
            ours = Exchange.objects.get()
            assert (ours.turn, ours.delivered_at) == (Turn.THEM, LATER)
            duty = Duty.objects.open().get(about_id=ours.pk)
            assert duty.owner == cast.okafor
        with asking(cast.vance.actor()):
            came = Crossing.objects.get()
            assert (came.payload, came.seal, came.outgoing) == (out.payload, out.seal, False)
            assert came.pk != out.pk
            assert it.theirs.title == "Sam Birch"
            assert it.theirs.turn == Turn.US
            assert Arrival.objects.unread().get().exchange == it.theirs
            assert Message.objects.filter(to_address=cast.vance.account.email).exists()
            assert "Robin" not in str(came.payload)
            assert "Ashdown" not in str(came.payload)

    def test_handed_over_twice_it_is_there_once(self, cast: Cast) -> None:
        it = sent(cast)
        with asking(cast.okafor.actor()):
            envelope = envelope_of(Crossing.objects.select_related("exchange").get())
        with asking(cast.vance.actor()):
            assert take_in(envelope, sender=cast.thornbury, to=cast.northcliff, at=LATER) is None
            assert Exchange.objects.count() == Crossing.objects.count() == Arrival.objects.count() == 1
        assert deliver_all(cast) == 0
        assert it.theirs is not None

    def test_what_was_changed_on_the_way_or_comes_from_somebody_else_is_refused(self, cast: Cast) -> None:
        it = sent(cast)
        with asking(cast.okafor.actor()):
            envelope = envelope_of(Crossing.objects.select_related("exchange").get())
        changed = replace(envelope, payload={**envelope.payload, "words": "Something else"})
        with pytest.raises(NotTakenIn), asking(cast.vance.actor()):
            take_in(changed, sender=cast.thornbury, to=cast.northcliff, at=LATER)
        other = makers.make_school(name="Saltmarsh School")
        words = {"words": "No."}
        seal = seal_of(envelope.exchange, it.ours.pk, "withdrawn", envelope.said_by, envelope.at, words)
        mine = replace(envelope, crossing=it.ours.pk, kind="withdrawn", payload=words, seal=seal)
        with pytest.raises(NotTakenIn), asking(cast.vance.actor()):
            take_in(mine, sender=other, to=cast.northcliff, at=LATER)

    def test_evidence_goes_only_where_it_was_chosen_and_byte_for_byte(self, cast: Cast) -> None:
        situation = arise(cast)
        item, other = with_evidence(situation), makers.make_item(report=situation.report, content=b"not chosen")
        with asking(cast.okafor.actor()):
            with pytest.raises(NotWritten, match="sexual picture"):
                _write(cast, situation, files=(item.pk,))
            ours = _write(cast, situation, files=(item.pk,), no_images=True)
            send_referral(actor=cast.okafor.actor(), exchange_id=ours.pk, at=LATER)
        deliver_all(cast)
        theirs = at_other(cast, ours.shared_id)
        with asking(cast.vance.actor()):
            came = Item.objects.get()
            assert (came.sha256, came.report_id) == (item.sha256, theirs.pk)
            assert came.sha256 != other.sha256
            key = vault.unwrap(bytes(came.bundle.wrapped_key or b""), cast.northcliff.pk)
            assert of_bytes(b"".join(vault.read(came.pk, key))) == item.sha256
            assert came.custody.get().given_by == "Ms Okafor, Thornbury Vale School"

    def test_a_file_marked_as_an_intimate_image_never_goes(self, cast: Cast) -> None:
        situation = arise(cast)
        item = with_evidence(situation)
        with asking(cast.okafor.actor()):
            ours = _write(cast, situation, files=(item.pk,), no_images=True)
            mark_intimate(actor=cast.okafor.actor(), item_id=item.pk, words="The family said so.", at=LATER)
            send_referral(actor=cast.okafor.actor(), exchange_id=ours.pk, at=LATER)
            assert Crossing.objects.get().payload["referral"]["files"] == []
        deliver_all(cast)
        with asking(cast.vance.actor()):
            assert not Item.objects.exists()

    def test_what_the_document_does_not_name_does_not_cross(self, cast: Cast) -> None:
        referral = allowed_of({"what": "Words", "finding": "Bullying", "ours": {"name": "Robin", "address": "1 Lane"}})
        assert referral == {"what": "Words", "ours": {"name": "Robin"}}

    def test_a_sent_referral_is_not_sent_again_nor_written_anew(self, cast: Cast) -> None:
        it = sent(cast)
        with pytest.raises(NotSent), asking(cast.okafor.actor()):
            send_referral(actor=cast.okafor.actor(), exchange_id=it.ours.pk, at=LATER)
        with asking(cast.okafor.actor()):
            second = _write(cast, it.situation)
        assert second.pk != it.ours.pk

    def test_a_school_that_nobody_has_here_is_said_so_at_once(self, cast: Cast) -> None:
        line = makers.make_school_line(name="Far Away School")
        it = written(cast, urn=line.pk)
        with pytest.raises(NotSent, match="Send it by post, or with a link"), asking(cast.okafor.actor()):
            send_referral(actor=cast.okafor.actor(), exchange_id=it.ours.pk, at=LATER)

    def test_what_crossed_stays_as_it_is(self, cast: Cast) -> None:
        sent(cast)
        with asking(cast.okafor.actor()):
            assert broken_seals(cast.thornbury.pk) == []
            with pytest.raises(Exception, match="append-only"), transaction.atomic():
                Crossing.objects.update(words="Otherwise")


class TestAnswering:
    def test_accepted_it_becomes_a_report_of_its_own_with_its_evidence(self, cast: Cast) -> None:
        it = sent(cast)
        assert it.theirs is not None
        with asking(cast.vance.actor()):
            report = accept_referral(actor=cast.vance.actor(), exchange_id=it.theirs.pk, at=LATER)
            assert (report.pk, report.organisation) == (it.theirs.pk, cast.northcliff)
            (doing,) = report.answers["people"]["doing"]
            assert (doing["name"], doing["year"]) == ("Sam Birch", "9")
            assert report.child_name == "A pupil of Thornbury Vale School"
            assert report.taken_by == cast.vance
            assert accept_referral(actor=cast.vance.actor(), exchange_id=it.theirs.pk, at=LATER).pk == report.pk
        deliver_all(cast)
        with asking(cast.okafor.actor()):
            ours = Exchange.objects.get()
            assert (ours.accepted_at, ours.turn) == (LATER, Turn.THEM)
            assert not Report.objects.filter(pk=it.theirs.pk).exists()

    def test_asked_answered_chased_and_ended_with_an_outcome(self, cast: Cast) -> None:
        it = sent(cast)
        assert it.theirs is not None
        say(cast.vance, it.theirs, "question")
        deliver_all(cast)
        with asking(cast.okafor.actor()):
            assert Exchange.objects.get().turn == Turn.US
        say(cast.okafor, it.ours, "answer", "On Snapchat.")
        say(cast.okafor, it.ours, "reminder", "Have you spoken with Sam?")
        deliver_all(cast)
        with asking(cast.okafor.actor()):
            assert Duty.objects.open().get(about_id=it.ours.pk).due_at.date() >= date(2026, 11, 10)
        with asking(cast.vance.actor()):
            assert [row.words for row in Crossing.objects.filter(outgoing=False)][1:] == [
                "On Snapchat.",
                "Have you spoken with Sam?",
            ]
            accept_referral(actor=cast.vance.actor(), exchange_id=it.theirs.pk, at=LATER)
        say(cast.vance, it.theirs, "outcome", "We have spoken with Sam, and acted by our policy.")
        deliver_all(cast)
        with asking(cast.okafor.actor()):
            ours = Exchange.objects.get()
            assert ours.has_ended
            assert ours.turn == Turn.NOBODY
            assert not Duty.objects.open().filter(about_id=ours.pk).exists()
        with pytest.raises(NotSaid, match="ended"):
            say(cast.okafor, it.ours, "question")

    def test_refused_with_a_reason(self, cast: Cast) -> None:
        it = sent(cast)
        assert it.theirs is not None
        with pytest.raises(NotSaid, match="Write why"):
            say(cast.vance, it.theirs, "refused", " ")
        say(cast.vance, it.theirs, "refused", "No pupil of this name is here.")
        deliver_all(cast)
        with asking(cast.okafor.actor()):
            assert Exchange.objects.get().refused_at == LATER
        with pytest.raises(NotAccepted), asking(cast.vance.actor()):
            accept_referral(actor=cast.vance.actor(), exchange_id=it.theirs.pk, at=LATER)

    def test_taken_back_before_it_was_accepted_it_cannot_be_read_any_more(self, cast: Cast) -> None:
        it = sent(cast)
        assert it.theirs is not None
        say(cast.okafor, it.ours, "withdrawn", "It was another child.")
        deliver_all(cast)
        with asking(cast.vance.actor()):
            theirs = Exchange.objects.get()
            assert not theirs.may_be_read
            assert not Bundle.objects.filter(wrapped_key__isnull=False).exists()
            with pytest.raises(NotAccepted):
                accept_referral(actor=cast.vance.actor(), exchange_id=theirs.pk, at=LATER)

    def test_only_the_side_whose_it_is_may_say_each_thing(self, cast: Cast) -> None:
        it = sent(cast)
        assert it.theirs is not None
        for member, exchange, kind in (
            (cast.okafor, it.ours, "refused"),
            (cast.okafor, it.ours, "outcome"),
            (cast.okafor, it.ours, "accepted"),
            (cast.vance, it.theirs, "withdrawn"),
            (cast.vance, it.theirs, "reminder"),
            (cast.vance, it.theirs, "outcome"),
            (cast.vance, it.theirs, "referral"),
        ):
            with pytest.raises(Problem):
                say(member, exchange, kind)

    def test_an_answer_is_compared_with_names_that_the_other_school_does_not_know(self, cast: Cast) -> None:
        it = sent(cast)
        with pytest.raises(NamesOthers, match="Robin"):
            say(cast.okafor, it.ours, "answer", "Robin told us so.")
        say(cast.okafor, it.ours, "answer", "Sam told us so.")

    def test_opened_is_said_once_and_not_by_whom(self, cast: Cast) -> None:
        it = sent(cast)
        assert it.theirs is not None
        for _ in range(2):
            with asking(cast.vance.actor()):
                read_exchange(actor=cast.vance.actor(), exchange_id=it.theirs.pk, at=LATER + timedelta(minutes=5))
        assert deliver_all(cast) == 1
        with asking(cast.okafor.actor()):
            opened = Crossing.objects.get(kind=CrossingKind.OPENED)
            assert opened.said_by == "Upstander"
            assert Exchange.objects.get().opened_at == LATER + timedelta(minutes=5)
        with asking(cast.vance.actor()):
            assert not Arrival.objects.unread().exists()
