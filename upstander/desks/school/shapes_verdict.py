"""What the verdict panel shows, for a report or a case: what happens and why, what is not known, who decided what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from markupsafe import Markup

from upstander.kernel.actor import Actor
from upstander.procedures.triage.set_outcome_aside import NEVER
from upstander.records.access.matrix import May, role_may
from upstander.records.assessments.models import Assessment, FactSource, Verdict
from upstander.records.assessments.setting_aside import ended_under, standing_decisions
from upstander.records.assessments.standing import Answered, Choice, Standing, standing
from upstander.rules import Rulebook, load_rulebook
from upstander.rules.sources import HOW_SURE, UnknownSource, describe

ANSWERS = {"yes": "Yes", "no": "No", "unknown": "Not known"}
GROUPS = {
    "risk": "Danger and harm",
    "content": "What it is",
    "pattern": "How it goes on",
    "setting": "Where",
    "people": "Who",
    "history": "What has been done",
}
MUST_BE = {"tell_target_family_outcome": "The family must be told.", "report_to_police": "The school itself reports it."}
NUMBERS = {"routes/emergency_999": "999", "routes/police_101": "101"}
ASKED_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Clause:
    """One source, as somebody who must rely on it needs it."""

    key: str
    name: str
    says: str
    url: str
    how_sure: str
    superseded_by: str


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: its sentence with its clauses, `html` in full and `brief` in a line, and the answers it rests on."""

    html: Markup
    brief: Markup
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One outcome. `set_aside` says by whom and why it does not apply; `stands_again` that it did not, and does now."""

    path: str
    words: str
    why: tuple[Why, ...]
    set_aside: str
    stands_again: str
    matters_here: bool

    @property
    def drawn(self) -> Markup:
        """To be opened: each of its reasons in full, with its clauses and what it rests on."""
        return _drawn(self) if self.set_aside or self.stands_again else _drawn_once(self)


@dataclass(frozen=True, slots=True)
class Asked:
    fact: str
    question: str
    hint: str
    could_mean: str


@dataclass(frozen=True, slots=True)
class Said:
    """One answer to one fact."""

    answer: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """A fact with its answer; `others` are different answers that somebody gave, shown beside it."""

    fact: str
    question: str
    said: Said
    others: tuple[Said, ...]
    is_from_record: bool


@dataclass(frozen=True, slots=True)
class Decided:
    words: str
    by: str
    at: datetime
    reason: str
    is_on_this_verdict: bool
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Guard:
    """It is for the police: on which number, why in one sentence, and whether the safer-schools team may not take it instead."""

    number: str
    why: Markup
    not_ssct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a case shows of its verdict: where it goes and why, the next question, who decided, and every answer."""

    assessment_id: UUID
    verdict_id: UUID
    made_at: datetime
    rulebook: str
    sentence: str
    routes: tuple[Given, ...]
    asked: tuple[Asked, ...]
    known: tuple[tuple[str, tuple[Known, ...]], ...]
    clashes: tuple[str, ...]
    decisions: tuple[Decided, ...]
    confirmed: Decided | None
    may_decide: bool
    may_answer: bool
    guard: Guard | None

    @property
    def next(self) -> Asked | None:
        return self.asked[0] if self.asked else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(Brief):
    """The verdict in full."""

    duties: tuple[Given, ...]
    forbidden: tuple[Given, ...]
    possible: tuple[Given, ...]
    can_be_set_aside: tuple[tuple[str, str], ...]

    @property
    def soon(self) -> tuple[Asked, ...]:
        return self.asked[1:ASKED_AT_ONCE]

    @property
    def later(self) -> tuple[Asked, ...]:
        return self.asked[ASKED_AT_ONCE:]

    @property
    def later_choices(self) -> list[tuple[str, str]]:
        return [(asked.fact, asked.question) for asked in self.later]


def verdict_panel(actor: Actor, assessment: Assessment, *, is_open: bool = True) -> Panel | None:
    """The verdict that stands, or nothing where there is none. One query; `is_open` is false for a closed case."""
    found = standing(assessment)
    return _Reading(found, actor, assessment, is_open=is_open).panel() if found else None


def brief_of(found: Standing | None, actor: Actor, assessment: Assessment, *, is_open: bool) -> Brief | None:
    return Brief(**_Reading(found, actor, assessment, is_open=is_open).brief()) if found else None


