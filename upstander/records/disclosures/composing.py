"""Put a letter together: the wording for this part and outcome, filled from the projection and one text by staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from upstander.kernel.languages import ENGLISH, LANGUAGES, day_in
from upstander.records.disclosures.letter import Block, Letter, Section, in_english
from upstander.records.disclosures.projection import Done, OwnReport, Projection, School, lines
from upstander.records.disclosures.wording import GAP, Wording, fill, language_of, phrases, read

VERSION = 3  # of the payload's shape


class Addressed(Protocol):
    """What every kind of letter needs of a projection."""

    @property
    def school(self) -> School: ...
    @property
    def language(self) -> str: ...
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
    name = f"{shown.part}-{shown.outcome}"
    language = language_of(name, shown.language)
    wording = read("letters", name, language)
    said = telling_words(shown, language) | {"review_on": day_in(language, words.review_on)}
    return written(shown, wording, language, said, _blocks(shown, words, language, wording.front, said))


def written(
    shown: Addressed, wording: Wording, language: str, said: Mapping[str, str], blocks: Mapping[str, list[Block]]
) -> Letter:
    """A letter of whatever kind: the wording with its gaps filled, `said` within sentences and `blocks` between them."""
    parts = (Section(fill(s.heading, said), tuple(_filled(s.blocks, blocks, said))) for s in wording.sections)
    sections = [section for section in parts if section.blocks]
    school, reference = shown.school, shown.report.reference if shown.report else ""
    return Letter(
        sender=(school.name, *school.address, *([school.phone] if school.phone else [])),
        recipient=(fill(phrases(language)["recipient"], said), *shown.address),
        date=day_in(language, shown.written_on),
        reference=reference,
        reference_words=fill(phrases(language)["reference"], {"reference": reference}) if reference else "",
        title=fill(wording.front["title"], said),
        sections=(*sections, *about_the_language(shown.language, language)),
        signed=tuple(line for line in (school.lead, school.name, school.phone) if line),
        language=language,
    )


def about_the_language(read_by_them: str, language: str) -> tuple[Section, ...]:
    """What a letter says of its language where it is not theirs, or has English in it: also in English, for whoever helps."""
    if read_by_them == ENGLISH:
        return ()
    if language == ENGLISH:
        name = {"language": LANGUAGES[read_by_them] if read_by_them != "other" else "your language"}
        note = phrases()["no_translation"]
        return (Section(fill(note["heading"], name), (_paragraph(fill(note["words"], name)),)),)
    note, english = phrases(language)["translation"], phrases()["translation"]["words"]
    return (Section(note["heading"], (_paragraph(note["words"]), _paragraph(in_english(english, language)))),)


def paragraphs(text: str) -> tuple[str, ...]:
    """What was typed, a blank line parting paragraphs; line ends within one become spaces."""
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return tuple(paragraph for paragraph in (" ".join(part.split()) for part in parts) if paragraph)


def telling_words(shown: Addressed, language: str) -> dict[str, str]:
    """What fills gaps inside a sentence of every kind of letter."""
    child, school, report = shown.child, shown.school, shown.report
    said = {
        "child": child,
        "name": (child.split() or [phrases(language)["nameless"]])[0],
        "lead": school.lead or school.name,
        "phone": school.phone.replace(" ", "\u00a0"),
        "reported_on": day_in(language, report.received_on) if report else "",
    }
    return {**said, "answer": _answer(school, report, language, said), "complaints": _complaints(school, language)}


def _blocks(
    shown: Projection, words: LetterWords, language: str, front: Mapping[str, Mapping[str, str]], said: Mapping[str, str]
) -> dict[str, list[Block]]:
    """What fills a paragraph that is nothing but a gap."""
    opening = front["opening"]["with_report" if shown.report else "without_report"]
    looked_into = phrases(language)["looked_into"]
    measures = [_measure(done, language, said) for done in shown.measures]
    return {
        "opening": [_paragraph(fill(opening, said))],
        "looked_into": [Block("list", tuple(fill(looked_into[it], said) for it in words.looked_into))],
        "criteria": [Block("list", tuple(_criteria(shown, language)))],
        "why": [_paragraph(in_english(text, language)) for text in paragraphs(words.why)],
        "measures": [Block("list", tuple(measures)) if measures else _paragraph(fill(front["measures"]["none"], said))],
        "policy": [_policy(shown, language) or _paragraph(fill(front["policy"]["none"], said))],
        "review": [_paragraph(fill(phrases(language)["review"], said))],
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


def _criteria(shown: Projection, language: str) -> list[str]:
    questions, answers = phrases(language)["criteria"], phrases(language)["answers"]
    return [f"{questions[name]} {answers[getattr(shown.criteria, name)]}" for name in ("hurt_meant", "repeated", "power")]


def _measure(done: Done, language: str, said: Mapping[str, str]) -> str:
    usual = phrases(language)["measures"].get(done.kind)
    what = fill(usual, said) if usual else in_english(f"{done.what}.", language)
    from_day = fill(phrases(language)["from_day"], {"day": day_in(language, done.from_day)})
    more = in_english(" ".join(done.words.split()), language)
    return " ".join([what, from_day, *([more] if more else [])])


def _policy(shown: Projection, language: str) -> Block | None:
    if shown.policy is None:
        return None
    policy, parts = shown.policy, phrases(language)["policy_parts"]
    said = {"policy": in_english(f"{policy.policy}, {policy.version}", language), "clause": policy.clause}
    source = fill(phrases(language)["policy"], said)
    quoted = ((words, in_english(line, language)) for part, words in parts.items() for line in lines(getattr(policy, part)))
    return Block(
        "quote",
        tuple(fill(words, {"words": line}) for words, line in quoted),
        f"{source}: {policy.address}" if policy.address else source,
    )


def _answer(school: School, report: OwnReport | None, language: str, said: Mapping[str, str]) -> str:
    ways = phrases(language)["answer"]
    if report:
        ring = fill(ways["with_code_ring"], said) if school.phone else ""
        return fill(ways["with_code"], {"ring": ring})
    return fill(ways["without_code" if school.phone else "in_person"], said)


def _complaints(school: School, language: str) -> str:
    ways = phrases(language)["complaints"]
    told = in_english(" ".join(school.complaints.split()), language) or ways["none"]
    return " ".join(
        [told, *([fill(ways["address"], {"address": school.complaints_address})] if school.complaints_address else [])]
    )
