"""Play a story: each step of it is one call of the procedure that a person would set off, at the moment the story says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from upstander.kernel.actor import Actor, reporter, system
from upstander.kernel.clock import in_london
from upstander.kernel.references import uuid7
from upstander.operations.demo.evidence_of import offered
from upstander.operations.demo.looking_back import LookingBack
from upstander.operations.demo.moments import moment, typed_date
from upstander.operations.demo.reading import Story, duty_notes
from upstander.operations.demo.referring import refer
from upstander.operations.demo.theatre import House
from upstander.operations.pdf.press import press
from upstander.procedures.acting.follow_device import follow_device
from upstander.procedures.acting.support_staff import Offered, support_staff
from upstander.procedures.acting.take_device import Taken, take_device
from upstander.procedures.cases.close_case import close_case
from upstander.procedures.cases.grant_case import grant_case
from upstander.procedures.cases.join_case import join_case
from upstander.procedures.cases.open_case import open_case
from upstander.procedures.cases.say_language import say_language
from upstander.procedures.cases.wall_off_member import wall_off_member
from upstander.procedures.cases.write_note import write_note
from upstander.procedures.cases.write_to_family import write_to_family
from upstander.procedures.finding.ask_families import ask_families
from upstander.procedures.finding.record_finding import Criterion, record_finding
from upstander.procedures.finding.record_measure import BOTH_SIDES, record_measure
from upstander.procedures.finding.take_down_check import take_down_check
from upstander.procedures.looking_into.end_step import end_step
from upstander.procedures.looking_into.plan_step import plan_step
from upstander.procedures.looking_into.take_statement import Said, take_statement
from upstander.procedures.looking_into.write_incident import Told, write_incident
from upstander.procedures.police.put_together_pack import put_together_pack
from upstander.procedures.police.record_police_report import Spoken, record_police_report
from upstander.procedures.reporting.attach_evidence import attach_evidence
from upstander.procedures.reporting.keep_code import keep_code
from upstander.procedures.reporting.make_code import make_code
from upstander.procedures.reporting.receive_report import receive_report
from upstander.procedures.reporting.save_answer import save_answer
from upstander.procedures.reporting.start_report import start_report
from upstander.procedures.reporting.take_down_report import Came, Recorded, take_down_report
from upstander.procedures.reporting.take_evidence import take_evidence
from upstander.procedures.returning.acknowledge_letter import acknowledge_letter
from upstander.procedures.returning.disagree import disagree
from upstander.procedures.returning.open_letter import open_letter
from upstander.procedures.returning.reply_to_school import reply_to_school
from upstander.procedures.returning.say_whether_it_stopped import say_whether_it_stopped
from upstander.procedures.telling.check_letter import CHECKLIST, check_letter
from upstander.procedures.telling.compose_letter import compose_letter
from upstander.procedures.telling.decide_not_to_tell import decide_not_to_tell
from upstander.procedures.telling.record_posted_letter import record_posted_letter
from upstander.procedures.telling.render_letter import render_letter
from upstander.procedures.telling.send_letter import send_letter
from upstander.procedures.telling.take_down_disagreement import take_down_disagreement
from upstander.procedures.telling.write_news import write_news
from upstander.procedures.triage.answer_fact import answer_fact
from upstander.procedures.triage.confirm_verdict import confirm_verdict
from upstander.procedures.triage.finish_duty import finish_duty
from upstander.procedures.triage.mark_report_read import mark_report_read
from upstander.procedures.triage.take_report import take_report
from upstander.records.access.asking import asking
from upstander.records.access.matrix import May, role_may
from upstander.records.assessments.models import Assessment, Duty, Verdict
from upstander.records.cases.bringing_in import Named
from upstander.records.cases.models import Family
from upstander.records.cases.unreached import not_reached
from upstander.records.disclosures.models import Disclosure
from upstander.records.disclosures.sealing import seal_of
from upstander.records.evidence.models import Item
from upstander.records.investigations.checks import Asked, Check
from upstander.records.outbox import claiming
from upstander.records.outbox.models import Message

A_LITTLE_LATER = timedelta(minutes=25)
LOOKED_AT_AGAIN = timedelta(days=28)
TOLD_BY = {"pack": "prepare_police_pack", "police": "report_to_police"}  # duties that a story does with a step of its own
CITED = {"bullying": "online_bullying", "not_bullying": "falling_out"}  # by which clause it was decided


@dataclass
class Played:
    """What a story has come to so far."""

    story: Story
    code: str = ""
    report_id: UUID | None = None
    case_id: UUID | None = None
    children: dict[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    at: datetime
    story: str
    step: dict[str, Any]


class Player:
    def __init__(self, house: House, stories: list[Story], now: datetime) -> None:
        self.house, self.now, self.notes = house, now, duty_notes()
        self.played = {story.name: Played(story) for story in stories}
        self.looking_back = LookingBack(list(house.schools.values()), now)
        self.calendars = {key: school.calendar() for key, school in house.schools.items()}

    def play(self) -> None:
        """All stories at once, in the order in which things happened, so that the audit record reads like one."""
        for event in sorted(self._events(), key=lambda event: event.at):
            if event.at <= self.now:
                self.looking_back.ask(until=event.at, but=self._told_themselves())
                try:
                    self._do(self.played[event.story], event.step, event.at)
                except Exception as trouble:
                    trouble.add_note(f"in the story {event.story}, step {event.step}")
                    raise
        self.looking_back.ask(until=self.now, but=self._told_themselves())
        ask_families(at=self.now)

    def _told_themselves(self) -> list[UUID]:
        """Cases whose stories say themselves whether it has stopped, or in which nothing is done in time."""
        return [
            played.case_id
            for played in self.played.values()
            if played.case_id and (played.story.is_behind or any("says" in it or "child_says" in it for it in played.story.steps))
        ]

    def _events(self) -> Iterator[Event]:
        for played in self.played.values():
            story = played.story
            calendar = self.calendars[story.school]
            yield Event(moment(story.came, now=self.now, calendar=calendar), story.name, {"came": "yes"})
            for step in story.steps:
                yield Event(moment(step["at"], now=self.now, calendar=calendar), story.name, step)

    def _do(self, played: Played, step: dict[str, Any], at: datetime) -> None:
        verb = next(name for name in VERBS if name in step)
        act = VERBS[verb]
        if "by" not in step:
            act(self, played, step, at)
            return
        actor = self.house.staff[step["by"]].actor()
        with asking(actor):
            act(self, played, step, actor, at)
            if not played.story.is_behind and role_may(actor.role, May.DO_DUTY) and verb != "shut_out":
                self._keep_up(played, actor, at)

    def _keep_up(self, played: Played, actor: Actor, at: datetime) -> None:
        """Whoever works on it also does what falls due within the day, and writes down how."""
        told = {step["duty"] for step in played.story.steps if "duty" in step}  # these the story tells itself
        told |= {duty for step in played.story.steps for verb, duty in TOLD_BY.items() if verb in step}
        notes = set(self.notes) - told
        soon = Duty.objects.visible_to(actor).due_by(at + timedelta(days=1)).filter(actor="school", duty__in=notes)
        for duty in soon.filter(assessment__subject_id=played.case_id or _known(played.report_id)):
            finish_duty(actor=actor, duty_id=duty.pk, note=self.notes[duty.duty], at=at + timedelta(minutes=5))

    # What the person who reports does

    def came(self, played: Played, step: dict[str, Any], at: datetime) -> None:
        story, school = played.story, self.house.schools[played.story.school]
        if story.taken_down:
            played.report_id = self._taken_down(story, story.taken_down, at).report.pk
            return
        answers = {**story.report, "school": self._school_answer(story.school)}
        _type_dates(answers["when"], at)
        first, *others = ((question, given) for question, given in answers.items() if question != "check")
        began = at - timedelta(minutes=2 * len(answers))
        key = start_report(*first, at=began).key
        for number, (question, given) in enumerate(others, 1):
            save_answer(key, question, given, seen=0, at=began + timedelta(minutes=2 * number))
        if story.evidence:
            refused = attach_evidence(reporter(key.draft_id), [offered(name, at) for name in story.evidence], at=at)
            assert not refused, refused
        received = receive_report(key, at=at)
        keep_code(key, at=at + timedelta(minutes=1))
        played.code, played.report_id = received.code, received.report.pk
        assert received.report.organisation_id == school.pk

    def _taken_down(self, story: Story, how: dict[str, str], at: datetime) -> Recorded:
        """`at` is when it was recorded; the story says when it was said, and when it was written on paper."""
        calendar, actor = self.calendars[story.school], self.house.staff[how["by"]].actor()
        said = in_london(moment(how["said"], now=self.now, calendar=calendar))
        written = in_london(moment(how["written"], now=self.now, calendar=calendar)) if "written" in how else None
        came = Came(
            way=how["way"],
            said_on=said.date(),
            said_time=said.time(),
            is_from_paper=written is not None,
            written_on=written.date() if written else None,
            written_time=written.time() if written else None,
            written_by=how.get("written_by", ""),
        )
        _type_dates(story.report["when"], at)
        with asking(actor):
            return take_down_report(
                actor=actor, once=uuid7(), came=came, answers=story.report, with_code=how["code"] == "yes", at=at
            )

    def came_back(self, played: Played, step: dict[str, Any], at: datetime) -> None:
        """The newest message to them was taken, and could not be delivered."""
        school = system(self.house.schools[played.story.school].pk)
        with asking(school):
            newest = Message.objects.filter(subject_id=_known(played.report_id)).latest("queued_at", "id")
            message = claiming.claim(newest.pk, at=at)
            assert message is not None
            claiming.handing(message, carrier="notify")
            claiming.sent(message, at=at, carrier_id=uuid7())
            message.refresh_from_db()
            claiming.returned(message, "It could not be delivered: there is no such address.", at=at)
            not_reached(message, at=at)

    def reply(self, played: Played, step: dict[str, Any], at: datetime) -> None:
        reply_to_school(self._reporter(played), step["reply"], at=at)

    def opens(self, played: Played, step: dict[str, Any], at: datetime) -> None:
        open_letter(self._reporter(played), self._letter_sent(played), at=at)

    def acknowledges(self, played: Played, step: dict[str, Any], at: datetime) -> None:
        acknowledge_letter(self._reporter(played), self._letter_sent(played), at=at)

    def says(self, played: Played, step: dict[str, Any], at: datetime) -> None:
        """Whether it has stopped; asked that morning where it was due."""
        ask_families(at=at - timedelta(hours=10))
        say_whether_it_stopped(self._reporter(played), stopped=step["says"], safe=step["safe"], words=step["words"], at=at)

    def disagrees(self, played: Played, step: dict[str, Any], at: datetime) -> None:
        disagree(self._reporter(played), self._letter_sent(played), step["disagrees"], at=at)

    # What staff do

    def take(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        mark_report_read(actor=actor, report_id=_known(played.report_id), at=at - timedelta(minutes=4))
        take_report(actor=actor, report_id=_known(played.report_id), at=at)

    def open(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        lead = self.house.staff[step["lead"]]
        people, family_of = _people(played.story)
        case = open_case(
            actor=actor,
            report_id=_known(played.report_id),
            title=step["open"],
            lead_id=lead.pk,
            people=people,
            family_of=family_of,
            at=at,
        )
        played.case_id = case.pk
        played.children = dict(case.involvements.values_list("person__name", "person_id"))

    def join(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        other = self.played[step["join"]]
        people = [
            Named(name=name, part=part, person_id=person_id)
            for name, part, person_id in _parts(other)
            if part in ("targeted", "supported")
        ]
        join_case(
            actor=actor,
            report_id=_known(played.report_id),
            case_id=_known(other.case_id),
            people=people,
            family_of=None,
            at=at,
        )

    def confirm(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        verdict = Verdict.objects.get(assessment=_assessment(played), superseded_at=None)
        confirm_verdict(actor=actor, verdict_id=verdict.pk, at=at)

    def answer(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        for fact, given in step["answer"].items():
            answer_fact(actor=actor, assessment_id=_assessment(played).pk, fact=fact, answer=given, at=at)

    def hands_in(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Somebody brings files to the school."""
        files = [offered(name, at) for name in step["files"]]
        taken, refused = take_evidence(
            actor=actor, report_id=_known(played.report_id), image_of_child="no", given_by=step["hands_in"], offered=files, at=at
        )
        assert (taken, refused) == (len(files), [])

    def makes_code(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        """For somebody whose report was written down without one."""
        played.code = make_code(actor=actor, report_id=_known(played.report_id), at=at).code

    def duty(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        duty = Duty.objects.open().get(assessment=_assessment(played), duty=step["duty"])
        finish_duty(actor=actor, duty_id=duty.pk, note=step["note"], at=at)

    def note(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        write_note(actor=actor, case_id=_known(played.case_id), words=step["note"], at=at)

    def tell(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        write_to_family(actor=actor, report_id=_known(played.report_id), words=step["tell"], is_question=False, at=at)

    def ask(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        write_to_family(actor=actor, report_id=_known(played.report_id), words=step["ask"], is_question=True, at=at)

    def give(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        grant_case(actor=actor, case_id=_known(played.case_id), member_id=self.house.staff[step["give"]].pk, at=at)

    def shut_out(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        member = self.house.staff[step["shut_out"]]
        wall_off_member(actor=actor, case_id=_known(played.case_id), member_id=member.pk, reason=step["reason"], at=at)

    def finding(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        criteria = {name: Criterion(*step[name]) for name in ("hurt_meant", "repeated", "power")}
        record_finding(
            actor=actor,
            case_id=_known(played.case_id),
            outcome=step["finding"],
            criteria=criteria,
            reasons=step["reasons"],
            behaviour=CITED.get(step["finding"], ""),
            at=at,
        )

    def measure(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        record_measure(
            actor=actor,
            case_id=_known(played.case_id),
            child_id=played.children[step["child"]],
            kind=step["measure"],
            words=step["words"],
            from_day=in_london(at).date(),
            agreed=BOTH_SIDES if step["measure"] == "restorative" else (),
            at=at,
        )

    def letter(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Written, and where the story says so looked at a second time and sent."""
        family = Family.objects.get(case_id=_known(played.case_id), child_id=played.children[step["letter"]])
        review_on = in_london(at + LOOKED_AT_AGAIN).date()
        words = {**played.story.letters, **{name: step[name] for name in ("why",) if name in step}, "hold_it": "hold" in step}
        letter = compose_letter(actor=actor, family_id=family.pk, review_on=review_on, at=at, **words)
        render_letter(
            organisation_id=letter.organisation_id, disclosure_id=letter.pk, make_pdf=lambda shown: press(json.dumps(shown))
        )
        self._let_go(letter.pk, step, actor, at)

    def reads(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        family = Family.objects.get(case_id=_known(played.case_id), child_id=played.children[step["child"]])
        say_language(actor=actor, family_id=family.pk, language=step["reads"], at=at)

    def news(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        """A letter that does not tell the outcome, on the same way."""
        family = Family.objects.get(case_id=_known(played.case_id), child_id=played.children[step["news"]])
        by = in_london(at + LOOKED_AT_AGAIN).date()
        letter = write_news(actor=actor, family_id=family.pk, kind=step["about"], by=by, why=step.get("why", ""), at=at)
        render_letter(
            organisation_id=letter.organisation_id, disclosure_id=letter.pk, make_pdf=lambda shown: press(json.dumps(shown))
        )
        self._let_go(letter.pk, step, actor, at)

    def _let_go(self, letter_id: UUID, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        checker = self.house.staff[step["check"]].actor() if "check" in step else actor
        if "check" not in step and "alone" not in step:
            return
        with asking(checker):
            self._check_and_send(letter_id, checker, step, at + A_LITTLE_LATER)

    def _check_and_send(self, letter_id: UUID, checker: Actor, step: dict[str, Any], at: datetime) -> None:
        letter = Disclosure.objects.get(pk=letter_id)
        alone = step.get("alone", "")
        check_letter(
            actor=checker, disclosure_id=letter.pk, seen=seal_of(letter), ticked=list(CHECKLIST), alone_because=alone, at=at
        )
        if "sent" not in step:
            return
        if letter.report_id:
            send_letter(actor=checker, disclosure_id=letter.pk, at=at + timedelta(minutes=1))
        else:
            record_posted_letter(
                actor=checker, disclosure_id=letter.pk, way="posted", on=in_london(at).date(), at=at + timedelta(hours=1)
            )

    def not_told(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        family = Family.objects.get(case_id=_known(played.case_id), child_id=played.children[step["not_told"]])
        review_on = in_london(self.now).date() + timedelta(days=int(step["review_in"]))
        decide_not_to_tell(actor=actor, family_id=family.pk, ground=step["ground"], why=step["why"], review_on=review_on, at=at)

    def plan(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        """A step of the plan, done at once where the story says what came of it."""
        planned = plan_step(
            actor=actor,
            case_id=_known(played.case_id),
            kind=step["plan"],
            words=step["what"],
            owner_id=self.house.staff[step["who"]].pk,
            by_day=in_london(at + timedelta(days=int(step["within"]))).date(),
            within_limits=step.get("confirmed") == "yes",
            at=at,
        )
        if "came_of_it" in step:
            end_step(actor=actor, step_id=planned.pk, dropped=False, note=step["came_of_it"], at=at + timedelta(hours=1))

    def statement(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        said = Said(
            question=step["asked"],
            words=step["statement"],
            said_at=at - timedelta(minutes=30),
            place=step["place"],
            present=step["present"],
            read_back="right",
            opinion=step.get("opinion", ""),
            within_limits=step.get("confirmed") == "yes",
        )
        take_statement(actor=actor, case_id=_known(played.case_id), person_id=played.children[step["person"]], said=said, at=at)

    def does_not_agree(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        """A family that said so on the telephone or on paper."""
        of_child = Disclosure.objects.sent().filter(
            case_id=_known(played.case_id), family__child_id=played.children[step["does_not_agree"]]
        )
        take_down_disagreement(
            actor=actor,
            letter_id=of_child.latest("sent_at").pk,
            way=step["way"],
            said_on=in_london(at).date(),
            words=step["words"],
            at=at,
        )

    def device(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        """Taken and not searched, and what became of it where the story says so."""
        taken = Taken(
            kind="phone",
            words=step["words"],
            taken_by=actor.name,
            taken_at=at - timedelta(minutes=10),
            witness=step["witness"],
            ground=step["ground"],
            why=step["why"],
            kept_where=step["kept"],
            was_searched=False,
            told_whom=step.get("told", ""),
        )
        person = played.children[step["device"]]
        device = take_device(actor=actor, case_id=_known(played.case_id), person_id=person, taken=taken, search=None, at=at)
        for fate in ("police", "returned"):
            if fate in step:
                later = at + timedelta(hours=3)
                follow_device(
                    actor=actor, device_id=device.pk, fate=fate, on=in_london(later).date(), who=step[fate],
                    reference=step.get("reference", ""), words="", at=later,
                )  # fmt: skip

    def incident(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        """On a day so many days before it was written down."""
        told = Told(
            what=step["incident"],
            known="day",
            from_on=in_london(at - timedelta(days=int(step["days_before"]))).date(),
            place=step["place"],
            place_words=step.get("where", ""),
            off_premises=step["off_premises"],
            online=step["online"],
            face_to_face=step["face_to_face"],
            apps=step.get("apps", ()),
            accounts=step.get("accounts", ""),
            report_id=played.report_id,
            parts=[(played.children[name], part) for name, part in step["parts"]],
        )
        write_incident(actor=actor, case_id=_known(played.case_id), told=told, at=at)

    def supports(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        given = step.get("given", "")
        offered = Offered(
            for_whom=step["supports"],
            offered=step["offered"],
            taken_up="yes" if given else "open",
            given=given,
            by_whom=actor.name,
            on=in_london(at).date(),
        )
        support_staff(actor=actor, case_id=_known(played.case_id), offered=offered, at=at)

    def pack(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        """The details for the police; the worker makes the files."""
        report = _known(played.report_id)
        files = Item.objects.filter(report_id=report, name__in=step.get("attached", [])).values_list("pk", flat=True)
        put_together_pack(actor=actor, case_id=_known(played.case_id), given=step["pack"], exhibits=set(files), at=at)

    def police(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        """They were told ten minutes before it was written down."""
        spoken = Spoken(
            how=step["police"],
            at=at - timedelta(minutes=10),
            who=actor.name,
            looks_into=step["looks_into"],
            force=step.get("force", ""),
            log_reference=step.get("log", ""),
            officer=step.get("officer", ""),
            reach=step.get("reach", ""),
            next_update_on=in_london(at).date() + timedelta(days=int(step["update_after"])) if "update_after" in step else None,
            words=step.get("words", ""),
        )
        record_police_report(actor=actor, case_id=_known(played.case_id), spoken=spoken, at=at)

    def child_says(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        child_id = played.children[step["child"]]
        check = (
            Check.objects.open()
            .soonest_first()
            .filter(case_id=_known(played.case_id), child_id=child_id, asks=Asked.CHILD)
            .first()
        )
        take_down_check(
            actor=actor,
            case_id=_known(played.case_id),
            check_id=check.pk if check else None,
            child_id=child_id,
            asks=Asked.CHILD,
            stopped=step["child_says"],
            safe=step["safe"],
            words=step["words"],
            at=at,
        )

    def close(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        self._keep_up(played, actor, at - timedelta(minutes=10))
        close_case(actor=actor, case_id=_known(played.case_id), words=step["close"], at=at)

    def refer(self, played: Played, step: dict[str, Any], actor: Actor, at: datetime) -> None:
        to = self.house.schools[step["to"]]
        refer(_known(played.case_id), played.children[step["refer"]], to, step, by=actor, at=at)

    def _school_answer(self, key: str) -> dict[str, Any]:
        school = self.house.schools[key]
        line = school.school
        assert line is not None
        return {"organisation": str(school.pk), "urn": line.urn, "name": school.name, "town": line.town}

    def _reporter(self, played: Played) -> Actor:
        return reporter(_known(played.report_id), self.house.schools[played.story.school].pk)

    def _letter_sent(self, played: Played) -> UUID:
        actor = self._reporter(played)
        with asking(actor):
            return Disclosure.objects.visible_to(actor).latest("sent_at").pk


# A step is named by the first of these that it has; `duty` stands before `note`, which it has too.
VERBS: dict[str, Any] = {
    verb: getattr(Player, verb)
    for verb in (
        "came", "came_back", "reads", "reply", "opens", "acknowledges", "disagrees",
        "take", "open", "join", "confirm", "answer", "duty", "note", "tell", "ask",
        "give", "shut_out", "finding", "measure", "letter", "news", "not_told", "close",
        "hands_in", "makes_code", "says", "child_says", "plan", "statement", "does_not_agree", "device", "supports", "incident",
        "pack", "police", "refer",
    )
}  # fmt: skip


def _type_dates(when: dict[str, Any], at: datetime) -> None:
    for date_field in ("first", "latest"):
        if isinstance(words := when[date_field], str):
            when[date_field] = typed_date(words, said_on=in_london(at).date())


def _known(id: UUID | None) -> UUID:
    if id is None:
        raise LookupError("a story goes on before it has begun")
    return id


def _assessment(played: Played) -> Assessment:
    return Assessment.objects.get(subject_id=played.case_id or _known(played.report_id), merged_into=None)


def _people(story: Story) -> tuple[list[Named], int | None]:
    people = [
        Named(
            name=person["name"],
            part=person["part"],
            is_child=person.get("adult") != "yes",
            year_group=person.get("year", ""),
            school_name=person.get("school", ""),
        )
        for person in story.people
    ]
    own = [place for place, person in enumerate(story.people) if person.get("family") == "yes"]
    return people, own[0] if own else None


def _parts(played: Played) -> Iterator[tuple[str, str, UUID]]:
    for person in played.story.people:
        yield person["name"], person["part"], played.children[person["name"]]