def what_changed(before: Verdict, after: Verdict) -> tuple[str, ...]:
    """What a new verdict added or took away, in words: routes and duties that are required, and what of it was set aside."""
    rulebook, aside = load_rulebook(after.rulebook), set(standing_decisions(after.assessment).values_list("set_aside", flat=True))
    again = set(ended_under(after).values_list("set_aside", flat=True))
    sentences = []
    for kind, verb in (("routes", ""), ("duties", "To do: ")):
        had, has = _required(before, kind), _required(after, kind)
        for path in dict.fromkeys([*has, *had]):
            change = (
                "Stands again, for a new reason." if path in again
                else "No longer." if path not in has
                else "" if path in had
                else "Was set aside, and stays so." if path in aside
                else "New."
            )  # fmt: skip
            sentences += [f"{change} {verb}{rulebook.outcome_text(kind, path.partition('/')[2])}."] if change else []
    return tuple(sentences)


def _required(verdict: Verdict, kind: str) -> list[str]:
    return [f"{kind}/{given['id']}" for given in verdict.outcome[kind] if given["status"] == "required"]


class _Reading:
    """The reading of one verdict with its rulebook, for one person."""

    def __init__(self, verdict: Standing, actor: Actor, assessment: Assessment, *, is_open: bool) -> None:
        self.rulebook: Rulebook = load_rulebook(verdict.rulebook)
        self.verdict, self.decisions, self.answers = verdict, verdict.choices, verdict.answers
        self.actor, self.assessment, self.is_open = actor, assessment, is_open
        oldest_first = [choice for choice in reversed(verdict.choices) if choice.set_aside]
        self.aside = {choice.set_aside: choice for choice in oldest_first if not choice.ended_at}
        self.ended = {choice.set_aside: choice for choice in oldest_first if choice.ended_at}
        self._why: dict[str, Why] = {}

    def brief(self) -> dict[str, Any]:
        """The fields of Brief."""
        routes, outcome = self._given("routes", "required"), self.verdict.outcome
        decided = tuple(self._decided(decision) for decision in self.decisions)
        return {
            "assessment_id": self.assessment.pk,
            "verdict_id": self.verdict.id,
            "made_at": self.verdict.made_at,
            "rulebook": f"{self.rulebook.title}, {self.verdict.version}",
            "sentence": self._sentence(routes),
            "routes": routes,
            "asked": self._questions(outcome["ask"]),
            "known": tuple(self._known()),
            "clashes": tuple(clash["text"] for clash in outcome.get("contradictions", ())),
            "decisions": decided,
            "confirmed": next((d for d in decided if d.is_on_this_verdict and not d.reason), None),
            "may_decide": self.is_open and role_may(self.actor.role, May.DECIDE_ROUTE),
            "may_answer": self.is_open and role_may(self.actor.role, May.ANSWER_FACT),
            "guard": self._guard(routes),
        }

    def panel(self) -> Panel:
        brief, duties = self.brief(), self._given("duties", "required")
        forbidden = sorted(self._given("prohibitions", "required"), key=lambda given: not given.matters_here)
        return Panel(
            **brief,
            duties=duties,
            forbidden=tuple(forbidden),
            possible=self._given("routes", "possible"),
            can_be_set_aside=tuple(
                (given.path, given.words)
                for given in (*brief["routes"], *duties, *forbidden)
                if given.path not in NEVER and not given.set_aside
            ),
        )

    def _sentence(self, routes: Iterable[Given]) -> str:
        required = {given["id"] for given in self.verdict.outcome["duties"] if given["status"] == "required"}
        must = [words for duty, words in MUST_BE.items() if duty in required and f"duties/{duty}" not in self.aside]
        return " ".join([*(f"{given.words}." for given in routes if not given.set_aside), *must])

    def _guard(self, routes: Sequence[Given]) -> Guard | None:
        """The most urgent number of those that stand."""
        standing = {given.path: given for given in routes if given.why and not given.set_aside}
        number = next((number for path, number in NUMBERS.items() if path in standing), "")
        if not number:
            return None
        forbidden = {it["id"] for it in self.verdict.outcome["prohibitions"] if it["status"] == "required"}
        why = next(standing[path] for path in NUMBERS if path in standing).why[0].brief
        return Guard(number, why, "ssct_instead_of_police" in forbidden)

    def _given(self, kind: str, status: str) -> tuple[Given, ...]:
        return tuple(
            Given(
                path=f"{kind}/{given['id']}",
                words=self.rulebook.outcome_text(kind, given["id"]),
                why=tuple(self._because(reason) for reason in given["because"] if "text" in reason),
                set_aside=self._set_aside(f"{kind}/{given['id']}"),
                stands_again=self._stands_again(f"{kind}/{given['id']}"),
                matters_here=any("facts" in reason for reason in given["because"]),
            )
            for given in self.verdict.outcome[kind]
            if given["status"] == status
        )

    def _because(self, reason: Mapping[str, Any]) -> Why:
        if reason["rule"] not in self._why:
            facts, sources = self.rulebook.facts, tuple(reason["source"])
            self._why[reason["rule"]] = Why(
                html=_in_full(reason["text"], sources),
                brief=_in_a_line(reason["text"], sources),
                rests_on=tuple(f"{facts[fact].question} {ANSWERS[answer]}" for fact, answer in reason.get("facts", {}).items()),
            )
        return self._why[reason["rule"]]

    def _set_aside(self, path: str) -> str:
        decision = self.aside.get(path)
        if decision is None:
            return ""
        earlier = "" if decision.verdict_id == self.verdict.id else " on an earlier verdict"
        return f"Set aside by {decision.by}{earlier}: {decision.reason}"

    def _stands_again(self, path: str) -> str:
        decision = self.ended.get(path)
        if decision is None or path in self.aside:
            return ""
        return f"It stands again, because something new speaks for it. {decision.by} had set it aside: {decision.reason}"

    def _questions(self, ask: Iterable[Mapping[str, Any]]) -> tuple[Asked, ...]:
        """What the school can answer; a question that somebody answered with "not known" waits behind the others."""
        newest = {answer.fact: answer.answer for answer in reversed(self.answers)}
        ours = [asked for asked in ask if asked["by"] != ["force"]]
        return tuple(self._asked(asked) for asked in sorted(ours, key=lambda asked: newest.get(asked["fact"]) == "unknown"))

    def _asked(self, asked: Mapping[str, Any]) -> Asked:
        fact = self.rulebook.facts.get(asked["fact"])
        routes = self.rulebook.vocabulary.routes
        weighty = next((routes[id] for id in asked["could_change"] if id in routes), "")
        return Asked(asked["fact"], asked["question"], fact.hint if fact else "", weighty)

    def _decided(self, decision: Choice) -> Decided:
        kind, _, id = decision.set_aside.partition("/")
        words = f"Set aside: {self.rulebook.outcome_text(kind, id)}" if id else "Confirmed"
        is_here = decision.verdict_id == self.verdict.id
        return Decided(words, decision.by, decision.at, decision.reason, is_here, decision.ended_at)

    def _known(self) -> Iterable[tuple[str, tuple[Known, ...]]]:
        """The facts that have been answered, by group."""
        said: dict[str, list[Answered]] = {}
        for row in self.answers:
            said.setdefault(row.fact, []).append(row)
        for group, title in GROUPS.items():
            known = tuple(
                _with_others(fact.question, said[fact.id])
                for fact in self.rulebook.facts.values()
                if fact.group == group and fact.id in said
            )
            if known:
                yield title, known


