"""Letters, as their pages show them: what goes into one, and where one stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from markupsafe import Markup

from upstander.desks.frame.words import full_day, full_moment
from upstander.kernel.actor import Actor
from upstander.kernel.languages import ENGLISH, LANGUAGES, TRANSLATED
from upstander.procedures.telling.check_letter import CHECKLIST
from upstander.procedures.telling.record_posted_letter import WAYS
from upstander.records.access.matrix import May, role_may
from upstander.records.cases.models import Family
from upstander.records.disclosures.holding import MEASURE, standing_hold
from upstander.records.disclosures.models import Disclosure, Hold
from upstander.records.disclosures.naming import Kind
from upstander.records.disclosures.projection import NothingToTell, measures_for, project
from upstander.records.disclosures.sealing import seal_of
from upstander.records.disclosures.wording import fill, phrases
from upstander.records.investigations.models import Outcome
from upstander.records.policies.kinds import NO_CLAUSE
from upstander.records.policies.models import Behaviour, Citation
from upstander.records.policies.publishing import clauses_on

FOUND_AS = {
    Kind.NAME: "names somebody",
    Kind.SANCTION: "may tell what is done about another child",
    Kind.SHORT_NAME: "may be a short name of somebody",
    Kind.NEARLY: "is nearly the name of somebody",
    Kind.INITIALS: "may be somebody’s initials",
}
PARTS = {"targeted": "The targeted child", "displaying": "Said to have displayed the behaviour"}
ANSWERS = {"yes": "Yes", "no": "No", "unknown": "Could not be established"}
STEPS = {
    "composed": "Written",
    "held": "Held until a second person has decided about its words",
    "let stand": "What it was held for may stand",
    "sent back": "Sent back to be changed",
    "checked": "Checked",
    "sent": "Sent",
    "posted": "Posted",
    "handed over": "Handed over",
    "opened": "Opened by the family",
    "acknowledged": "Family says they have read it",
    "withdrawn": "Taken back",
    "printed": "Printed",
}


STAYS = "What you write yourselves, the policy’s own words and the complaints procedure stay in English; the letter says so."


def about_language(read_by_them: str, written_in: str = "") -> str:
    """What staff are told of the language before anything is sent; nothing where all is in English."""
    if read_by_them == ENGLISH:
        return ""
    name = LANGUAGES[read_by_them] if read_by_them != "other" else "another language"
    if (written_in or read_by_them) in TRANSLATED:
        draft = f"The wording in {name} is a draft, which a native speaker has still to check."
        return f"This family reads {name}. {draft} {STAYS} Offer an interpreter."
    return f"This family reads {name}. There is no wording in it, so the letter is in English. Offer an interpreter."


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """The form on which a letter is written: what is on record stands beside it and is not typed."""

    known: Sequence[tuple[str, str]]
    measures: Sequence[tuple[str, str, str]]
    clauses: Sequence[tuple[str, str, str]]
    usual: str
    looked_into: Sequence[tuple[str, str]]
    cannot: str


def writing(family: Family, at: datetime) -> Writing:
    try:
        shown = project(family, behaviour="", at=at)
    except NothingToTell as reason:
        return Writing(known=(), measures=(), clauses=(), usual="", looked_into=(), cannot=str(reason))
    criteria = shown.criteria
    known = [
        ("Child", shown.child),
        ("Part", PARTS[shown.part]),
        ("Finding", str(Outcome(shown.outcome).label)),
        ("Hurt was meant", ANSWERS[criteria.hurt_meant]),
        ("It was repeated", ANSWERS[criteria.repeated]),
        ("There was an imbalance of power", ANSWERS[criteria.power]),
        ("They read it", f"With their code, report {shown.report.reference}" if shown.report else "On paper"),
    ]
    measures = [(done.id, done.what, f"From {full_day(done.from_day)}. {done.words}") for done in measures_for(family)]
    return Writing(
        known=known,
        measures=measures,
        clauses=_clauses(family, shown.decided_on),
        usual=_usual(family, shown.outcome),
        looked_into=looked_into(shown.child),
        cannot="",
    )


def looked_into(child: str) -> list[tuple[str, str]]:
    """What may have been looked into, as the letter says it."""
    name = {"name": (child.split() or ["your child"])[0]}
    return [(code, fill(words, name)) for code, words in phrases()["looked_into"].items()]


def _clauses(family: Family, decided_on: date) -> list[tuple[str, str, str]]:
    """What the policy of that day says, as choices; nothing where none was in force."""
    found = [
        (clause.behaviour, clause.name, f"“{clause.in_school}” {clause.cited}")
        for clause in clauses_on(family.organisation_id, decided_on)
    ]
    return [*found, (NO_CLAUSE, "None of these", "The letter says how to ask for the policy.")] if found else []


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the form: as it was sent, as the letter in hand has it, or as the finding suggests."""

    looked_into: Sequence[str]
    why: str
    behaviour: str
    review_on: Mapping[str, str]
    included: frozenset[str]
    hold_it: bool = False

    def left_out(self, writing: Writing) -> list[str]:
        return [id for id, _, _ in writing.measures if id not in self.included]

    @property
    def review_day(self) -> date | None:
        return day_of(self.review_on)


def _usual(family: Family, outcome: str) -> str:
    """What the standing finding cites; without that, the kind that letters with this outcome are mostly about."""
    cited = (
        Citation.objects.filter(case_id=family.case_id).order_by("-cited_at", "-id").values_list("clause__behaviour", flat=True)
    )
    return cited.first() or (Behaviour.FALLING_OUT if outcome == Outcome.NOT_BULLYING else Behaviour.ONLINE_BULLYING).value


