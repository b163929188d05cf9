"""A message is compared with everybody whom its reader may not be told about, as a letter is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT, on_behalf_of
from tests.procedures.situation import Situation, arise
from tests.records.disclosures.test_attacks import OTHERS, ROWS
from upstander.kernel.actor import reporter
from upstander.procedures.cases.write_to_family import MayTellOfAnother, NotAMessage, write_to_family
from upstander.procedures.looking_into.ask_for_statement import NotAsked, ask_for_statement
from upstander.records.access.asking import asking
from upstander.records.cases.models import Comparison, Part, Searchable
from upstander.records.disclosures.models import LetStand, Message
from upstander.records.intake.models import Report

KINDS = ("suspension", "detention")


def write(
    cast: Cast, report: Report, words: str, *, let_stand: tuple[str, ...] = (), because: str = "", is_question: bool = False
) -> Message:
    actor = cast.okafor.actor()
    with asking(actor), transaction.atomic():
        return write_to_family(
            actor=actor, report_id=report.pk, words=words, is_question=is_question, at=AT, let_stand=let_stand, because=because
        )


def found_in(cast: Cast, report: Report, words: str) -> tuple[str, ...]:
    try:
        write(cast, report, words)
    except MayTellOfAnother as refused:
        return refused.found
    return ()


@pytest.fixture
def crowded(cast: Cast) -> Situation:
    """Robin's case, and in it everybody of the table of attacks."""
    situation = arise(cast)
    for other in OTHERS:
        person = makers.make_child(
            organisation=cast.thornbury,
            name=other.name,
            other_names=list(other.other_names),
            accounts=list(other.accounts),
            address=other.address,
            school_name=other.school,
        )
        makers.make_family(case=situation.case, child=person, part=Part.DISPLAYING)
        for kind in other.sanctions:
            makers.make_measure(case=situation.case, child=person, by=cast.okafor, kind=kind, words="")
    return situation


def test_each_attack_on_a_letter_is_found_in_a_message_too(cast: Cast, crowded: Situation) -> None:
    missed = [row["attack"] for row in ROWS if row["found"] == "yes" and not found_in(cast, crowded.report, row["text"])]
    assert missed == []
    with asking(cast.okafor.actor()):
        sent = Message.objects.values_list("words", flat=True)
        assert not {row["text"] for row in ROWS if row["found"] == "yes"} & set(sent)


def test_the_own_child_may_be_named(cast: Cast) -> None:
    situation = arise(cast)
    assert write(cast, situation.report, "Robin Ashdown was brave. Robin’s form tutor knows.")
    assert found_in(cast, situation.report, "We spoke with Sam.") == ("Sam",)


def test_it_may_stand_for_a_reason_that_is_kept_and_that_no_family_reads(cast: Cast) -> None:
    situation = arise(cast)
    words = "You told us about Sam. We spoke with him."
    with pytest.raises(MayTellOfAnother, match="names somebody") as refused:
        write(cast, situation.report, words)
    assert set(refused.value.sentences) == {"words", "because"}
    with pytest.raises(MayTellOfAnother):
        write(cast, situation.report, words, let_stand=("Sam",))
    with pytest.raises(MayTellOfAnother, match="names somebody"):
        write(cast, situation.report, words, let_stand=("Sam",), because="x" * 301)
    message = write(cast, situation.report, words, let_stand=("Sam",), because="They named him themselves.")
    with asking(cast.okafor.actor()):
        kept = LetStand.objects.get(message=message)
        assert (kept.because, [it["word"] for it in kept.found]) == ("They named him themselves.", ["Sam"])
    reader = reporter(situation.report.pk, cast.thornbury.pk)
    with asking(reader):
        assert Message.objects.visible_to(reader).get() == message
        assert not LetStand.objects.exists()


def test_a_reason_covers_only_the_words_that_were_shown(cast: Cast) -> None:
    situation = arise(cast)
    with pytest.raises(MayTellOfAnother) as refused:
        write(cast, situation.report, "Sam Birch was there.", let_stand=("Sam",), because="They named him.")
    assert refused.value.found == ("Sam", "Birch", "sam birch")


def test_a_friend_is_told_of_no_child_and_called_by_their_own_name(cast: Cast) -> None:
    situation = arise(cast)
    juno = makers.make_child(organisation=cast.thornbury, name="Juno Wetherlam")
    makers.make_involvement(case=situation.case, person=juno, part=Part.SUPPORTED)
    friends = makers.make_report(
        organisation=cast.thornbury, relation="pupil", reporter_name="Juno Wetherlam", child_name="Robin Ashdown"
    )
    makers.join(case=situation.case, report=friends, by=cast.okafor)
    assert write(cast, friends, "Juno, thank you.", is_question=True)
    assert found_in(cast, friends, "Juno, Robin is at home.") == ("Robin",)


