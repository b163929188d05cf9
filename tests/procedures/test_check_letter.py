from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.makers import make_grant, make_measure
from tests.procedures.letters import again, check, composed, make_told, rendered
from upstander.procedures.telling.check_letter import CHECKLIST, NotChecked
from upstander.procedures.telling.render_letter import render_letter
from upstander.records.access.requiring import NotPermitted
from upstander.records.disclosures.letter import CannotBeSet


def test_a_colleague_checks_what_the_family_will_see(cast: Cast) -> None:
    letter = check(rendered(make_told(cast).robins, cast.okafor), cast.lund)
    assert (letter.checked_by_id, letter.checked_alone_because) == (cast.lund.pk, "")


def test_whoever_wrote_it_checks_it_only_with_a_reason(cast: Cast) -> None:
    letter = rendered(make_told(cast).robins, cast.okafor)
    with pytest.raises(NotChecked) as refusal:
        check(letter, cast.okafor)
    assert list(refusal.value.sentences) == ["alone_because"]
    alone = check(letter, cast.okafor, alone_because="Mr Lund is away until Monday, and the family waits.")
    assert alone.checked_alone_because.startswith("Mr Lund is away")


def test_each_line_of_the_list_is_ticked(cast: Cast) -> None:
    letter = rendered(make_told(cast).robins, cast.okafor)
    with pytest.raises(NotChecked) as refusal:
        check(letter, cast.lund, ticked=list(CHECKLIST)[1:])
    assert list(refusal.value.sentences) == ["ticked"]


def test_nobody_vouches_for_a_pdf_that_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotChecked, match="still being made"):
        check(composed(make_told(cast).robins, cast.okafor), cast.lund)


def test_nobody_vouches_for_words_that_they_have_not_read(cast: Cast) -> None:
    told = make_told(cast)
    before = rendered(told.robins, cast.okafor)
    rendered(told.robins, cast.okafor, why="Another reason.")
    with pytest.raises(NotChecked, match="changed since you opened it"):
        check(before, cast.lund)


def test_a_letter_that_the_record_has_overtaken_is_written_again(cast: Cast) -> None:
    told = make_told(cast)
    letter = rendered(told.robins, cast.okafor)
    make_measure(case=told.case, child=told.robins.child, by=cast.okafor, words="A plan for the bus.")
    with pytest.raises(NotChecked, match="What is on record has changed"):
        check(letter, cast.lund)


def test_what_changes_for_the_other_child_leaves_the_letter_as_it_is(cast: Cast) -> None:
    told = make_told(cast)
    letter = rendered(told.robins, cast.okafor)
    make_measure(case=told.case, child=told.jesses.child, by=cast.okafor, words="One more Friday.")
    assert check(letter, cast.lund).checked_at


def test_pastoral_staff_do_not_check(cast: Cast) -> None:
    told = make_told(cast)
    letter = rendered(told.robins, cast.okafor)
    make_grant(member=cast.adeyemi, subject_id=told.case.pk)
    for member in (cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        with pytest.raises(NotPermitted):
            check(letter, member)


def test_the_pdf_is_made_once_and_not_for_words_that_have_been_replaced(cast: Cast) -> None:
    told = make_told(cast)
    letter = rendered(told.robins, cast.okafor)
    ids = {"organisation_id": letter.organisation_id, "disclosure_id": letter.pk}
    assert not render_letter(**ids, make_pdf=lambda _: b"again")
    composed(told.robins, cast.okafor)

    def overtaken(_: object) -> bytes:
        from datetime import timedelta

        from tests.makers import AT

        composed(told.robins, cast.okafor, at=AT + timedelta(days=5))
        return b"of words that are gone"

    assert not render_letter(**ids, make_pdf=overtaken)
    assert again(letter, cast.okafor.actor()).pdf is None


def test_why_a_pdf_cannot_be_made_is_kept_for_staff(cast: Cast) -> None:
    letter = composed(make_told(cast).robins, cast.okafor)

    def refuse(_: object) -> bytes:
        raise CannotBeSet("The PDF cannot show “王”.")

    render_letter(organisation_id=letter.organisation_id, disclosure_id=letter.pk, make_pdf=refuse)
    assert again(letter, cast.okafor.actor()).pdf_trouble == "The PDF cannot show “王”."