def _with_others(question: str, rows: Sequence[Answered]) -> Known:
    """Shapes: `rows` are all answers to one fact, newest first."""
    own = [row for row in rows if row.is_own] or rows
    standing = next((row for row in own if row.source == FactSource.RECORD), own[0])
    differing = [row for row in rows if row.answer not in (standing.answer, "unknown")]
    is_from_record = standing.source == FactSource.RECORD
    return Known(standing.fact, question, _said(standing), tuple(_said(row) for row in differing), is_from_record)


def _said(row: Answered) -> Said:
    return Said(ANSWERS[row.answer], "the record" if row.source == FactSource.RECORD else row.said_by, row.at)


@lru_cache(maxsize=1024)
def _in_full(sentence: str, sources: tuple[str, ...]) -> Markup:
    """A reason with its clauses opened. The same few hundred sentences stand in every verdict, so each is rendered once."""
    clauses = [clause_of(key) for key in sources]
    return Markup(render_to_string("school/reason.html", {"sentence": sentence, "clauses": clauses}))  # noqa: S704  (Jinja escaped it)


def _drawn(given: Given) -> Markup:
    return Markup(render_to_string("school/outcome.html", {"given": given}))  # noqa: S704


_drawn_once = lru_cache(maxsize=4096)(_drawn)  # not with what somebody wrote


@lru_cache(maxsize=1024)
def _in_a_line(sentence: str, sources: tuple[str, ...]) -> Markup:
    first, more = clause_of(sources[0]), len(set(sources)) - 1
    return Markup(render_to_string("school/reason_line.html", {"sentence": sentence, "clause": first, "more": more}))  # noqa: S704


def clause_of(key: str) -> Clause:
    """A key that the sources do not know any more is shown as it is: verdicts outlive editions."""
    try:
        source = describe(key)
    except UnknownSource:
        return Clause(key, key, "", "", "", "")
    name = f"{source.document}, {source.clause}"
    return Clause(key, name, source.says, source.url, HOW_SURE[source.how_sure], source.superseded_by)