def test_the_parent_of_two_children_may_be_told_of_both_and_of_nobody_else(cast: Cast) -> None:
    situation = arise(cast)
    kit = makers.make_child(organisation=cast.thornbury, name="Kit Ashdown")
    makers.make_family(case=situation.case, child=kit, report=situation.report)
    assert write(cast, situation.report, "Robin and Kit both come in at nine.")
    assert found_in(cast, situation.report, "Robin, Kit and Sam come in at nine.") == ("Sam",)


class TestBeforeThereIsACase:
    """Compared with reports and cases that may be about the same child, as far as the writer may see them."""

    NAMED: dict[str, Any] = {"people": {"targeted": [{"name": "Robin Ashdown"}], "doing": [{"name": "Sam"}]}}
    WORDS = "Sam is not at our school. Juno told us, and wetherlam_j wrote it."

    @pytest.fixture
    def report(self, cast: Cast) -> Report:
        return makers.make_report(organisation=cast.thornbury, answers=self.NAMED)

    @pytest.fixture
    def another(self, cast: Cast) -> Report:
        """What Juno’s parent said of the same."""
        named = {"targeted": [{"name": "Robin Ashdown"}], "saw": [{"name": "Juno Wetherlam"}]}
        answers = {"people": named, "where": {"accounts": [{"app": "snapchat", "account": "wetherlam_j"}]}}
        return makers.make_report(organisation=cast.thornbury, answers=answers, reporter_name="Ines Wetherlam", relation="other")

    def test_alone_it_is_compared_with_nothing(self, cast: Cast, report: Report) -> None:
        assert write(cast, report, self.WORDS)

    def test_another_report_about_the_same_child(self, cast: Cast, report: Report, another: Report) -> None:
        assert found_in(cast, report, self.WORDS) == ("Juno", "wetherlam_j")
        assert found_in(cast, report, "We thank Ines. Robin and Alex Ashdown may come on Monday.") == ("Ines",)
        assert found_in(cast, another, self.WORDS) == ("Sam",)

    def test_its_case_and_a_case_of_a_child_of_that_name(self, cast: Cast, report: Report, another: Report) -> None:
        situation = arise(cast)
        assert found_in(cast, report, "Mr Birch rang, and Sam Birch came.") == ("Birch", "sam birch")
        makers.join(case=situation.case, report=another, by=cast.okafor)
        jess = makers.make_child(organisation=cast.thornbury, name="Jess Kowalska", accounts=["nightowl_9b"])
        makers.make_family(case=situation.case, child=jess, part=Part.DISPLAYING)
        makers.make_measure(case=situation.case, child=jess, by=cast.okafor, kind="suspension", words="")
        assert found_in(cast, report, "We suspended nightowl_9b. Ines said so.") == ("nightowl_9b", "Ines", "suspended")

    def test_one_that_was_joined_and_not_one_that_was_kept_apart(self, cast: Cast, report: Report, another: Report) -> None:
        with on_behalf_of(cast.thornbury.pk):
            Searchable.objects.filter(subject_id=another.pk).delete()  # found by nothing
        assert found_in(cast, report, self.WORDS) == ()
        for is_same, found in ((False, ()), (True, ("Juno", "wetherlam_j"))):
            with on_behalf_of(cast.thornbury.pk):
                Comparison.objects.update(undone_at=AT, undone_by=cast.okafor, undone_because="So.")
            makers.make_comparison(kind="report", kept_id=another.pk, other_id=report.pk, by=cast.okafor, is_same=is_same)
            assert found_in(cast, report, self.WORDS) == found

    def test_of_what_the_writer_must_not_see_they_learn_nothing(self, cast: Cast, report: Report, another: Report) -> None:
        makers.make_conflict(member=cast.okafor, subject_id=another.pk)
        assert found_in(cast, report, self.WORDS) == ()


def test_what_is_no_message_is_still_refused_first(cast: Cast) -> None:
    with pytest.raises(NotAMessage, match="Write what you want"):
        write(cast, arise(cast).report, " ", let_stand=("Sam",), because="So.")


def test_the_question_of_a_link_is_compared_as_well(cast: Cast, crowded: Situation) -> None:
    actor = cast.okafor.actor()
    for words in ("Did Jess say it?", "Was J3ss there?", "Who is nightowl_9b?", "Why was somebody suspended?"):
        with asking(actor), pytest.raises(NotAsked, match="without naming anybody else"):
            ask_for_statement(
                actor=actor, case_id=crowded.case.pk, person_id=crowded.robin.pk, question=words, within_limits=True, at=AT
            )
