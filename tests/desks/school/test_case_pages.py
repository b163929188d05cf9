"""The pages of a case: who gets in, what they cost, and that what is asked for there happens."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import makers
from tests.cast import Cast, signed_in
from tests.makers import AT
from tests.procedures.letters import DAY, checked, make_told
from tests.procedures.situation import Situation, arise
from upstander.kernel.clock import now
from upstander.procedures.cases.close_case import NEVER_LEFT
from upstander.procedures.telling.record_posted_letter import WAYS, record_posted_letter
from upstander.procedures.triage.finish_duty import finish_duty
from upstander.records.access.asking import asking
from upstander.records.assessments.assessing import assess
from upstander.records.assessments.models import Duty
from upstander.records.audit.models import Entry
from upstander.records.cases.models import Case, Family, Involvement, Note
from upstander.records.disclosures.models import Message
from upstander.records.investigations.models import Finding, Measure

PAGES: dict[str, Callable[[Situation], str]] = {
    "case": lambda s: "",
    "history": lambda s: "history/",
    "people": lambda s: "people/",
    "add": lambda s: "people/add/",
    "part": lambda s: f"people/{s.sams_part.pk}/",
    "notes": lambda s: "notes/",
    "messages": lambda s: f"messages/{s.report.pk}/",
    "finding": lambda s: "finding/",
    "plan": lambda s: "plan/",
    "statements": lambda s: "statements/",
    "statement": lambda s: "statements/add/",
    "link": lambda s: "statements/link/",
    "measures": lambda s: "measures/",
    "families": lambda s: "families/",
    "family report": lambda s: f"families/{s.robins_family.pk}/report/",
    "not told": lambda s: f"families/{s.robins_family.pk}/not-told/",
    "close": lambda s: "close/",
    "clock": lambda s: "clock/",
    "glance": lambda s: "glance/",
    "evidence": lambda s: "evidence/",
    "access": lambda s: "access/",
    "checks": lambda s: "checks/",
    "check told": lambda s: "checks/told/",
    "reopen": lambda s: "reopen/",
    "incidents": lambda s: "incidents/",
    "incident": lambda s: f"incidents/add/?report={s.report.pk}",
    "devices": lambda s: "devices/",
    "device taken": lambda s: "devices/take/",
    "staff support": lambda s: "staff-support/",
    "schools": lambda s: "schools/",
    "referral": lambda s: f"schools/{s.sam.pk}/",
}
LEADS_ONLY = {"finding", "not told", "close", "clock", "reopen", "referral"}
BUDGET = {"case": 18, "messages": 19}
USUAL_BUDGET = 16


def address(situation: Situation, page: str) -> str:
    return f"/school/cases/{situation.case.pk}/{PAGES[page](situation)}"


def rich(cast: Cast) -> Situation:
    """A case in which everything has happened."""
    situation = arise(cast)
    with asking(cast.okafor.actor()):
        assess(situation.case.assessment, at=now())
    makers.make_note(case=situation.case, by=cast.lund)
    makers.make_message(report=situation.report, by=cast.okafor, is_question=True)
    makers.make_message(report=situation.report)
    makers.make_measure(case=situation.case, child=situation.robin, by=cast.lund)
    makers.make_finding(case=situation.case, by=cast.okafor)
    return situation


def test_the_lead_gets_in_within_the_budget(cast: Cast) -> None:
    situation, client = rich(cast), signed_in(cast.okafor)
    asked: dict[str, int] = {}
    for page in PAGES:
        client.get(address(situation, page))
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(address(situation, page))
        assert (page, answer.status_code) == (page, 200)
        assert "no-store" in answer["Cache-Control"]
        asked[page] = len(statements)
    assert {page: number for page, number in asked.items() if number > BUDGET.get(page, USUAL_BUDGET)} == {}


@pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh"])
def test_who_may_not_learns_nothing(cast: Cast, who: str) -> None:
    situation, client = arise(cast), signed_in(getattr(cast, who))
    for page in PAGES:
        hidden = client.get(address(situation, page))
        missing = client.get(address(situation, page).replace(str(situation.case.pk), str(uuid4())))

        assert (page, hidden.status_code, missing.status_code) == (page, 404, 404)
        assert hidden.content.replace(str(situation.case.pk).encode(), b"") == missing.content.replace(
            missing.wsgi_request.path.split("/")[3].encode(), b""
        )


def test_a_conflict_of_interest_closes_every_page(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.lund)
    makers.make_conflict(member=cast.lund, subject_id=situation.case.pk)

    answers = {page: client.get(address(situation, page)).status_code for page in PAGES}

    assert answers == dict.fromkeys(PAGES, 404)


def test_pastoral_staff_with_the_case_get_to_what_is_theirs(cast: Cast) -> None:
    situation, client = arise(cast), signed_in(cast.adeyemi)
    for subject in (situation.case.pk, situation.report.pk):
        makers.make_grant(member=cast.adeyemi, subject_id=subject)

    answers = {page: client.get(address(situation, page)).status_code for page in PAGES}

    assert answers == {page: 404 if page in LEADS_ONLY else 200 for page in PAGES}


@pytest.mark.parametrize("way", WAYS)
def test_a_letter_on_paper_is_in_the_history(cast: Cast, way: str) -> None:
    told = make_told(cast)
    letter = checked(told.jesses, cast.okafor, cast.lund)
    with asking(cast.okafor.actor()):
        record_posted_letter(
            actor=cast.okafor.actor(), disclosure_id=letter.pk, way=way, on=(AT + 3 * DAY).date(), at=AT + 3 * DAY
        )

    shown = signed_in(cast.okafor).get(f"/school/cases/{told.case.pk}/").content.decode()

    assert f"Letter {'posted' if way == 'posted' else 'handed'} to Jess Kowalska’s family" in shown


def test_opening_a_case_is_on_record(cast: Cast) -> None:
    situation = arise(cast)
    signed_in(cast.lund).get(address(situation, "case"))

    with asking(cast.lund.actor()):
        assert Entry.objects.get(verb="read", subject_id=situation.case.pk).actor_name == "Mr Lund"


def test_a_refusal_is_on_record_where_the_refused_work(cast: Cast) -> None:
    situation = arise(cast)
    signed_in(cast.vance).get(address(situation, "case"))

    with asking(cast.vance.actor()):
        assert Entry.objects.filter(verb="refused", actor_name="Mr Vance").exists()


class TestDoing:
    def post(self, cast: Cast, situation: Situation, page: str, **typed: str) -> tuple[Client, int]:
        client = signed_in(cast.okafor)
        return client, client.post(address(situation, page), typed).status_code

    def test_a_note_is_kept(self, cast: Cast) -> None:
        situation = arise(cast)
        assert self.post(cast, situation, "notes", words="Spoke to Robin.")[1] == 302
        with asking(cast.okafor.actor()):
            assert Note.objects.get().words == "Spoke to Robin."

    def test_what_was_typed_stays_when_it_cannot_be_kept(self, cast: Cast) -> None:
        situation = arise(cast)
        client = signed_in(cast.okafor)
        answer = client.post(address(situation, "finding"), {"outcome": "bullying", "reasons": "Because of <this>."})
        said = answer.content.decode()
        assert answer.status_code == 422
        assert "Because of &lt;this&gt;." in said
        assert "Choose whether hurt was meant." in said
        with asking(cast.okafor.actor()):
            assert Finding.objects.count() == 0

    def test_a_finding_decides_the_case(self, cast: Cast) -> None:
        situation = arise(cast)
        judged = {name: "yes" for name in ("hurt_meant", "repeated", "power")}
        why = {f"{name}_why": "It says so." for name in judged}
        assert self.post(cast, situation, "finding", outcome="bullying", reasons="Reasons.", **judged, **why)[1] == 302
        with asking(cast.okafor.actor()):
            assert Case.objects.get(pk=situation.case.pk).state == "decided"

    def test_a_measure_is_recorded_for_one_child(self, cast: Cast) -> None:
        situation = arise(cast)
        day = {"from_day-day": str(AT.day), "from_day-month": str(now().month), "from_day-year": str(now().year)}
        assert self.post(cast, situation, "measures", child=str(situation.robin.pk), kind="check_ins", words="", **day)[1] == 302
        with asking(cast.okafor.actor()):
            assert Measure.objects.get().child_id == situation.robin.pk

    def test_a_question_waits_for_the_family(self, cast: Cast) -> None:
        situation = arise(cast)
        assert self.post(cast, situation, "messages", kind="ask", words="When did it start?")[1] == 302
        with asking(cast.okafor.actor()):
            assert Message.objects.get().is_question

    def test_somebody_of_a_known_name_is_asked_about_first(self, cast: Cast) -> None:
        situation = arise(cast)
        client = signed_in(cast.okafor)
        typed = {"name": "sam birch", "part": "saw", "reason": "The report.", "age": "child"}
        asked = client.post(address(situation, "add"), typed)
        assert b"We know somebody of that name" in asked.content
        client.post(address(situation, "add"), {**typed, "person": str(situation.sam.pk)})
        with asking(cast.okafor.actor()):
            assert Involvement.objects.get(part="saw").person_id == situation.sam.pk

    def test_closing_says_who_waits_and_offers_no_button(self, cast: Cast) -> None:
        situation = rich(cast)
        said = signed_in(cast.okafor).get(address(situation, "close")).content.decode()
        assert "2 families wait" in said
        assert "How did it end?" not in said

    def test_closing_by_hand_is_refused_with_the_names(self, cast: Cast) -> None:
        situation = rich(cast)
        client = signed_in(cast.okafor)
        answer = client.post(address(situation, "close"), {"words": "Over."})
        assert answer.status_code == 422
        assert "2 families wait to hear: Robin Ashdown, Sam Birch." in answer.content.decode()

    def test_not_telling_is_recorded_and_then_the_case_closes(self, cast: Cast) -> None:
        situation = rich(cast)
        client = signed_in(cast.okafor)
        later = {"review_on-day": "1", "review_on-month": "1", "review_on-year": str(now().year + 1)}
        for family in (situation.robins_family, situation.sams_family):
            client.post(
                f"/school/cases/{situation.case.pk}/families/{family.pk}/not-told/", {"ground": "harm", "why": "So.", **later}
            )
        assert client.post(address(situation, "close"), {"words": "Over."}).status_code == 422  # a child may not be safe yet
        with asking(cast.okafor.actor()):
            for duty in Duty.objects.open().filter(duty__in=NEVER_LEFT):
                finish_duty(actor=cast.okafor.actor(), duty_id=duty.pk, note="Seen, and safe.", at=now())
        assert client.post(address(situation, "close"), {"words": "Over."}).status_code == 302
        with asking(cast.okafor.actor()):
            left = Duty.objects.open().filter(assessment=situation.case.assessment_id).values_list("duty", flat=True)
            assert set(left) == {"review_not_telling"}, "a reason not to tell is looked at again also afterwards"
            assert Family.objects.waiting().count() == 0
            assert Case.objects.get(pk=situation.case.pk).state == "closed"
        assert b"This case is closed" in client.get(address(situation, "case")).content

    def test_a_colleague_is_given_the_case_and_shut_out_again(self, cast: Cast) -> None:
        situation = arise(cast)
        client, base = signed_in(cast.okafor), f"/school/cases/{situation.case.pk}/access/"
        client.post(f"{base}give/", {"member": str(cast.adeyemi.pk)})
        assert signed_in(cast.adeyemi).get(address(situation, "case")).status_code == 200
        client.post(f"{base}conflict/", {"colleague": str(cast.adeyemi.pk), "reason": "Her niece."})
        assert signed_in(cast.adeyemi).get(address(situation, "case")).status_code == 404
        assert "Her niece." in client.get(base).content.decode()


def test_other_names_are_kept_and_what_was_typed_stays_where_they_cannot_be(cast: Cast) -> None:
    situation = arise(cast)
    client, page = signed_in(cast.okafor), f"/school/cases/{situation.case.pk}/people/{situation.sams_part.pk}/names/"
    kept = client.post(page, {"other_names": "Squidge"}, follow=True).content.decode()
    assert "No letter to another family may have them." in kept
    with asking(cast.okafor.actor()):
        Family.objects.filter(case=situation.case).update(told_at=now())
        Case.objects.filter(pk=situation.case.pk).update(state="closed", closed_at=now(), closed_by=cast.okafor)

    refused = client.post(page, {"other_names": "Squidge, Birchy"})

    assert (refused.status_code, "Squidge, Birchy" in refused.content.decode()) == (422, True)


class TestTellingAfterAll:
    def not_told(self, cast: Cast) -> tuple[Situation, str]:
        situation = arise(cast)
        base = f"/school/cases/{situation.case.pk}/families/"
        page = f"{base}{situation.robins_family.pk}/"
        given = {
            "ground": "harm",
            "why": "So.",
            "review_on-day": "1",
            "review_on-month": "1",
            "review_on-year": f"{now().year + 1}",
        }
        assert signed_in(cast.okafor).post(f"{page}not-told/", given).status_code == 302
        return situation, page

    def test_a_button_beside_the_decision_makes_the_family_wait_again(self, cast: Cast) -> None:
        situation, page = self.not_told(cast)
        client = signed_in(cast.okafor)
        assert client.get(address(situation, "families")).content.decode().count("Tell them after all") == 1

        answer = client.post(f"{page}tell-after-all/", follow=True)

        shown = answer.content.decode()
        assert "They wait to be told." in shown
        assert "Tell them after all" not in shown
        with asking(cast.okafor.actor()):
            assert Family.objects.waiting().count() == 2

    def test_the_reason_is_looked_at_again_on_its_page(self, cast: Cast) -> None:
        situation, page = self.not_told(cast)
        client = signed_in(cast.okafor)
        assert f'{page}not-told/">Look at it again' in client.get(address(situation, "families")).content.decode()
        empty = client.post(f"{page}not-told/", {"again": "yes", "why": " "})
        assert (empty.status_code, "Write why it still holds" in empty.content.decode()) == (422, True)

        day = {"review_on-day": "2", "review_on-month": "1", "review_on-year": f"{now().year + 1}"}
        shown = client.post(f"{page}not-told/", {"again": "yes", "why": "They ask us to wait.", **day}, follow=True)

        assert "Ms Okafor:</span> They ask us to wait." in shown.content.decode()
        assert f"To be looked at again on 2 January {now().year + 1}" in shown.content.decode()

    def test_a_second_press_says_why_nothing_was_done(self, cast: Cast) -> None:
        _, page = self.not_told(cast)
        client = signed_in(cast.okafor)
        client.post(f"{page}tell-after-all/")

        answer = client.post(f"{page}tell-after-all/")

        assert (answer.status_code, "Look at the page as it is now." in answer.content.decode()) == (422, True)

    @pytest.mark.parametrize("who", ["adeyemi", "hale", "vance", "marsh"])
    def test_who_may_not_is_told_that_there_is_no_such_page(self, cast: Cast, who: str) -> None:
        situation, page = self.not_told(cast)
        for subject in (situation.case.pk, situation.report.pk):
            makers.make_grant(member=cast.adeyemi, subject_id=subject)

        assert signed_in(getattr(cast, who)).post(f"{page}tell-after-all/").status_code == 404
        with asking(cast.okafor.actor()):
            assert Family.objects.waiting().count() == 1

    def test_whoever_may_only_read_the_case_is_not_offered_it(self, cast: Cast) -> None:
        situation, _ = self.not_told(cast)
        for subject in (situation.case.pk, situation.report.pk):
            makers.make_grant(member=cast.adeyemi, subject_id=subject)

        assert "Tell them after all" not in signed_in(cast.adeyemi).get(address(situation, "families")).content.decode()

    def test_it_is_a_form_and_not_a_link(self, cast: Cast) -> None:
        _, page = self.not_told(cast)

        assert signed_in(cast.okafor).get(f"{page}tell-after-all/").status_code == 405


def test_another_cases_family_or_part_is_not_reached_through_this_one(cast: Cast) -> None:
    here, there = arise(cast), arise(cast)
    client, base = signed_in(cast.okafor), f"/school/cases/{here.case.pk}/"

    for page in (f"people/{there.sams_part.pk}/", f"families/{there.robins_family.pk}/not-told/", f"messages/{there.report.pk}/"):
        assert client.get(base + page).status_code == 404


def test_the_timeline_goes_on_on_another_page(cast: Cast) -> None:
    situation = arise(cast)
    for number in range(35):
        makers.make_note(case=situation.case, by=cast.lund, words=f"Note number {number}.")
    client = signed_in(cast.okafor)

    first = client.get(address(situation, "case")).content.decode()
    older = first.split("history/?before=")[1].split('"')[0]
    second = client.get(f"{address(situation, 'history')}?before={older}").content.decode()

    assert "Note number 34." in first
    assert "Note number 0." not in first
    assert "Note number 0." in second


def test_keys_that_are_no_keys_show_the_newest(cast: Cast) -> None:
    situation = arise(cast)

    assert signed_in(cast.okafor).get(f"{address(situation, 'history')}?before=nonsense").status_code == 200
