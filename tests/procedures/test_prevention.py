"""The register of prevention: who owns what, when it was last done, what prompted it, and where there are gaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.cast import Cast
from tests.makers import (
    AT,
    make_case,
    make_conflict,
    make_done,
    make_grant,
    make_incident,
    make_prevention,
    make_prompt,
    on_behalf_of,
)
from upstander.procedures.prevention.keep_prevention import (
    MeasureWords,
    NotAMeasure,
    add_prevention,
    change_prevention,
    end_prevention,
)
from upstander.procedures.prevention.link_case import NoSuchCase, NothingChosen, link_case, still_to_link, unlink_case
from upstander.procedures.prevention.record_done import NotDone, record_done
from upstander.procedures.school.let_member_go import let_member_go
from upstander.records.access.asking import asking
from upstander.records.access.models import Membership
from upstander.records.access.requiring import NotPermitted
from upstander.records.audit.models import Entry
from upstander.records.investigations.incidents import Incident
from upstander.records.policies.gaps import due_for, gaps_of, register_of
from upstander.records.policies.models import Prevention, PreventionDone, PreventionPrompt
from upstander.records.policies.prevention import months_after

LESSONS = MeasureWords(kind="lessons", words=" Lessons on  kindness ", owner_id=None, every_months=12)
DAY = timedelta(days=1)


def added(by: Membership, measure: MeasureWords = LESSONS) -> Prevention:
    with asking(by.actor()):
        return add_prevention(actor=by.actor(), measure=measure, at=AT)


def done(by: Membership, measure: Prevention, on: date | None, who: str = "Tutors") -> PreventionDone:
    with asking(by.actor()):
        return record_done(actor=by.actor(), prevention_id=measure.pk, done_on=on, done_by=who, note="", at=AT)


def linked(by: Membership, measure: Prevention, reference: str, *chosen: UUID | None) -> list[PreventionPrompt]:
    with asking(by.actor()):
        actor = by.actor()
        return link_case(actor=actor, prevention_id=measure.pk, reference=reference, chosen=chosen or (None,), at=AT)


def test_a_measure_is_due_so_long_after_it_was_last_done(cast: Cast) -> None:
    measure = added(cast.okafor, replace(LESSONS, owner_id=cast.adeyemi.pk))
    assert (measure.words, measure.owner, measure.due_on) == ("Lessons on kindness", cast.adeyemi, date(2027, 11, 3))
    done(cast.adeyemi, measure, date(2026, 6, 30))
    done(cast.adeyemi, measure, date(2025, 6, 30))
    with asking(cast.okafor.actor()):
        change = replace(LESSONS, every_months=4)
        measure = change_prevention(actor=cast.okafor.actor(), prevention_id=measure.pk, measure=change, at=AT)
        assert measure.due_on == date(2026, 10, 30)
        assert [row.done_on.year for row in PreventionDone.objects.order_by("done_on", "id")] == [2025, 2026]


def test_a_month_after_the_last_day_of_january_is_the_last_of_february() -> None:
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 12, 5), 24) == date(2028, 12, 5)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"kind": "x"}, "kind"), ({"words": " "}, "words"), ({"words": "a" * 301}, "words"), ({"every_months": 5}, "every")],
)
def test_what_is_no_measure_is_refused_beside_the_field(cast: Cast, changed: dict[str, object], field: str) -> None:
    with pytest.raises(NotAMeasure) as refusal:
        added(cast.okafor, replace(LESSONS, **changed))  # type: ignore[arg-type]
    assert list(refusal.value.sentences) == [field]


def test_it_is_owned_by_somebody_who_works_with_children_here(cast: Cast) -> None:
    for member in (cast.hale, cast.vance):
        with pytest.raises(NotAMeasure, match="Choose a colleague"):
            added(cast.okafor, replace(LESSONS, owner_id=member.pk))


def test_what_was_done_has_a_day_and_somebody(cast: Cast) -> None:
    measure = added(cast.okafor)
    for on, who, field in (
        (None, "Tutors", "done_on"),
        (date(2026, 11, 4), "Tutors", "done_on"),
        (date(2026, 11, 3), " ", "done_by"),
    ):
        with pytest.raises(NotDone) as refusal:
            done(cast.okafor, measure, on, who)
        assert list(refusal.value.sentences) == [field]


def test_a_case_is_linked_by_whoever_may_see_it_and_seen_by_nobody_else(cast: Cast) -> None:
    measure, case = added(cast.okafor), make_case(lead=cast.okafor)
    other = make_case(lead=cast.vance)
    make_conflict(member=cast.reyes, subject_id=case.pk)
    [prompt] = linked(cast.okafor, measure, f" {case.reference.lower()} ")
    assert linked(cast.lund, measure, case.reference) == []
    for member, reference in ((cast.reyes, case.reference), (cast.okafor, other.reference), (cast.okafor, "UP-999999")):
        with pytest.raises(NoSuchCase, match="No case that you may see"):
            linked(member, measure, reference)
    seen = {}
    for name in ("okafor", "reyes", "adeyemi", "hale", "vance", "marsh"):
        actor = getattr(cast, name).actor()
        with asking(actor):
            seen[name] = PreventionPrompt.objects.visible_to(actor).count()
    assert seen == {"okafor": 1, "reyes": 0, "adeyemi": 0, "hale": 0, "vance": 0, "marsh": 0}
    make_grant(member=cast.adeyemi, subject_id=case.pk)
    with asking(cast.adeyemi.actor()):
        assert PreventionPrompt.objects.visible_to(cast.adeyemi.actor()).count() == 1
    with asking(cast.reyes.actor()), pytest.raises(NotPermitted):
        unlink_case(actor=cast.reyes.actor(), prompt_id=prompt.pk, at=AT)
    with asking(cast.okafor.actor()):
        assert unlink_case(actor=cast.okafor.actor(), prompt_id=prompt.pk, at=AT) == measure.pk
        assert not PreventionPrompt.objects.exists()


def test_an_incident_that_prompted_a_measure_is_linked_as_it_stands_and_only_once(cast: Cast) -> None:
    measure, case = added(cast.okafor), make_case(lead=cast.okafor)
    first, second = (make_incident(case=case, by=cast.okafor, what=what) for what in ("Pushed", "Filmed"))
    elsewhere = make_incident(case=make_case(lead=cast.okafor), by=cast.okafor)
    make_prompt(prevention=measure, case=case, by=cast.okafor)  # from before there were incidents: of the case as a whole
    assert [it.incident_id for it in linked(cast.okafor, measure, case.reference, first.pk, None)] == [first.pk]
    for chosen in (elsewhere.pk, UUID(int=1)):
        with pytest.raises(NothingChosen):
            linked(cast.okafor, measure, case.reference, second.pk, chosen)
    with on_behalf_of(cast.thornbury.pk):
        Incident.objects.filter(pk=first.pk).update(superseded_at=AT)
    right = make_incident(case=case, by=cast.okafor, what="Pushed twice", supersedes=first)
    assert linked(cast.okafor, measure, case.reference, right.pk) == []
    with pytest.raises(NothingChosen, match="put right"):
        linked(cast.okafor, measure, case.reference, first.pk)
    with asking(cast.okafor.actor()):
        assert still_to_link(cast.okafor.actor(), measure, case) == [second]
        written = Entry.objects.get(verb="prevention_prompted")
    assert (written.subject_id, written.detail["incident"]) == (case.pk, str(first.pk))
    make_conflict(member=cast.reyes, subject_id=case.pk)
    with pytest.raises(NoSuchCase):
        linked(cast.reyes, measure, case.reference, second.pk)
    for member in (cast.adeyemi, cast.hale, cast.vance, cast.marsh):
        with pytest.raises(NotPermitted):
            linked(member, measure, case.reference, second.pk)


def test_gaps_are_what_was_not_done_what_nobody_owns_and_what_is_not_there(cast: Cast) -> None:
    late = make_prevention(by=cast.okafor, owner=cast.lund, every_months=1, words="Late")
    make_done(prevention=late, by=cast.okafor)
    make_prevention(by=cast.okafor, kind="assembly", words="Nobody’s")
    make_prevention(by=cast.vance, kind="survey")
    with asking(cast.hale.actor()):
        register = register_of(cast.hale.actor())
        gaps = gaps_of(register, AT.date() + 40 * DAY)
    assert [it.words for it in register] == ["Late", "Nobody’s"]
    assert [it.last_done for it in register] == [AT.date(), None]  # type: ignore[attr-defined]
    assert [it.words for it in gaps.not_in_time] == ["Late"]
    assert [it.words for it in gaps.unowned] == ["Nobody’s"]
    assert len(gaps.missing) == 6
    assert not gaps_of(register, AT.date()).not_in_time
    with asking(cast.lund.actor()):
        assert due_for(cast.lund.actor(), AT.date() + 40 * DAY).mine == 1


def test_what_somebody_owns_who_leaves_goes_to_their_successor(cast: Cast) -> None:
    measure = make_prevention(by=cast.okafor, owner=cast.adeyemi)
    with asking(cast.okafor.actor()):
        let_member_go(actor=cast.okafor.actor(), member_id=cast.adeyemi.pk, successor_id=cast.lund.pk, at=AT)
        measure.refresh_from_db()
    assert measure.owner_id == cast.lund.pk


def test_a_measure_ends_with_a_reason_and_what_was_done_stays(cast: Cast) -> None:
    measure = make_prevention(by=cast.okafor)
    make_done(prevention=measure, by=cast.okafor)
    with asking(cast.okafor.actor()):
        with pytest.raises(NotAMeasure, match="Write why"):
            end_prevention(actor=cast.okafor.actor(), prevention_id=measure.pk, because=" ", at=AT)
        end_prevention(actor=cast.okafor.actor(), prevention_id=measure.pk, because="Another took its place.", at=AT)
        assert register_of(cast.okafor.actor()) == []
        assert PreventionDone.objects.count() == 1
    with pytest.raises(NotPermitted):
        done(cast.okafor, measure, AT.date())


def test_leads_keep_it_pastoral_staff_say_what_was_done_governors_only_read(cast: Cast) -> None:
    measure = make_prevention(by=cast.okafor)
    for member in (cast.adeyemi, cast.hale, cast.marsh):
        with pytest.raises(NotPermitted):
            added(member)
        with asking(member.actor()), pytest.raises(NotPermitted):
            end_prevention(actor=member.actor(), prevention_id=measure.pk, because="So.", at=AT)
    for member in (cast.hale, cast.vance, cast.marsh):
        with pytest.raises(NotPermitted):
            done(member, measure, AT.date())
    assert done(cast.adeyemi, measure, AT.date()).recorded_by_id == cast.adeyemi.pk


def test_nobody_sees_another_school_s_register(cast: Cast) -> None:
    measure = make_prevention(by=cast.okafor)
    make_prompt(prevention=measure, case=make_case(lead=cast.okafor), by=cast.okafor)
    with on_behalf_of(cast.northcliff.pk):
        assert not Prevention.objects.exists()
        assert not PreventionPrompt.objects.exists()
    unknown = UUID(int=1)
    for key in (measure.pk, unknown):
        with asking(cast.vance.actor()), pytest.raises(NotPermitted):
            end_prevention(actor=cast.vance.actor(), prevention_id=key, because="So.", at=AT)
