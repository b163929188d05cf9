"""A referral, and what is said after it, as a letter: the page, the print and the page behind a link show the same."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from upstander.kernel.clock import in_london
from upstander.records.disclosures.exchange import Crossing, CrossingKind
from upstander.records.disclosures.letter import Block, Letter, Section

TO = "The designated safeguarding lead"
TITLES = {
    CrossingKind.QUESTION: "A question about",
    CrossingKind.ANSWER: "More about",
    CrossingKind.REMINDER: "We wait for your answer about",
    CrossingKind.WITHDRAWN: "We take back our referral about",
}
LIMITED = "The police, or the designated officer, are looking into this. Until they say that it may go on:"
KEPT = "Please tell nobody this name who need not know it."


def letter_of(referral: Mapping[str, Any]) -> Letter:
    """Shapes: `referral` as referring.payload_of has it."""
    return _letter(
        referral,
        title=f"About {_with_year(referral['pupil'])}",
        written_on=date.fromisoformat(referral["written_on"]),
        sections=tuple(section for section in _sections(referral) if section.blocks),
        person=referral["sender"]["person"],
    )


def letter_of_crossing(crossing: Crossing) -> Letter:
    """The referral itself, or a short letter with what was said after it. `crossing` comes with its exchange."""
    if crossing.kind == CrossingKind.REFERRAL:
        return letter_of(crossing.payload["referral"])
    first = Crossing.objects.get(exchange_id=crossing.exchange_id, kind=CrossingKind.REFERRAL)
    referral = first.payload["referral"]
    wrote = f"We wrote to you on {_day(referral['written_on'])}."
    return _letter(
        referral,
        title=f"{TITLES[CrossingKind(crossing.kind)]} {referral['pupil']['name']}",
        written_on=in_london(crossing.at).date(),
        sections=(Section("", (_said(wrote), *_paragraphs(crossing.words))),),
        person=crossing.said_by,
    )


def _letter(referral: Mapping[str, Any], *, title: str, written_on: date, sections: tuple[Section, ...], person: str) -> Letter:
    sender = referral["sender"]
    lines = [sender["school"], *(line for line in sender["address"] if line != sender["school"]), sender["phone"]]
    return Letter(
        sender=tuple(line for line in lines if line),
        recipient=(TO, referral["to"], *referral.get("to_address", ())),
        date=f"{written_on:%-d %B %Y}",
        reference="",  # that of our case is nothing to them
        title=title,
        sections=sections,
        signed=(person, sender["school"]),
    )


def _sections(told: Mapping[str, Any]) -> Iterable[Section]:
    yield Section("", tuple(_begins(told)))
    happened = tuple(_line(it) for it in told["happened"])
    yield Section("What happened", (*_paragraphs(told["what"]), *_list(happened), _said(_ours(told["ours"]))))
    yield Section("An intimate image, described and not attached", tuple(_paragraphs(told["image"])))
    yield Section("What we have done", tuple(_paragraphs(told["done"])))
    yield Section("Evidence", tuple(_evidence(told["files"])))
    hoped = [_said(f"We hope to hear from you by {_day(told['hoped_by'])}.")] if told["hoped_by"] else []
    yield Section("What we ask", (*_paragraphs(told["question"]), *hoped))


def _begins(told: Mapping[str, Any]) -> Iterable[Block]:
    name = told["pupil"]["name"]
    yield _said(
        f"{name} is said to have had a part in what is described here. Nothing is decided by saying so. "
        "Please look into your own pupil’s part."
    )
    if told["pupil"]["accounts"]:
        yield _said(f"Known online as: {', '.join(told['pupil']['accounts'])}.")
    if told["limits"]:
        yield _said(LIMITED)
        yield from _list(tuple(told["limits"]))


def _line(it: Mapping[str, str]) -> str:
    apps = f" ({it['apps']})" if it["apps"] else ""
    return f"{it['when']}, {it['where']}{apps}: {it['what']}"


def _ours(ours: Mapping[str, Any] | None) -> str:
    if ours is None:
        return "Our pupil is not named here. Ask us if you need to know."
    return f"Our pupil is {_with_year(ours)}. {KEPT}"


def _evidence(files: Iterable[Mapping[str, Any]]) -> Iterable[Block]:
    lines = tuple(f"{it['name']} ({it['media_type']}, {it['size']:,} bytes)" for it in files)
    return _list(lines) if lines else (_said("None goes with this. That is no reason to wait."),)


def _with_year(child: Mapping[str, Any]) -> str:
    """A year group is kept as staff write it: Year 9, or 9B."""
    name, year = str(child["name"]), str(child["year"])
    if not year:
        return name
    return f"{name}, {year}" if year.lower().startswith("year") else f"{name}, year {year}"


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%-d %B %Y}"


def _said(words: str) -> Block:
    return Block("paragraph", (words,))


def _paragraphs(text: str) -> Iterable[Block]:
    return (_said(line.strip()) for line in text.splitlines() if line.strip())


def _list(lines: tuple[str, ...]) -> Iterable[Block]:
    return (Block("list", lines),) if lines else ()
