from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.makers import AT, make_case, make_conflict, make_family, make_grant, make_message, make_report, on_behalf_of
from tests.procedures.letters import DAY, Told, check, let_stand, make_told, set_in_type
from upstander.procedures.telling.send_letter import send_letter
from upstander.procedures.telling.withdraw_letter import withdraw_letter
from upstander.procedures.telling.write_news import NewsOfAnother, NotNews, write_news
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.models import Duty
from upstander.records.cases.models import Family
from upstander.records.disclosures.models import Disclosure
from upstander.records.disclosures.news import KINDS
from upstander.records.intake.models import Milestone
from upstander.records.outbox.models import Message as Email


def write(family: Family, writer: Membership, **changed: Any) -> Disclosure:
    given: dict[str, Any] = {"kind": "still_looking", "by": date(2026, 12, 1), "why": "", "at": AT + DAY, **changed}
    with asking(writer.actor()):
        return write_news(actor=writer.actor(), family_id=family.pk, **given)


def sent(letter: Disclosure, by: Membership) -> Disclosure:
    checked = check(set_in_type(letter, by), by)
    with asking(by.actor()):
        return send_letter(actor=by.actor(), disclosure_id=checked.pk, at=AT + 3 * DAY)


@pytest.fixture
def told(cast: Cast) -> Told:
    return make_told(cast)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "nothing_heard"])
def test_each_kind_is_written_checked_and_sent_and_the_family_still_waits(cast: Cast, told: Told, kind: str) -> None:
    letter = sent(write(told.robins, cast.okafor, kind=kind), cast.lund)
    assert letter.seal
    with on_behalf_of(cast.thornbury.pk):
        assert Family.objects.waiting().filter(pk=told.robins.pk).exists()
        assert Duty.objects.open().filter(duty="tell_target_family_outcome").exists()
        assert not Milestone.objects.filter(stage="told").exists()
        assert Email.objects.get().key == f"letter:{letter.pk}"


def test_it_can_be_written_before_there_is_a_finding(cast: Cast) -> None:
    report = make_report(organisation=cast.thornbury, taken_by=cast.okafor)
    family = make_family(case=make_case(lead=cast.okafor, reports=[report]), report=report)
    assert "You told us about this on" in write(family, cast.okafor, kind="received").text


def test_nothing_heard_says_since_when_and_only_where_they_were_asked(cast: Cast, told: Told) -> None:
    with pytest.raises(NotNews, match="not asked this family"):
        write(told.robins, cast.okafor, kind="nothing_heard")
    make_message(report=told.report, by=cast.okafor, words="Could we talk?")
    assert "We wrote to you on 3 November 2026" in " ".join(write(told.robins, cast.okafor, kind="nothing_heard").text.split())
    make_message(report=told.report, words="Yes.", at=AT + DAY)
    with pytest.raises(NotNews, match="not asked this family"):
        write(told.robins, cast.okafor, kind="nothing_heard")


def test_its_one_text_is_held_like_any_other(cast: Cast, told: Told) -> None:
    with pytest.raises(NewsOfAnother, match="Jess"):
        write(told.robins, cast.okafor, why="Jess is away.")
    letter = write(told.robins, cast.okafor, why="The JK room is booked.", hold_it=True)
    let_stand(letter, cast.lund)
    assert sent(letter, cast.lund).sent_at


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"kind": "outcome_letter"}, "kind"), ({"by": None}, "by"), ({"by": date(2026, 11, 3)}, "by"), ({"why": "a" * 2001}, "why")],
)
def test_what_is_missing_is_asked_for(cast: Cast, told: Told, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(NotNews) as refusal:
        write(told.robins, cast.okafor, **changed)
    assert list(refusal.value.sentences) == [field]


def test_taking_it_back_makes_nobody_wait_who_has_been_told(cast: Cast, told: Told) -> None:
    letter = sent(write(told.robins, cast.okafor), cast.lund)
    with on_behalf_of(cast.thornbury.pk):
        Family.objects.filter(pk=told.robins.pk).update(told_at=AT + 2 * DAY)
    with asking(cast.okafor.actor()):
        withdraw_letter(actor=cast.okafor.actor(), disclosure_id=letter.pk, because="The day was wrong.", at=AT + 4 * DAY)
    with on_behalf_of(cast.thornbury.pk):
        assert Family.objects.get(pk=told.robins.pk).told_at


def test_others_do_not_write(cast: Cast, told: Told) -> None:
    make_conflict(member=cast.reyes, subject_id=told.case.pk)
    for member in (cast.adeyemi, cast.reyes, cast.hale, cast.vance, cast.marsh):
        with pytest.raises(NotPermitted):
            write(told.robins, member)
    make_grant(member=cast.adeyemi, subject_id=told.case.pk)
    assert write(told.robins, cast.adeyemi).composed_by_id == cast.adeyemi.pk