def typed(sent: QueryDict) -> Typed:
    return Typed(
        looked_into=sent.getlist("looked_into"),
        hold_it=bool(sent.get("hold_it")),
        why=sent.get("why", ""),
        behaviour=sent.get("behaviour", ""),
        review_on=day_parts(sent, "review_on"),
        included=frozenset(sent.getlist("measures")),
    )


def suggested(letter: Disclosure | None, writing: Writing) -> Typed:
    words: Mapping[str, Any] = letter.payload["words"] if letter else {}
    year, month, day = words["review_on"].split("-") if words else ("", "", "")
    return Typed(
        looked_into=list(words.get("looked_into", ())),
        why=words.get("why", ""),
        behaviour=words.get("behaviour", writing.usual),
        review_on={"day": day, "month": month, "year": year},
        included=frozenset(id for id, _, _ in writing.measures if id not in words.get("left_out", ())),
    )


def day_parts(sent: QueryDict, name: str) -> dict[str, str]:
    return {part: sent.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")}


def day_of(parts: Mapping[str, str]) -> date | None:
    try:
        return date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a letter stands, and what this person can do with it next."""

    sheet: Markup
    state: str
    kind: str
    making: bool
    trouble: str
    has_pdf: bool
    seen: str
    checks: Sequence[tuple[str, str]]
    may_check: bool
    alone: bool
    may_send: bool
    may_post: bool
    may_write: bool
    may_withdraw: bool
    may_take_down: bool
    ways: Sequence[tuple[str, str]]
    steps: Sequence[tuple[str, str]]
    alone_because: str
    withdrawn_because: str
    held: Held | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a letter is held for. Shapes: `words` are what was found, and where."""

    id: UUID
    words: Sequence[tuple[str, str]]
    is_open: bool
    let_stand: bool
    decided: str
    may_decide: bool
    is_mine: bool


def held(letter: Disclosure, actor: Actor) -> Held | None:
    it = standing_hold(letter)
    if it is None or letter.withdrawn_at:
        return None
    is_open, is_mine = it.let_stand is None, it.written_by_id == actor.membership_id
    leads = role_may(actor.role, May.CHECK_LETTER)
    return Held(
        id=it.pk,
        words=[(word["word"], _found_where(word)) for word in it.found],
        is_open=is_open,
        let_stand=bool(it.let_stand),
        decided=_decided(it),
        may_decide=is_open and leads and not is_mine and letter.sent_at is None,
        is_mine=is_mine,
    )


def _found_where(word: Mapping[str, str]) -> str:
    where = "in what is done for this child" if word["field"].startswith(MEASURE) else "in the text"
    return f"{FOUND_AS[Kind(word['kind'])]}, {where}"


def _decided(it: Hold) -> str:
    if it.decided_by is None or it.decided_at is None:
        return ""
    return f"{it.decided_by.display_name}, {full_moment(it.decided_at)}: {it.because}"


def standing(letter: Disclosure, actor: Actor) -> Standing:
    in_hand = letter.sent_at is None and letter.withdrawn_at is None
    leads = role_may(actor.role, May.CHECK_LETTER)
    held_for = held(letter, actor)
    may_go = held_for is None or held_for.let_stand
    ready = in_hand and letter.pdf is not None
    checked = letter.checked_at is not None
    return Standing(
        sheet=Markup(letter.html),  # noqa: S704  (made by disclosures.showing, which escapes all but its own tags)
        state=_state(letter, held_for),
        held=held_for,
        language=about_language(
            letter.payload["projection"].get("language", ENGLISH), letter.payload["letter"].get("language", ENGLISH)
        ),
        kind="danger" if letter.withdrawn_at else "done" if letter.sent_at else "waiting",
        making=in_hand and letter.pdf is None and not letter.pdf_trouble,
        trouble=letter.pdf_trouble if in_hand else "",
        has_pdf=letter.pdf is not None,
        seen=seal_of(letter) if ready else "",
        checks=list(CHECKLIST.items()),
        may_check=ready and not checked and leads and may_go,
        alone=letter.composed_by_id == actor.membership_id,
        may_send=ready and checked and leads and letter.report_id is not None,
        may_post=ready and checked and leads and letter.report_id is None,
        may_write=in_hand and role_may(actor.role, May.COMPOSE_LETTER),
        may_take_down=bool(letter.sent_at and not letter.withdrawn_at and not letter.acknowledged_at)
        and role_may(actor.role, May.TAKE_DOWN_REPORT),
        may_withdraw=letter.withdrawn_at is None and (leads or (in_hand and role_may(actor.role, May.COMPOSE_LETTER))),
        ways=list(WAYS.items()),
        steps=[(full_moment(step.at), f"{STEPS[step.verb]}: {step.by}") for step in reversed(letter.steps.all())],
        alone_because=letter.checked_alone_because,
        withdrawn_because=letter.withdrawn_because,
    )


def _state(letter: Disclosure, held_for: Held | None) -> str:
    if letter.withdrawn_at:
        return "Taken back"
    if letter.sent_at:
        return "The family has been told" if letter.tells_the_outcome else "It has reached the family"
    if letter.checked_at:
        return "Checked, not sent yet"
    if held_for and not held_for.let_stand:
        return "Held: a second person decides" if held_for.is_open else "Sent back: change the words"
    return "Waits for a second look"
