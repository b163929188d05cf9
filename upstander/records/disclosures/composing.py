"""Put a letter together: the wording for this part and outcome, filled from the projection and one text by staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from upstander.records.disclosures.letter import Block, Letter, Section
from upstander.records.disclosures.projection import Done, OwnReport, Projection, School, lines
from upstander.records.disclosures.wording import GAP, Wording, fill, letter_wording, phrases

VERSION = 3  # of the payload's shape


class Addressed(Protocol):
    """What every kind of letter needs of a projection."""

    @property
    def school(self) -> School: ...
    @property
    def child(self) -> str: ...
    @property
    def address(self) -> tuple[str, ...]: ...
    @property
    def report(self) -> OwnReport | None: ...
    @property
    def written_on(self) -> date: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """What staff add: what was looked into, the kind of behaviour that the policy is cited for, a day, which of the measures
    recorded for the child are kept out, and the one text of the letter, in words for a parent.

    Shapes: `looked_into` has codes of phrases.yaml, `why` paragraphs.
    """

    looked_into: tuple[str, ...]
    why: str
    behaviour: str
    review_on: date
    left_out: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {
            "looked_into": list(self.looked_into),
            "why": self.why,
            "behaviour": self.behaviour,
            "review_on": self.review_on.isoformat(),
            "left_out": list(self.left_out),
        }


def words_from_json(value: Mapping[str, Any]) -> LetterWords:
    return LetterWords(
        looked_into=tuple(value["looked_into"]) if isinstance(value["looked_into"], list) else (),  # version 1 had a text
        why=value["why"],
        behaviour=value["behaviour"],
        review_on=date.fromisoformat(value["review_on"]),
        left_out=tuple(value["left_out"]),
    )


def payload_of(shown: Projection, words: LetterWords) -> dict[str, Any]:
    """Everything that the letter is made of, in the allow-listed fields and no others."""
    return {
        "version": VERSION,
        "projection": shown.to_json(),
        "words": words.to_json(),
        "letter": compose(shown, words).to_json(),
    }


def compose(shown: Projection, words: LetterWords) -> Letter:
    """Write the letter. It depends on its two arguments and the wording's files, and on nothing else."""
    wording = letter_wording(shown.part, shown.outcome)
    said = telling_words(shown.child, shown.school, shown.report) | {"review_on": day_words(words.review_on)}
    return written(shown, wording, said, _blocks(shown, words, wording.front, said))


def written(shown: Addressed, wording: Wording, said: Mapping[str, str], blocks: Mapping[str, list[Block]]) -> Letter:
    """A letter of whatever kind: the wording with its gaps filled, `said` within sentences and `blocks` between them."""
    sections = (Section(fill(s.heading, said), tuple(_filled(s.blocks, blocks, said))) for s in wording.sections)
    school = shown.school
    return Letter(
        sender=(school.name, *school.address, *([school.phone] if school.phone else [])),
        recipient=(fill(phrases()["recipient"], said), *shown.address),
        date=day_words(shown.written_on),
        reference=shown.report.reference if shown.report else "",
        title=fill(wording.front["title"], said),
        sections=tuple(section for section in sections if section.blocks),
        signed=tuple(line for line in (school.lead, school.name, school.phone) if line),
    )


def day_words(day: date) -> str:
    """3 November 2026"""
    return f"{day.day} {day:%B %Y}"


def paragraphs(text: str) -> tuple[str, ...]:
    """What was typed, a blank line parting paragraphs; line ends within one become spaces."""
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return tuple(paragraph for paragraph in (" ".join(part.split()) for part in parts) if paragraph)


def telling_words(child: str, school: School, report: OwnReport | None) -> dict[str, str]:
    """What fills gaps inside a sentence of every kind of letter."""
    said = {
        "child": child,
        "name": (child.split() or ["your child"])[0],
        "lead": school.lead or school.name,
        "phone": school.phone.replace(" ", "\u00a0"),
        "reported_on": day_words(report.received_on) if report else "",
    }
    return {**said, "answer": _answer(school, report, said), "complaints": _complaints(school)}


def _blocks(
    shown: Projection, words: LetterWords, front: Mapping[str, Mapping[str, str]], said: Mapping[str, str]
) -> dict[str, list[Block]]:
    """What fills a paragraph that is nothing but a gap."""
    opening = front["opening"]["with_report" if shown.report else "without_report"]
    measures = [_measure(done, said) for done in shown.measures]
    return {
        "opening": [_paragraph(fill(opening, said))],
        "looked_into": [Block("list", tuple(fill(phrases()["looked_into"][it], said) for it in words.looked_into))],
        "criteria": [Block("list", tuple(_criteria(shown)))],
        "why": [_paragraph(text) for text in paragraphs(words.why)],
        "measures": [Block("list", tuple(measures)) if measures else _paragraph(fill(front["measures"]["none"], said))],
        "policy": [_policy(shown) or _paragraph(fill(front["policy"]["none"], said))],
        "review": [_paragraph(fill(phrases()["review"], said))],
    }


def _filled(blocks: tuple[Block, ...], whole: Mapping[str, list[Block]], said: Mapping[str, str]) -> list[Block]:
    filled: list[Block] = []
    for block in blocks:
        gap = GAP.fullmatch(block.lines[0]) if block.kind == "paragraph" else None
        filled += (
            whole[gap.group(1)]
            if gap and gap.group(1) in whole
            else [Block(block.kind, tuple(fill(line, said) for line in block.lines))]
        )
    return filled


def _paragraph(text: str) -> Block:
    return Block("paragraph", (text,))


def _criteria(shown: Projection) -> list[str]:
    questions, answers = phrases()["criteria"], phrases()["answers"]
    return [f"{questions[name]} {answers[getattr(shown.criteria, name)]}" for name in ("hurt_meant", "repeated", "power")]


def _measure(done: Done, said: Mapping[str, str]) -> str:
    what = phrases()["measures"].get(done.kind, f"{done.what}.")
    from_day = fill(phrases()["from_day"], {"day": day_words(done.from_day)})
    return " ".join([fill(what, said), from_day, *done.words.split()])


def _policy(shown: Projection) -> Block | None:
    if shown.policy is None:
        return None
    policy, parts = shown.policy, phrases()["policy_parts"]
    source = fill(phrases()["policy"], {"policy": policy.policy, "version": policy.version, "clause": policy.clause})
    quoted = (fill(words, {"words": line}) for part, words in parts.items() for line in lines(getattr(policy, part)))
    return Block("quote", tuple(quoted), f"{source}: {policy.address}" if policy.address else source)


def _answer(school: School, report: OwnReport | None, said: Mapping[str, str]) -> str:
    ways = phrases()["answer"]
    if report:
        ring = fill(ways["with_code_ring"], said) if school.phone else ""
        return fill(ways["with_code"], {"ring": ring})
    return fill(ways["without_code" if school.phone else "in_person"], said)


def _complaints(school: School) -> str:
    ways = phrases()["complaints"]
    told = " ".join(school.complaints.split()) or ways["none"]
    return " ".join(
        [told, *([fill(ways["address"], {"address": school.complaints_address})] if school.complaints_address else [])]
    )
