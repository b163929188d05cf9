"""Statements: own words kept as words, opinion apart, corrections beside; and a link that opens one question, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise
from tests.procedures.test_plan import with_police
from upstander.kernel.actor import NOBODY
from upstander.procedures.cases.close_case import close_case
from upstander.procedures.looking_into.ask_for_statement import Asked, NotAsked, ask_for_statement
from upstander.procedures.looking_into.give_statement import NoSuchLink, NotGiven, give_statement
from upstander.procedures.looking_into.take_statement import NotTaken, Said, take_statement
from upstander.procedures.looking_into.withdraw_link import withdraw_link
from upstander.records.access.asking import asking, presenting
from upstander.records.access.doors import key_digest
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit.models import Entry
from upstander.records.cases.models import CaseIsClosed, CaseState
from upstander.records.disclosures.chronology import happened
from upstander.records.investigations.links import read_link
from upstander.records.investigations.models import Statement, StatementLink

WORDS = "He goes “oink” an everyone larfs. Dunno who started."
USUAL: dict[str, Any] = {
    "question": "Tell me what happened.",
    "words": WORDS,
    "said_at": AT,
    "place": "Room 4",
    "present": "Mrs Adeyemi",
    "read_back": "right",
}
QUESTION = "What did you see on the bus home on Monday?"


def take(
    cast: Cast, situation: Situation, *, by: Membership | None = None, corrects: Statement | None = None, **given: Any
) -> Statement:
    by = by or cast.okafor
    person = given.pop("person_id", situation.robin.pk)
    with asking(by.actor()):
        return take_statement(
            actor=by.actor(),
            case_id=situation.case.pk,
            person_id=person,
            said=Said(**{**USUAL, **given}),
            at=AT,
            corrects_id=corrects.pk if corrects else None,
        )


def ask(cast: Cast, situation: Situation, *, question: str = QUESTION, within_limits: bool = False) -> Asked:
    with asking(cast.okafor.actor()):
        return ask_for_statement(
            actor=cast.okafor.actor(),
            case_id=situation.case.pk,
            person_id=situation.robin.pk,
            question=question,
            within_limits=within_limits,
            at=AT,
        )


class TestTakenDown:
    def test_words_are_kept_as_they_were_said_and_opinion_apart(self, cast: Cast) -> None:
        situation = arise(cast)

        statement = take(cast, situation, opinion="I believe him.")

        assert (statement.words, statement.opinion, statement.taken_by_id) == (WORDS, "I believe him.", cast.okafor.pk)
        with asking(cast.okafor.actor()):
            (event,) = [it for it in happened(situation.case) if it.kind == "statement"]
        assert (event.what, event.about, event.words) == ("taken", "Robin Ashdown", WORDS)

    def test_a_correction_stands_beside_what_it_corrects(self, cast: Cast) -> None:
        situation = arise(cast)
        first = take(cast, situation)

        second = take(cast, situation, corrects=first, words="It was Tuesday.", person_id=None)

        assert (second.corrects_id, second.person_id) == (first.pk, situation.robin.pk)
        with asking(cast.okafor.actor()):
            assert Statement.objects.get(pk=first.pk).words == WORDS

    def test_nothing_of_it_is_ever_changed_or_removed(self, cast: Cast) -> None:
        take(cast, arise(cast))
        for change in ("UPDATE investigations_statement SET words = 'x'", "DELETE FROM investigations_statement"):
            with asking(cast.okafor.actor()), pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                connection.cursor().execute(change)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"person_id": None}, "person"),
            ({"question": " "}, "question"),
            ({"words": ""}, "words"),
            ({"words": "x" * 10_001}, "words"),
            ({"place": ""}, "place"),
            ({"present": ""}, "present"),
            ({"read_back": "perhaps"}, "read_back"),
            ({"said_at": None}, "said_on"),
            ({"said_at": AT + timedelta(minutes=1)}, "said_on"),
            ({"opinion": "x" * 10_001}, "opinion"),
        ],
    )
    def test_what_is_missing_is_said_beside_it(self, cast: Cast, given: dict[str, Any], field: str) -> None:
        with pytest.raises(NotTaken) as refused:
            take(cast, arise(cast), **given)
        assert set(refused.value.sentences) == {field}

    def test_what_was_asked_of_a_child_is_confirmed_where_the_police_look_into_it(self, cast: Cast) -> None:
        situation = with_police(cast)
        with pytest.raises(NotTaken) as refused:
            take(cast, situation)
        assert set(refused.value.sentences) == {"within_limits"}
        assert take(cast, situation, within_limits=True).within_limits

    def test_a_statement_of_another_case_is_not_corrected_here(self, cast: Cast) -> None:
        other = take(cast, arise(cast))
        with pytest.raises(NotTaken, match="no such statement"):
            take(cast, arise(cast), corrects=other)

    def test_whoever_may_not_see_the_case_takes_none(self, cast: Cast) -> None:
        situation = arise(cast)
        makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
        for who in (cast.lund, cast.adeyemi, cast.hale, cast.vance, cast.marsh):
            with pytest.raises(NotPermitted):
                take(cast, situation, by=who)

    def test_a_closed_case_takes_none(self, cast: Cast) -> None:
        closed = makers.make_case(lead=cast.okafor, state=CaseState.CLOSED)
        actor = cast.okafor.actor()
        with asking(actor), pytest.raises(CaseIsClosed):
            take_statement(actor=actor, case_id=closed.pk, person_id=None, said=Said(**USUAL), at=AT)

    def test_the_database_refuses_a_statement_that_nobody_took_and_nobody_gave(self, cast: Cast) -> None:
        situation = arise(cast)
        with asking(cast.okafor.actor()), pytest.raises(IntegrityError), transaction.atomic():
            Statement.objects.create(
                organisation=cast.thornbury, case=situation.case, person=situation.robin, question="?", words="So.",
                said_at=AT, recorded_at=AT,
            )  # fmt: skip


class TestTheLink:
    def test_it_takes_one_statement_and_is_used_up(self, cast: Cast) -> None:
        situation = arise(cast)
        asked = ask(cast, situation)

        give_statement(asked.word, words=WORDS, at=AT + timedelta(hours=1))

        with asking(cast.okafor.actor()):
            statement = Statement.objects.get()
            entry = Entry.objects.get(verb="statement_given")
        assert (statement.words, statement.question, statement.link_id) == (WORDS, QUESTION, asked.link.pk)
        assert (statement.taken_by_id, statement.opinion) == (None, "")
        assert entry.actor_name == "somebody with a one-time link"
        with pytest.raises(NoSuchLink):
            give_statement(asked.word, words="More.", at=AT + timedelta(hours=2))

    @pytest.mark.parametrize("word", ["", "x", "0" * 22])
    def test_a_word_that_was_never_given_opens_nothing(self, cast: Cast, word: str) -> None:
        ask(cast, arise(cast))
        assert read_link(word, AT) is None
        with pytest.raises(NoSuchLink):
            give_statement(word, words="So.", at=AT)

    def test_it_runs_out_after_a_week(self, cast: Cast) -> None:
        asked = ask(cast, arise(cast))
        assert read_link(asked.word, AT + timedelta(days=6))
        assert read_link(asked.word, AT + timedelta(days=7)) is None

    def test_it_can_be_withdrawn_and_closing_the_case_withdraws_it(self, cast: Cast) -> None:
        case = makers.make_case(lead=cast.okafor)
        family = makers.make_family(case=case, told_at=AT)
        makers.make_finding(case=case, by=cast.okafor)
        actor = cast.okafor.actor()
        links = [makers.make_statement_link(case=case, person=family.child, by=cast.okafor, word=word) for word in "ab"]
        with asking(actor):
            withdraw_link(actor=actor, link_id=links[0].pk, at=AT)
        assert (read_link("a", AT), bool(read_link("b", AT))) == (None, True)
        with asking(actor):
            close_case(actor=actor, case_id=case.pk, words="Over.", at=AT)
        assert read_link("b", AT) is None

    def test_the_word_is_kept_by_nobody(self, cast: Cast) -> None:
        asked = ask(cast, arise(cast))
        with asking(cast.okafor.actor()):
            row = StatementLink.objects.values().get()
            details = repr(list(Entry.objects.values_list("detail", flat=True)))
        assert asked.word not in repr(row)
        assert asked.word not in details

    def test_it_shows_the_database_s_row_of_that_link_and_nothing_else(self, cast: Cast) -> None:
        situation = arise(cast)
        asked = ask(cast, situation)
        ask(cast, situation)
        with presenting(key=key_digest(asked.word)):
            assert [it.pk for it in StatementLink.objects.all()] == [asked.link.pk]
            assert not Statement.objects.exists()
        with asking(NOBODY):
            assert not StatementLink.objects.exists()

    @pytest.mark.parametrize("words", ["", "  ", "x" * 10_001])
    def test_words_are_wanted_and_the_link_stays_open(self, cast: Cast, words: str) -> None:
        asked = ask(cast, arise(cast))
        with pytest.raises(NotGiven):
            give_statement(asked.word, words=words, at=AT)
        assert read_link(asked.word, AT)

    @pytest.mark.parametrize("question", ["Did Sam Birch do it?", "What did Birch’s friends say?", "Was it Sam?"])
    def test_the_question_names_nobody_else(self, cast: Cast, question: str) -> None:
        with pytest.raises(NotAsked) as refused:
            ask(cast, arise(cast), question=question)
        assert set(refused.value.sentences) == {"question"}

    def test_what_is_asked_of_a_child_is_confirmed_where_the_police_look_into_it(self, cast: Cast) -> None:
        situation = with_police(cast)
        with pytest.raises(NotAsked):
            ask(cast, situation)
        assert ask(cast, situation, within_limits=True).word

    @pytest.mark.parametrize("question", ["", "x" * 1_001])
    def test_one_question_is_wanted(self, cast: Cast, question: str) -> None:
        with pytest.raises(NotAsked):
            ask(cast, arise(cast), question=question)


def test_two_at_once_use_a_link_once(cast: Cast) -> None:
    """The second finds it used, because the row is locked and looked at again."""
    asked = ask(cast, arise(cast))
    at: datetime = AT + timedelta(hours=1)
    give_statement(asked.word, words="One.", at=at)
    with asking(cast.okafor.actor()):
        assert not StatementLink.objects.open(at).exists()
        assert Statement.objects.count() == 1
