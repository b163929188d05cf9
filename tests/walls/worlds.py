"""Two families of one case, everything that one of them can receive, and everything about the other that may differ."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st

from tests import makers
from tests.cast import Cast
from tests.makers import AT, on_behalf_of
from tests.procedures.letters import DAY, again, check, composed, let_stand
from tests.walls.written_to import lose_messages_to, messages_to, say_to
from upstander.kernel import clock
from upstander.kernel.actor import reporter
from upstander.kernel.references import uuid7
from upstander.operations.pdf.press import press
from upstander.procedures.returning.disagree import disagree
from upstander.procedures.telling.answer_complaint import answer_complaint
from upstander.procedures.telling.render_letter import render_letter
from upstander.procedures.telling.send_letter import send_letter
from upstander.procedures.telling.write_news import write_news
from upstander.records.access.asking import asking
from upstander.records.cases.milestones import reach
from upstander.records.cases.models import Case, Family, Part
from upstander.records.disclosures.models import Disclosure, DisclosureKind
from upstander.records.intake.models import Report, Stage
from upstander.records.investigations.models import Finding, MeasureKind, Outcome
from upstander.records.people.models import Person
from upstander.records.policies.models import Prevention

OWN_ANSWERS = {"words": {"words": "Kit Quill posts clips."}, "reporter": {"may_text": "yes", "phone": "07700 900123"}}
CODES = {"own": "4071992633580142", "other": "9918273645500017"}
EVERY_TIME = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*|(nonce=")[^"]*')


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`own` is the family that receives, `other` the one that it must learn nothing of."""

    case: Case
    own: Family
    other: Family
    own_report: Report
    other_report: Report
    prevention: Prevention


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What may differ about the other child, and of what there may be more or less."""

    name: str
    other_names: list[str]
    accounts: list[str]
    address: str
    school_name: str
    year_group: str
    born_on: date | None
    measures: list[tuple[str, str]]
    statement: str
    notes: list[str]
    messages: list[str]
    language: str
    reasons: str
    more_children: list[tuple[str, str]]
    told: bool


WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéñøßžАбв<>&'\"{}*#_\\$ "), min_size=1, max_size=30)
NAMES = st.one_of(
    st.sampled_from(
        ["Zo", "Xander Quill", "Niamh O’Dowd", "Quincy-Rae Zbigniew", "Will May", "ZOË ŻUKOWSKA", "<b>Kit</b>", "{child}"]
    ),
    st.builds("{} {}".format, *[st.text(st.sampled_from("qxzjkvQXZ"), min_size=3, max_size=12)] * 2),
)
SECRETS = st.builds(
    Secrets,
    name=NAMES,
    other_names=st.lists(NAMES, max_size=2),
    accounts=st.lists(st.builds("{}_{} (Snapchat)".format, WORDS, WORDS), max_size=3),
    address=st.sampled_from(["", "99 Quarry Rise, Zeals, ZE9 9ZZ", "Flat 2\n1 Xylem Court\nBath\nBA1 1AA"]),
    school_name=st.sampled_from(["", "Northcliff Academy", "Zeals High"]),
    year_group=st.sampled_from(["", "7C", "11X"]),
    born_on=st.none() | st.dates(date(2008, 1, 1), date(2015, 1, 1)),
    measures=st.lists(st.tuples(st.sampled_from(MeasureKind.values), WORDS), max_size=4),
    statement=WORDS,
    notes=st.lists(WORDS, max_size=3),
    messages=st.lists(WORDS, max_size=3),
    language=st.sampled_from(["en", "pl", "uk"]),
    reasons=WORDS,
    more_children=st.lists(
        st.tuples(NAMES, st.sampled_from([Part.DISPLAYING, Part.TOOK_PART, Part.SAW, Part.TARGETED])), max_size=3
    ),
    told=st.booleans(),
)


def make_world(cast: Cast, *, own_part: str, outcome: str, with_code: bool = True, language: str = "en") -> World:
    own_report = makers.make_report(
        organisation=cast.thornbury,
        taken_by=cast.okafor,
        code=CODES["own"],
        answers=OWN_ANSWERS,
        reporter_phone=OWN_ANSWERS["reporter"]["phone"],
    )
    makers.make_item(report=own_report, content=b"a screenshot", name="From Kit Quill.png")
    other_report = makers.make_report(
        organisation=cast.thornbury,
        taken_by=cast.okafor,
        code=CODES["other"],
        child_name="Kit Quill",
        reporter_name="Max Quill",
        reporter_email="max@other.example",
    )
    case = makers.make_case(lead=cast.okafor, reports=[own_report, other_report])
    other_part = Part.DISPLAYING if own_part == Part.TARGETED else Part.TARGETED
    own = makers.make_child(organisation=cast.thornbury, name="Robin Ashdown", address="4 Vine Street, Weymouth, DT4 9ZZ")
    other = makers.make_child(organisation=cast.thornbury, name="Kit Quill")
    world = World(
        case=case,
        own=makers.make_family(case=case, child=own, part=own_part, report=own_report if with_code else None),
        other=makers.make_family(case=case, child=other, part=other_part, report=other_report),
        own_report=own_report,
        other_report=other_report,
        prevention=makers.make_prevention(by=cast.okafor),
    )
    with on_behalf_of(cast.thornbury.pk):
        Family.objects.filter(pk=world.own.pk).update(language=language)
    world.own.language = language
    makers.make_finding(case=case, by=cast.okafor, outcome=outcome)
    makers.make_measure(case=case, child=own, by=cast.okafor, words="Mr Lund is there each Monday.")
    with on_behalf_of(cast.thornbury.pk):
        reach(case, Stage.DECIDED, AT)
    makers.make_check(case=case, child=own, report=own_report)
    makers.make_statement_link(case=case, person=own, by=cast.okafor, word="owns", at=clock.now())
    makers.make_ladder(organisation=cast.thornbury)
    return world


def change_the_other(world: World, cast: Cast, secrets: Secrets) -> None:
    """Write everything that may differ over, and beside, what the record says of the other child."""
    case, child = world.case, world.other.child
    with on_behalf_of(cast.thornbury.pk):
        Person.objects.filter(pk=child.pk).update(
            name=secrets.name,
            other_names=secrets.other_names,
            accounts=secrets.accounts,
            address=secrets.address,
            school_name=secrets.school_name,
            year_group=secrets.year_group,
            born_on=secrets.born_on,
        )
        Family.objects.filter(pk=world.other.pk).update(language=secrets.language)
        for kept_out in (child, world.own.child):
            makers.make_carer(
                child=kept_out, by=cast.okafor, name=secrets.name, why_not=secrets.statement, court_order=secrets.reasons
            )
        standing = Finding.objects.get(case=case, superseded_at=None)
        Finding.objects.filter(pk=standing.pk).update(superseded_at=AT)
        standing.pk, standing.reasons, standing.hurt_meant_why = uuid7(), secrets.reasons, secrets.statement
        standing.repeated_why = standing.power_why = secrets.reasons
        standing.save(force_insert=True)
    for kind, words in secrets.measures:
        makers.make_measure(case=case, child=child, by=cast.okafor, kind=kind, words=words)
    look_back_on(world, cast, secrets)
    for words in secrets.notes:
        makers.make_note(case=case, by=cast.okafor, words=words)
    write_to_the_other(world, cast, secrets)
    statement = makers.make_report(
        organisation=cast.thornbury,
        answers={"what_happened": secrets.statement},
        relation="pupil",
        child_name=secrets.name,
        reporter_name=secrets.name,
        taken_by=cast.okafor,
    )
    makers.join(case=case, report=statement, by=cast.okafor)
    compare_with_own(world, cast, secrets, statement)
    for name, part in secrets.more_children:
        another = makers.make_child(organisation=cast.thornbury, name=name)
        makers.make_family(case=case, child=another, part=part)
    if secrets.told:
        tell(world.other, cast, looked_into=["pupils"])


def write_to_the_other(world: World, cast: Cast, secrets: Secrets) -> None:
    """Messages to and fro, some of them let stand, files that they handed in, and calls that did not arrive."""
    for words in filter(str.strip, [*secrets.messages, f"{secrets.name}, {world.own.child.name} said: {secrets.statement}"]):
        say_to(world.other_report, cast, words, secrets.reasons.strip() or "They know.")
        makers.make_message(report=world.other_report, words=words)
    makers.make_item(report=world.other_report, content=secrets.statement.encode(), name=f"{secrets.name}.png")
    if secrets.told:
        lose_messages_to(world.other_report)


def compare_with_own(world: World, cast: Cast, secrets: Secrets, statement: Report) -> None:
    """Whether it is the same report, or the same child; what the school does so that it does not begin again."""
    because = secrets.reasons
    makers.make_comparison(
        kind="report", kept_id=world.own_report.pk, other_id=statement.pk, by=cast.okafor, is_same=secrets.told, reason=because
    )
    makers.make_proposal(one=world.own.child, other=world.other.child)
    makers.make_prompt(prevention=world.prevention, case=world.case, by=cast.okafor)


def look_back_on(world: World, cast: Cast, secrets: Secrets) -> None:
    """Ask the other child and family whether it has stopped; where there is something to write, it has not."""
    case, child = world.case, world.other.child
    makers.make_check(case=case, child=child, report=world.other_report)
    makers.make_check(case=case, child=child, asks="child")
    for words in secrets.messages:
        answer = makers.make_check_answer(case=case, child=child, by=cast.okafor, stopped="again", words=words)
        makers.make_recurrence(answer=answer)
        makers.make_reopening(case=case, by=cast.okafor, reason=words)
        makers.make_step(case=case, by=cast.okafor, words=words)
        makers.make_statement(case=case, person=child, by=cast.okafor, words=words, opinion=secrets.statement)
    makers.make_statement(case=case, person=world.own.child, by=cast.okafor, words=f"{secrets.name}: {secrets.statement}")
    makers.make_statement_link(case=case, person=child, by=cast.okafor, word="others")
    act_about(world, cast, secrets)


def act_about(world: World, cast: Cast, secrets: Secrets) -> None:
    """Take devices of either child and write down incidents with words about the other, and support staff."""
    for person in (world.other.child, world.own.child):
        device = makers.make_device(case=world.case, person=person, by=cast.okafor, words=f"{secrets.name}: {secrets.statement}")
        makers.make_device_search(device=device, by=cast.okafor)
        makers.make_device_event(device=device, by=cast.okafor, fate="police")
        makers.make_incident(case=world.case, by=cast.okafor, person=person, what=secrets.name, report=world.own_report)
    makers.make_staff_support(case=world.case, by=cast.okafor, for_whom=secrets.name)
    makers.make_exchange(case=world.case, pupil=world.other.child, by=cast.okafor, other=cast.northcliff)


def tell(family: Family, cast: Cast, **changed: Any) -> Disclosure:
    """The whole way of a letter: written, set, checked, and sent where there is a code."""
    return _on_its_way(composed(family, cast.okafor, hold_it=True, **changed), cast)


def news(family: Family, cast: Cast, kind: str) -> Disclosure:
    if kind == DisclosureKind.COMPLAINT_STAGE:
        return _answer(family, cast)
    with asking(cast.okafor.actor()):
        letter = write_news(
            actor=cast.okafor.actor(),
            family_id=family.pk,
            kind=kind,
            by=date(2026, 12, 1),
            why="We talk about it in the QUILL room.",
            hold_it=True,
            at=AT + DAY,
        )
    return _on_its_way(letter, cast)


def _answer(family: Family, cast: Cast) -> Disclosure:
    """The family does not agree with the letter about the outcome, and is answered."""
    told = tell(family, cast)
    disagree(reporter(family.report_id or family.pk, family.organisation_id), told.pk, "Nobody asked.", at=AT + 4 * DAY)
    actor = cast.okafor.actor()
    with asking(actor):
        words = "We asked again, in the QUILL room."
        letter = answer_complaint(actor=actor, family_id=family.pk, why=words, hold_it=True, at=AT + 4 * DAY)
    return _on_its_way(letter, cast)


def _on_its_way(letter: Disclosure, cast: Cast) -> Disclosure:
    let_stand(letter, cast.lund)
    render_letter(organisation_id=letter.organisation_id, disclosure_id=letter.pk, make_pdf=lambda it: press(json.dumps(it)))
    letter = check(again(letter, cast.okafor.actor()), cast.lund)
    if letter.report_id:
        with asking(cast.lund.actor()):
            letter = send_letter(actor=cast.lund.actor(), disclosure_id=letter.pk, at=AT + 3 * DAY)
    return again(letter, cast.okafor.actor())


def receivable(
    world: World, cast: Cast, kind: str = "", words: str = "Could we talk about the QUILL room?"
) -> Mapping[str, bytes]:
    """Every byte that the own family can receive, after it was written to and its letter sent; the world is left as it was."""
    with transaction.atomic():
        say_to(world.own_report, cast, words)
        letter = news(world.own, cast, kind) if kind else tell(world.own, cast)
        parts = {
            "letter page": letter.html.encode(),
            "letter text": letter.text.encode(),
            "letter pdf": bytes(letter.pdf or b""),
            "letter large pdf": bytes(letter.large_pdf or b""),
            "letter payload": json.dumps(letter.payload, sort_keys=True).encode(),
        }
        if letter.report_id:
            parts |= {"message": messages_to(world.own_report)} | _pages(letter, cast) | _tables(world.own_report)
        with on_behalf_of(cast.thornbury.pk):
            own = list(world.own.letters.order_by("composed_at").values_list("pk", flat=True))
        transaction.set_rollback(True)
    return {name: EVERY_TIME.sub(rb"\1\2", _numbered(part, own)) for name, part in parts.items()}


def _numbered(part: bytes, own: list[UUID]) -> bytes:
    """The keys of the family's own letters are new each time."""
    for number, key in enumerate(own):
        part = part.replace(str(key).encode(), b"LETTER%d" % number)
    return part


