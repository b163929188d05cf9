"""What happened, when and on what: as it was told, as it was written down, and account by account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from upstander.records.assessments.models import Answer
from upstander.records.disclosures.pack.accounts import parts_of
from upstander.records.disclosures.pack.dates import day, moment
from upstander.records.disclosures.pack.ground import Ground, first_known
from upstander.records.disclosures.pack.knowing import Account, Circumstances, Event, Statement, Thing, Words
from upstander.records.disclosures.pack.values import NOT_KNOWN, Value, known, listed, quoted
from upstander.records.intake.models import Addition, Relation
from upstander.records.intake.questions import Option, questions
from upstander.records.intake.saying import words_of
from upstander.records.investigations.enquiries import ReadBack
from upstander.records.investigations.enquiries import Statement as StatementRow
from upstander.records.investigations.incidents import Incident, IncidentPart, Known, Place

ANSWERS = {Answer.YES: "Yes", Answer.NO: "No", Answer.UNKNOWN: "Not known"}


def circumstances(ground: Ground) -> list[Thing]:
    no_threat = ground.facts.get("serious_threat") == "no" and not ground.asked.get("threats")
    return [
        Circumstances(
            title="",
            first=listed(ground.in_words("when", "first")),
            latest=listed(ground.in_words("when", "latest")),
            pattern=listed([*ground.in_words("when", "words"), *ground.in_words("when", "pattern")]),
            where=listed([*ground.in_words("where", "how"), *ground.in_words("where", "outside")]),
            threats=known("None: no serious threat, the school was told") if no_threat else _typed_words(ground, "threats"),
            demands=_typed_words(ground, "demands"),
            prejudice=first_known(ground.typed("prejudice"), ground.yes_or_no("prejudice")),
            devices=listed(ground.in_words("where", "device")),
        )
    ]


def _typed_words(ground: Ground, name: str) -> Value:
    return quoted(str(ground.asked.get(name, "")))


def words(ground: Ground) -> list[Thing]:
    """What was said in each report and added to it, word for word."""
    things: list[Thing] = []
    added = Addition.objects.visible_to(ground.actor).filter(report__in=ground.reports).order_by("at", "id")
    additions = list(added)
    for report, given in ground.given("words"):
        who = Relation(report.relation).label.lower()
        things.append(Words(title=f"Report {report.reference}, {who}", said=quoted(str(given.get("words") or ""))))
        for it in additions:
            if it.report_id == report.pk and it.words:
                things.append(Words(title=f"Added to it on {moment(it.at)}", said=quoted(it.words)))
    return things


def events(ground: Ground) -> list[Thing]:
    rows = Incident.objects.visible_to(ground.actor).filter(case=ground.case).standing().order_by("from_at", "id")
    who: dict[Any, list[str]] = {}
    parts = IncidentPart.objects.visible_to(ground.actor).filter(case=ground.case).select_related("person")
    for part in parts.order_by("person__name", "id"):
        who.setdefault(part.incident_id, []).append(f"{part.person.name}: {part.get_part_display().lower()}")
    return [_event(it, who.get(it.pk, [])) for it in rows]


def _event(it: Incident, who: list[str]) -> Event:
    return Event(
        title=it.what,
        when=known(when(it), it.when_words),
        place=known(it.place_words or (it.get_place_display() if it.place != Place.UNKNOWN else "")),
        premises=_answer(it.off_premises),
        how=known(f"Online: {ANSWERS[Answer(it.online)].lower()}. Face to face: {ANSWERS[Answer(it.face_to_face)].lower()}."),
        what=known(it.what),
        apps=listed(app.text for app in _apps().values() if app.value in it.apps),
        accounts=known(it.accounts),
        devices=known(it.devices),
        who=listed(who),
    )


def when(it: Incident) -> str:
    if it.from_at is None:
        return ""
    if it.known == Known.TIME:
        return moment(it.from_at)
    if it.known == Known.BETWEEN and it.until_at:
        return f"Between {day(it.from_at)} and {day(it.until_at)}"
    return f"{day(it.from_at)}, time not known"


def _answer(given: str) -> Value:
    return known(ANSWERS[Answer(given)]) if given != Answer.UNKNOWN else NOT_KNOWN


@cache
def _apps() -> Mapping[str, Option]:
    rows = next(it for it in questions()["where"].fields if it.name == "accounts")
    app = next(it for it in rows.fields if it.name == "app")
    return {option.value: option for option in app.options}


def accounts(ground: Ground) -> list[Thing]:
    """Each account once, with everything that names it: reports, incidents, a person's own file."""
    named: dict[tuple[str, str], list[str]] = {}
    for platform, given, whose in _named(ground):
        named.setdefault((platform or _platform_in(given), given), []).append(whose)
    return [_account(number, *it, whose) for number, (it, whose) in enumerate(named.items(), 1)]


def _named(ground: Ground) -> Iterator[tuple[str, str, str]]:
    """The platform, the account as it was given, and whose it is said to be or who said it."""
    rows = next(it for it in questions()["where"].fields if it.name == "accounts")
    app = next(it for it in rows.fields if it.name == "app")
    for report, given in ground.given("where"):
        for row in given.get("accounts") or []:
            if row.get("account") or row.get("app"):
                yield words_of(app, row.get("app")), str(row.get("account") or ""), f"Named in report {report.reference}"
    for it in ground.involved:
        for account in it.person.accounts:
            yield _platform_in(account), account, it.person.name
    incidents = Incident.objects.visible_to(ground.actor).filter(case=ground.case).standing().order_by("from_at", "id")
    for incident in incidents:
        for line in incident.accounts.splitlines():
            if line.strip():
                yield _platform_of(incident), line.strip(), f"Named with: {incident.what}"


def _platform_of(incident: Incident) -> str:
    """Where an incident has one app only, its accounts are that app's."""
    return _apps()[incident.apps[0]].text if len(incident.apps) == 1 and incident.apps[0] in _apps() else ""


def _platform_in(account: str) -> str:
    return next((it.text for it in _apps().values() if it.value != "x" and it.value in account.casefold()), "")


def _account(number: int, platform: str, given: str, whose: list[str]) -> Account:
    parts = parts_of(given)
    return Account(
        title=f"Account {number}",
        platform=known(platform),
        user_name=known(parts.user_name),
        display_name=known(parts.display_name),
        address=known(parts.address),
        identity=known(parts.identity),
        number=known(parts.number),
        whose=listed(whose),
        as_given=quoted(given),
    )


def statements(ground: Ground) -> list[Thing]:
    """What people said, in their own words. What a member of staff made of it is not part of it."""
    rows = StatementRow.objects.visible_to(ground.actor).filter(case=ground.case).select_related("person", "taken_by")
    return [
        Statement(
            title=f"{it.person.name}{' (puts an earlier statement right)' if it.corrects_id else ''}",
            when=known(moment(it.said_at)),
            asked=known(it.question),
            words=quoted(it.words),
            how=known(_how(it)),
        )
        for it in rows.order_by("said_at", "id")
    ]


def _how(it: StatementRow) -> str:
    if it.taken_by is None:
        return "Written by themselves, with a one-time link"
    read_back = ReadBack(it.read_back).label
    return f"Taken down by {it.taken_by.display_name}. Place: {it.place}. Present: {it.present}. {read_back}."
