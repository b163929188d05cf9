"""A link opens one exchange once, with its code, and its holder reads and answers that and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import makers
from tests.cast import Cast
from tests.procedures.exchanges import LATER, Between, sent, words_to, written_elsewhere
from tests.procedures.situation import arise, with_evidence
from upstander.kernel.digests import of_bytes
from upstander.procedures.exchanging.answer_sealed import NotAnswered, answer_sealed
from upstander.procedures.exchanging.download_sealed import download_sealed
from upstander.procedures.exchanging.open_sealed_link import open_sealed_link
from upstander.procedures.exchanging.read_sealed import read_sealed
from upstander.procedures.exchanging.send_by_link import Made, send_by_link
from upstander.procedures.exchanging.withdraw_sealed_link import withdraw_sealed_link
from upstander.procedures.exchanging.write_referral import write_referral
from upstander.procedures.exchanging.write_to_school import write_to_school
from upstander.records.access.asking import asking
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.models import Duty
from upstander.records.disclosures.arrivals import Arrival
from upstander.records.disclosures.crossing import broken_seals
from upstander.records.disclosures.elsewhere import NotElsewhere, SealedLink
from upstander.records.disclosures.exchange import Crossing, Enclosure, Exchange, Turn
from upstander.records.disclosures.sealed import NoSuchLink
from upstander.records.evidence.models import Custody
from upstander.records.outbox.models import Message

SOON = LATER + timedelta(minutes=5)
WHO = {"name": "Ms Bell", "role": "DSL"}


def made(cast: Cast, it: Between) -> Made:
    with asking(cast.okafor.actor()):
        return send_by_link(actor=cast.okafor.actor(), exchange_id=it.ours.pk, at=LATER)


def opened(cast: Cast) -> tuple[Between, str]:
    it = written_elsewhere(cast)
    link = made(cast, it)
    return it, open_sealed_link(link.word, code=link.code, at=SOON)[0]


def say(cast: Cast, it: Between, kind: str, words: str) -> None:
    with asking(cast.okafor.actor()):
        write_to_school(actor=cast.okafor.actor(), exchange_id=it.ours.pk, kind=kind, words=words, at=SOON)


class TestOpening:
    def test_it_opens_once_with_its_code(self, cast: Cast) -> None:
        it = written_elsewhere(cast)
        link = made(cast, it)
        key, until = open_sealed_link(link.word, code=f" {link.code} ", at=SOON)
        for code in (link.code, "1"):
            with pytest.raises(NoSuchLink):
                open_sealed_link(link.word, code=code, at=SOON)
        held = read_sealed(key, at=SOON)
        assert held.letter is not None
        assert "Clips go round a group chat" in str(held.letter)
        with asking(cast.okafor.actor()):
            ours, row = Exchange.objects.get(), SealedLink.objects.get()
            assert (ours.opened_at, ours.delivered_at, ours.turn) == (SOON, SOON, Turn.THEM)
            assert row.expires_at == until > row.made_at + timedelta(days=14), "long enough for the answer hoped for"
            digests = bytes(row.token_digest) + bytes(row.code_digest) + bytes(row.holder_digest or b"")
            assert not any(word.encode() in digests for word in (link.word, link.code, key))

    def test_five_wrong_codes_close_it(self, cast: Cast) -> None:
        link = made(cast, written_elsewhere(cast))
        for _ in range(5):
            with pytest.raises(NoSuchLink):
                open_sealed_link(link.word, code="00000000" if link.code != "0000 0000" else "1", at=SOON)
        with pytest.raises(NoSuchLink):
            open_sealed_link(link.word, code=link.code, at=SOON)
        with asking(cast.okafor.actor()):
            assert (SealedLink.objects.get().tries, SealedLink.objects.get().withdrawn_at) == (5, SOON)

    def test_over_taken_back_and_never_there_open_nothing(self, cast: Cast) -> None:
        it = written_elsewhere(cast)
        link = made(cast, it)
        with pytest.raises(NoSuchLink):
            open_sealed_link(link.word, code=link.code, at=LATER + timedelta(days=14))
        with pytest.raises(NoSuchLink):
            open_sealed_link("another", code=link.code, at=SOON)
        again = made(cast, it)
        with pytest.raises(NoSuchLink):
            open_sealed_link(link.word, code=link.code, at=SOON)
        key = open_sealed_link(again.word, code=again.code, at=SOON)[0]
        with asking(cast.okafor.actor()):
            assert [withdraw_sealed_link(actor=cast.okafor.actor(), exchange_id=it.ours.pk, at=SOON) for _ in "12"] == [1, 0]
        with pytest.raises(NoSuchLink):
            read_sealed(key, at=SOON)
        with pytest.raises(NoSuchLink):
            answer_sealed(key, kind="accepted", words="", **WHO, at=SOON)

    def test_a_holder_is_let_in_for_a_time(self, cast: Cast) -> None:
        _, key = opened(cast)
        with pytest.raises(NoSuchLink):
            read_sealed(key, at=SOON + timedelta(days=100))
        with pytest.raises(NoSuchLink):
            read_sealed("", at=SOON)

    def test_a_school_that_is_here_needs_none(self, cast: Cast) -> None:
        with pytest.raises(NotElsewhere):
            made(cast, sent(cast))

    @pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh", "lund"])
    def test_only_leads_of_the_school_without_a_conflict_make_or_take_one_back(self, cast: Cast, who: str) -> None:
        it, actor = written_elsewhere(cast), getattr(cast, who).actor()
        makers.make_conflict(member=cast.lund, subject_id=it.situation.case.pk)
        for do in (send_by_link, withdraw_sealed_link):
            with pytest.raises(NotPermitted), asking(actor):
                do(actor=actor, exchange_id=it.ours.pk, at=LATER)


class TestAnswering:
    def test_accepted_asked_answered_and_ended(self, cast: Cast) -> None:
        it, key = opened(cast)
        answer_sealed(key, kind="accepted", words="", **WHO, at=SOON)
        answer_sealed(key, kind="question", words="In which year?", **WHO, at=SOON)
        with asking(cast.okafor.actor()):
            assert Exchange.objects.get().turn == Turn.US
            assert Arrival.objects.unread().count() == 2
            assert Message.objects.filter(to_address=cast.okafor.account.email).exists()
        say(cast, it, "answer", "Year 9, we think.")
        held = read_sealed(key, at=SOON)
        assert [(row.said_by, row.words) for row in held.said][-1] == ("Ms Okafor", "Year 9, we think.")
        answer_sealed(key, kind="outcome", words="We have spoken with Sam.", **WHO, at=SOON)
        with asking(cast.okafor.actor()):
            ours = Exchange.objects.get()
            assert (ours.accepted_at, ours.outcome_at, ours.turn) == (SOON, SOON, Turn.NOBODY)
            assert not Duty.objects.open().filter(about_id=ours.pk).exists()
            assert not Crossing.objects.filter(delivered_at=None).exists()
            assert Crossing.objects.get(kind="outcome").said_by == "Ms Bell, DSL"
            assert broken_seals(cast.thornbury.pk) == []
        with pytest.raises(NotAnswered, match="ended"):
            answer_sealed(key, kind="answer", words="More.", **WHO, at=SOON)

    def test_what_is_missing_is_asked_for(self, cast: Cast) -> None:
        _, key = opened(cast)
        for changed, field in (
            ({"kind": "outcome"}, "kind"),
            ({"kind": "withdrawn"}, "kind"),
            ({"words": " "}, "words"),
            ({"words": "x" * 4001}, "words"),
            ({"name": ""}, "name"),
            ({"role": "x" * 91}, "role"),
        ):
            with pytest.raises(NotAnswered) as refusal:
                answer_sealed(key, **{"kind": "refused", "words": "No such pupil.", **WHO, **changed}, at=SOON)
            assert set(refusal.value.sentences) == {field}

    def test_taken_back_before_it_was_accepted_it_says_so_and_no_more(self, cast: Cast) -> None:
        it, key = opened(cast)
        say(cast, it, "withdrawn", "It was another child.")
        held = read_sealed(key, at=SOON)
        assert (held.letter, held.files, held.may_say, held.is_taken_back) == (None, (), (), True)
        assert [row.words for row in held.said] == ["It was another child."]

    def test_taken_back_it_is_opened_by_nobody(self, cast: Cast) -> None:
        it = written_elsewhere(cast)
        link = made(cast, it)
        say(cast, it, "withdrawn", "It was another child.")
        with pytest.raises(NoSuchLink):
            open_sealed_link(link.word, code=link.code, at=SOON)


def test_files_are_those_that_were_sealed_and_each_download_is_on_record(cast: Cast) -> None:
    situation = arise(cast)
    item, other = with_evidence(situation), makers.make_item(report=situation.report, content=b"not chosen")
    line = makers.make_school_line(name="Far Away School")
    words = words_to(cast.northcliff, urn=line.pk, files=(item.pk,), no_images=True)
    with asking(cast.okafor.actor()):
        ours = write_referral(
            actor=cast.okafor.actor(), case_id=situation.case.pk, pupil_id=situation.sam.pk, words=words, at=LATER
        )
    link = made(cast, Between(situation=situation, ours=ours))
    key = open_sealed_link(link.word, code=link.code, at=SOON)[0]
    [file] = read_sealed(key, at=SOON).files
    assert of_bytes(download_sealed(key, enclosure_id=file.id, at=SOON)[1]) == item.sha256
    with asking(cast.okafor.actor()):
        assert "sealed link" in Custody.objects.get(item=item, verb="downloaded").actor_name
        another = makers.make_exchange(
            case=situation.case, pupil=situation.sam, by=cast.okafor, other=cast.northcliff, item=other
        )
        theirs = Enclosure.objects.get(exchange=another).pk
    makers.make_marking(item=item, by=cast.okafor)
    assert read_sealed(key, at=SOON).files == ()
    for unknown in (file.id, theirs, other.pk, item.pk, uuid4()):
        with pytest.raises(NoSuchLink):
            download_sealed(key, enclosure_id=unknown, at=SOON)
