"""Who is away and who covers for them; and nothing of somebody who leaves stays with nobody unseen."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.situation import arise
from upstander.kernel.clock import in_london, now
from upstander.procedures.school.let_member_go import NotLetGo, let_member_go
from upstander.procedures.school.record_absence import NotCovered, end_absence, record_absence
from upstander.records.access.asking import asking
from upstander.records.access.models import Absence, Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.assessments.models import Duty
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Case

STAFF = "/school/staff/"


def today() -> date:
    return in_london(now()).date()


def away(cast: Cast, member: Membership, cover: Membership, *, days: int = 3) -> Absence:
    with asking(cast.okafor.actor()):
        return record_absence(
            actor=cast.okafor.actor(),
            member_id=member.pk,
            cover_id=cover.pk,
            first=today(),
            last=today() + timedelta(days=days),
            at=now(),
        )


def fields(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_what_is_theirs_is_on_the_list_of_whoever_covers_and_only_while_they_are_away(cast: Cast) -> None:
    situation = arise(cast, lead=cast.lund)
    makers.make_duty(assessment=situation.case.assessment, owner=cast.lund)
    client = signed_in(cast.okafor)
    mine, led = "/school/duties/?show=mine", "/school/cases/?show=mine"
    assert situation.case.reference not in client.get(mine).content.decode()

    form = {"cover": str(cast.okafor.pk), **fields("first", today()), **fields("last", today() + timedelta(days=2))}
    answer = client.post(f"{STAFF}{cast.lund.pk}/away/", form, follow=True).content.decode()

    assert "covered by Ms Okafor" in answer
    assert situation.case.reference in client.get(mine).content.decode()
    assert situation.case.reference in client.get(led).content.decode()
    assert "You cover for Mr Lund until" in client.get("/school/").content.decode()

    back = re.search(r'action="(/school/staff/back/[^"]+)"', answer)
    assert back
    assert "What is theirs is theirs again." in client.post(back[1], follow=True).content.decode()
    assert situation.case.reference not in client.get(mine).content.decode()


def test_whoever_covers_sees_no_more_than_before(cast: Cast) -> None:
    situation = arise(cast)
    makers.make_duty(assessment=situation.case.assessment, owner=cast.lund)
    away(cast, cast.adeyemi, cast.lund)
    away(cast, cast.lund, cast.reyes)
    makers.make_conflict(member=cast.reyes, subject_id=situation.case.pk)

    assert situation.case.reference not in signed_in(cast.reyes).get("/school/duties/?show=mine").content.decode()


def test_a_form_with_mistakes_says_so_and_keeps_what_was_typed(cast: Cast) -> None:
    page = signed_in(cast.okafor).post(
        f"{STAFF}{cast.lund.pk}/away/", {"first-day": "31", "first-month": "2", "first-year": "2027"}
    )

    said = page.content.decode()
    assert page.status_code == 422
    assert "Choose a colleague" in said
    assert "Write the first day away" in said
    assert 'value="31"' in said


def test_nobody_is_away_twice_at_a_time_or_covered_by_themselves(cast: Cast) -> None:
    away(cast, cast.lund, cast.reyes)
    with pytest.raises(NotCovered, match="recorded already"):
        away(cast, cast.lund, cast.okafor)
    with pytest.raises(NotCovered, match="Choose a colleague"):
        away(cast, cast.okafor, cast.okafor)
    with pytest.raises(NotCovered, match="Choose a colleague"):
        away(cast, cast.okafor, cast.hale)
    arise(cast)
    with pytest.raises(NotCovered, match="may lead cases"):
        away(cast, cast.okafor, cast.adeyemi)


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh"])
def test_who_may_not_keep_the_school_learns_nothing(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    for page in ("away", "left"):
        hidden, missing = (client.get(f"{STAFF}{id}/{page}/") for id in (cast.lund.pk, uuid4()))
        assert (hidden.status_code, missing.status_code) == (404, 404)
    assert (client.get(STAFF).status_code == 200) == (who == "vance")
    assert "Mr Lund" not in client.get(STAFF).content.decode()
    absence = away(cast, cast.lund, cast.okafor)
    actor = getattr(cast, who).actor()
    with asking(actor), pytest.raises(NotPermitted):
        end_absence(actor=actor, absence_id=absence.pk, at=now())


def test_whoever_leaves_hands_over_cases_and_duties_and_comes_in_no_more(cast: Cast) -> None:
    situation = arise(cast, lead=cast.lund)
    waiting = makers.make_report(organisation=cast.thornbury, taken_by=cast.lund)
    with asking(cast.okafor.actor()):
        nobodys = makers.make_duty(assessment=waiting.assessment)
    duty = makers.make_duty(assessment=situation.case.assessment, owner=cast.lund)
    gone = signed_in(cast.lund)
    assert gone.get("/school/").status_code == 200

    page = signed_in(cast.okafor).post(f"{STAFF}{cast.lund.pk}/left/", {"successor": str(cast.okafor.pk)}, follow=True)

    assert "They can sign in no more" in page.content.decode()
    assert "Mr Lund" not in page.content.decode()
    assert gone.get("/school/").status_code == 302
    with asking(cast.okafor.actor()):
        assert Case.objects.get(pk=situation.case.pk).lead_id == cast.okafor.pk
        assert Duty.objects.get(pk=nobodys.pk).owner_id == cast.okafor.pk
        assert Duty.objects.get(pk=duty.pk).owner_id == cast.okafor.pk
        entry = Entry.objects.get(verb="left")
        assert (entry.detail["cases"], entry.detail["duties"]) == (1, 2)


def test_also_what_the_actor_may_not_see_changes_hands_and_what_nobody_may_take_is_open(cast: Cast) -> None:
    situation = arise(cast, lead=cast.lund)
    makers.make_conflict(member=cast.okafor, subject_id=situation.case.pk)
    other = arise(cast, lead=cast.okafor)
    makers.make_conflict(member=cast.reyes, subject_id=other.case.pk)
    duty = makers.make_duty(assessment=other.case.assessment, owner=cast.lund)

    with asking(cast.okafor.actor()):
        taken = let_member_go(actor=cast.okafor.actor(), member_id=cast.lund.pk, successor_id=cast.reyes.pk, at=now())

    assert (taken.cases, taken.duties, taken.left_open) == (1, 0, 1)
    with asking(cast.okafor.actor()):
        assert Case.objects.get(pk=situation.case.pk).lead_id == cast.reyes.pk
        assert Duty.objects.get(pk=duty.pk).owner_id is None


def test_a_case_that_the_successor_must_not_handle_goes_to_whoever_can_lead_it(cast: Cast) -> None:
    situation = arise(cast, lead=cast.lund)
    makers.make_conflict(member=cast.reyes, subject_id=situation.case.pk)

    with asking(cast.okafor.actor()):
        let_member_go(actor=cast.okafor.actor(), member_id=cast.lund.pk, successor_id=cast.reyes.pk, at=now())
        assert Case.objects.get(pk=situation.case.pk).lead_id == cast.okafor.pk


def test_whoever_is_walled_off_learns_of_no_case_by_an_absence_or_a_leaving(cast: Cast) -> None:
    """The head is accused: a case that Mr Lund leads changes nothing that the head is shown, told or refused."""

    def seen() -> list[str]:
        client = signed_in(cast.reyes)
        page, away_page = f"{STAFF}{cast.lund.pk}/left/", f"{STAFF}{cast.lund.pk}/away/"
        days = fields("first", today())
        answers = (
            client.get(page),
            client.post(page, {"successor": str(cast.adeyemi.pk)}),
            client.get(away_page),
            client.post(away_page, {"cover": str(cast.adeyemi.pk), **days}),
        )
        return [re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode()) for answer in answers]

    before = seen()
    situation = arise(cast, lead=cast.lund)
    makers.make_duty(assessment=situation.case.assessment, owner=cast.lund)
    for subject in (situation.case.pk, situation.report.pk):
        makers.make_conflict(member=cast.reyes, subject_id=subject)

    assert seen() == before
    with asking(cast.reyes.actor()):
        let_member_go(actor=cast.reyes.actor(), member_id=cast.lund.pk, successor_id=cast.reyes.pk, at=now())
    with asking(cast.okafor.actor()):
        assert Case.objects.get(pk=situation.case.pk).lead_id == cast.okafor.pk


@pytest.mark.parametrize(
    ("member", "successor", "why"),
    [
        ("okafor", "lund", "Somebody else has to record"),
        ("lund", "lund", "Choose the colleague"),
        ("lund", "vance", "Choose the colleague"),
        ("lund", "hale", "Choose the colleague"),
        ("lund", "adeyemi", "They may lead cases"),
    ],
)
def test_there_must_be_somebody_who_can_take_over(cast: Cast, member: str, successor: str, why: str) -> None:
    arise(cast, lead=cast.lund)
    ids = {"member_id": getattr(cast, member).pk, "successor_id": getattr(cast, successor).pk}

    with asking(cast.okafor.actor()), pytest.raises(NotLetGo, match=why):
        let_member_go(actor=cast.okafor.actor(), at=datetime(2026, 11, 22, tzinfo=UTC), **ids)
