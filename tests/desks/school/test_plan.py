"""The page of the plan: add a step, say what came of it, see what may be asked."""

from __future__ import annotations

from tests import makers
from tests.cast import Cast, signed_in
from tests.procedures.situation import arise
from tests.procedures.test_plan import with_police
from upstander.kernel import clock
from upstander.records.access.asking import asking
from upstander.records.investigations.models import PlannedStep


def sent(cast: Cast, **given: str) -> dict[str, str]:
    day = clock.in_london(clock.now()).date()
    by_day = {"by_day-day": str(day.day), "by_day-month": str(day.month), "by_day-year": str(day.year)}
    return {"kind": "child", "words": "Robin, about Friday", "owner": str(cast.lund.pk), **by_day, **given}


def test_a_step_is_planned_shown_on_the_case_and_ended(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.okafor)
    page = f"/school/cases/{situation.case.pk}/plan/"

    assert client.post(page, sent(cast, words="")).status_code == 422
    assert client.post(page, sent(cast)).status_code == 302

    assert "Take a statement from a child: Robin, about Friday (Mr Lund" in client.get(page[:-5]).content.decode()
    with asking(cast.okafor.actor()):
        step = PlannedStep.objects.get()
    mistake = client.post(f"{page}{step.pk}/", {"note": ""})
    assert mistake.status_code == 422
    assert f'href="#note-{step.pk}"' in mistake.content.decode()
    assert client.get(f"{page}{step.pk}/")["Location"] == page
    assert client.post(f"{page}{step.pk}/", {"note": "Not needed.", "how": "dropped"}).status_code == 302
    assert "Dropped, Ms Okafor" in client.get(page).content.decode()


def test_the_page_says_what_may_be_asked_while_the_police_look_into_it(cast: Cast) -> None:
    situation, client = with_police(cast), signed_in(cast.okafor)
    page = f"/school/cases/{situation.case.pk}/plan/"

    shown = client.get(page).content.decode()
    assert "Establish only the basic facts, and leave questioning to the police" in shown
    assert "Do not question anyone as a suspect" in shown
    assert client.post(page, sent(cast)).status_code == 422
    assert client.post(page, sent(cast, within_limits="yes")).status_code == 302


def test_a_step_of_another_case_is_none_for_whoever_may_not_see_it(cast: Cast) -> None:
    situation = arise(cast)
    step = makers.make_step(case=situation.case, by=cast.okafor)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)
    for who in (cast.lund, cast.adeyemi, cast.vance):
        page = f"/school/cases/{situation.case.pk}/plan/{step.pk}/"
        assert signed_in(who).post(page, {"note": "So."}).status_code == 404
