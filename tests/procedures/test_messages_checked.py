"""A message is compared with everybody whom its reader may not be told about, as a letter is."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import Situation, arise
from tests.records.disclosures.test_attacks import OTHERS, ROWS
from upstander.kernel.actor import reporter
from upstander.procedures.cases.write_to_family import MayTellOfAnother, NotAMessage, write_to_family
from upstander.procedures.looking_into.ask_for_statement import NotAsked, ask_for_statement
from upstander.records.access.asking import asking
from upstander.records.cases.models import Part
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


def test_before_there_is_a_case_nobody_is_on_record(cast: Cast) -> None:
    report = makers.make_report(organisation=cast.thornbury)
    assert write(cast, report, "Sam, whom you named, is not at our school.")


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