def _pages(letter: Disclosure, cast: Cast) -> dict[str, bytes]:
    """The family desk as a browser gets it: headers and bodies, the names of files among them."""
    browser = Client()
    answers = {
        "code": browser.get(reverse("family:back")),
        "back": browser.post(reverse("family:back"), {"code": CODES["own"]}, headers={"Sec-Fetch-Site": "same-origin"}),
        "letter": browser.get(reverse("family:letter", args=[letter.pk])),
        "pdf": browser.get(reverse("family:letter_pdf", args=[letter.pk])),
        "link": browser.get(reverse("family:say", args=["owns"])),
        "has it stopped": browser.get(reverse("family:stopped")),
        "not agreed": browser.get(reverse("family:disagree", args=[letter.pk])),
        "policy": browser.get(reverse("public:policy", args=[cast.thornbury.school_id])),
        "large pdf": browser.get(reverse("family:letter_pdf", args=[letter.pk]), {"print": "large"}),
        "back again": browser.get(reverse("family:back")),
    }
    assert [answer.status_code for answer in answers.values()] == [200] * len(answers)
    return {
        f"{name} as served": repr(sorted(answer.headers.items())).encode() + answer.content for name, answer in answers.items()
    }


def _tables(report: Report) -> dict[str, bytes]:
    """Whatever the database would show to whoever holds the code, should every filter be forgotten."""
    kept: dict[str, bytes] = {}
    with asking(reporter(report.pk, report.organisation_id)), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not is_ours(model):
                continue
            names = [str(f.column) for f in model._meta.concrete_fields if f.name not in ("opened_at", "read_at", "id", "number")]
            cursor.execute(f"SELECT {', '.join(names)} FROM {model._meta.db_table}")
            rows = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall())
            if any(f.name in {"organisation", "organisation_id"} for f in model._meta.concrete_fields):
                kept[f"table {model._meta.db_table}"] = "\n".join(rows).encode()
    return kept


def is_ours(model: type[models.Model]) -> bool:
    return model.__module__.startswith("upstander.")


def differing(one: Mapping[str, bytes], two: Mapping[str, bytes]) -> list[str]:
    return [name for name in one if one[name] != two[name]]


OUTCOMES = [outcome.value for outcome in Outcome]
