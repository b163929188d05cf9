"""A school that nobody has here gets the referral by post, and what it says is written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.exchanges import LATER, Between, deliver_all, sent, written, written_elsewhere
from upstander.kernel.clock import in_london
from upstander.procedures.exchanging.record_posted_paper import NotPosted, record_posted_paper
from upstander.procedures.exchanging.render_paper import render_paper
from upstander.procedures.exchanging.send_on_paper import send_on_paper
from upstander.procedures.exchanging.take_down_answer import NotTakenDown, take_down_answer
from upstander.procedures.exchanging.write_to_school import write_to_school
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.models import Duty
from upstander.records.disclosures.arrivals import Arrival
from upstander.records.disclosures.crossing import broken_seals
from upstander.records.disclosures.elsewhere import NotElsewhere, Paper
from upstander.records.disclosures.exchange import Crossing, Exchange, Turn
from upstander.records.disclosures.exchange_checked import NamesOthers
from upstander.records.disclosures.letter import CannotBeSet

TODAY = in_london(LATER).date()
NOTHING: Mapping[str, str] = {}


def on_paper(cast: Cast, **changed: object) -> tuple[Between, Paper]:
    it = written_elsewhere(cast, **changed)
    with asking(cast.okafor.actor()):
        return it, send_on_paper(actor=cast.okafor.actor(), exchange_id=it.ours.pk, at=LATER)


def taken_down(
    cast: Cast,
    it: Between,
    kind: str,
    by: Membership | None = None,
    on: date | None = TODAY,
    changed: Mapping[str, str] = NOTHING,
) -> Crossing:
    member = by or cast.okafor
    typed = {"words": "We know of it.", "who": "Ms Bell, DSL", "way": "phone", **changed}
    with asking(member.actor()):
        return take_down_answer(
            actor=member.actor(), exchange_id=it.ours.pk, kind=kind, on=on, at=LATER + timedelta(minutes=5), **typed
        )


class TestByPost:
    def test_it_is_frozen_printed_posted_and_chased(self, cast: Cast) -> None:
        it, paper = on_paper(cast)
        assert deliver_all(cast) == 1  # asked to, the worker would find nobody to hand it to
        printed: list[Mapping[str, object]] = []

        def press(letter: Mapping[str, object]) -> bytes:
            printed.append(letter)
            return b"%PDF-"

        for _ in range(2):
            render_paper(organisation_id=cast.thornbury.pk, paper_id=paper.pk, make_pdf=press)
        assert len(printed) == 1
        assert "Clips go round a group chat" in str(printed)
        assert "Robin" not in str(printed)
        assert it.situation.case.reference not in str(printed)
        with asking(cast.okafor.actor()):
            assert Exchange.objects.get().delivered_at is None
            record_posted_paper(actor=cast.okafor.actor(), paper_id=paper.pk, way="posted", on=TODAY, at=LATER)
            ours = Exchange.objects.get()
            assert (ours.delivered_at, ours.turn) == (LATER, Turn.THEM)
            assert Duty.objects.open().filter(about_id=ours.pk).count() == 1
            assert not Duty.objects.open().filter(duty="contact_other_school").exists()
            with pytest.raises(NotPosted, match="on record"):
                record_posted_paper(actor=cast.okafor.actor(), paper_id=paper.pk, way="posted", on=TODAY, at=LATER)

    def test_the_way_and_the_day_are_asked_for(self, cast: Cast) -> None:
        _, paper = on_paper(cast)
        with asking(cast.okafor.actor()):
            for day in (None, TODAY + timedelta(days=1), TODAY - timedelta(days=2)):
                with pytest.raises(NotPosted) as refusal:
                    record_posted_paper(actor=cast.okafor.actor(), paper_id=paper.pk, way="flown", on=day, at=LATER)
                assert set(refusal.value.sentences) == {"way", "on"}

    def test_a_letter_that_cannot_be_set_says_why(self, cast: Cast) -> None:
        _, paper = on_paper(cast)

        def refuse(_: Mapping[str, object]) -> bytes:
            raise CannotBeSet("No such sign.")

        render_paper(organisation_id=cast.thornbury.pk, paper_id=paper.pk, make_pdf=refuse)
        with asking(cast.okafor.actor()):
            assert (Paper.objects.get().trouble, Paper.objects.get().pdf) == ("No such sign.", None)

    def test_a_school_that_is_here_gets_it_here(self, cast: Cast) -> None:
        for it in (written(cast), sent(cast)):
            with pytest.raises(NotElsewhere, match="receives referrals here"), asking(cast.okafor.actor()):
                send_on_paper(actor=cast.okafor.actor(), exchange_id=it.ours.pk, at=LATER)

    def test_names_are_looked_for_as_always(self, cast: Cast) -> None:
        with pytest.raises(NamesOthers):
            on_paper(cast, what="Robin is afraid.")

    def test_what_is_said_later_is_printed_too(self, cast: Cast) -> None:
        it, _ = on_paper(cast)
        with asking(cast.okafor.actor()):
            words = "Have you spoken with Sam?"
            write_to_school(actor=cast.okafor.actor(), exchange_id=it.ours.pk, kind="reminder", words=words, at=LATER)
            later = Paper.objects.get(crossing__kind="reminder")
        letters: list[Mapping[str, object]] = []

        def press(letter: Mapping[str, object]) -> bytes:
            letters.append(letter)
            return b"%PDF-"

        render_paper(organisation_id=cast.thornbury.pk, paper_id=later.pk, make_pdf=press)
        assert "Have you spoken with Sam?" in str(letters)
        assert "Clips go round" not in str(letters)

    @pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh", "lund"])
    def test_only_leads_of_the_school_without_a_conflict(self, cast: Cast, who: str) -> None:
        it, paper = on_paper(cast)
        makers.make_conflict(member=cast.lund, subject_id=it.situation.case.pk)
        member = getattr(cast, who)
        with pytest.raises(NotPermitted), asking(member.actor()):
            send_on_paper(actor=member.actor(), exchange_id=it.ours.pk, at=LATER)
        with pytest.raises(NotPermitted), asking(member.actor()):
            record_posted_paper(actor=member.actor(), paper_id=paper.pk, way="posted", on=TODAY, at=LATER)
        with pytest.raises(NotPermitted):
            taken_down(cast, it, "answer", by=member)


class TestTakingDown:
    def test_it_counts_as_what_they_said(self, cast: Cast) -> None:
        it, _ = on_paper(cast)
        question = taken_down(cast, it, "question")
        assert question.payload["taken_by"]["name"] == cast.okafor.display_name
        with asking(cast.okafor.actor()):
            assert Exchange.objects.get().turn == Turn.US
        taken_down(cast, it, "accepted", changed={"words": ""})
        taken_down(cast, it, "outcome")
        with asking(cast.okafor.actor()):
            ours = Exchange.objects.get()
            assert ours.accepted_at is not None
            assert ours.has_ended
            assert not Duty.objects.open().filter(about_id=ours.pk).exists()
            assert broken_seals(cast.thornbury.pk) == []
            assert not Arrival.objects.exists(), "whoever leads the case wrote it down"
        with pytest.raises(NotTakenDown, match="ended"):
            taken_down(cast, it, "answer")

    def test_whoever_leads_the_case_is_told_of_what_a_colleague_took_down(self, cast: Cast) -> None:
        it, _ = on_paper(cast)
        taken_down(cast, it, "refused", by=cast.lund)
        with asking(cast.okafor.actor()):
            assert Arrival.objects.unread().get().said_by == "Ms Bell, DSL, Far Away School"

    def test_what_is_missing_is_asked_for(self, cast: Cast) -> None:
        it, _ = on_paper(cast)
        missing = {"words": {"words": ""}, "who": {"who": " "}, "way": {"way": "dove"}, "kind": NOTHING}
        for field, changed in missing.items():
            kind = "outcome" if field == "kind" else "answer"
            with pytest.raises(NotTakenDown) as refusal:
                taken_down(cast, it, kind, changed=changed)
            assert set(refusal.value.sentences) == {field}
        for day in (None, in_london(AT).date() - timedelta(days=1), TODAY + timedelta(days=1)):
            with pytest.raises(NotTakenDown) as refusal:
                taken_down(cast, it, "answer", on=day)
            assert set(refusal.value.sentences) == {"on"}

    def test_nobody_writes_down_what_a_school_that_is_here_can_say_itself(self, cast: Cast) -> None:
        with pytest.raises(NotTakenDown):
            taken_down(cast, sent(cast), "accepted")
