"""Find initials that somebody on a case could be meant by."""

import re
from collections.abc import Collection, Iterator

from upstander.records.disclosures.lookalikes import folded

SEVERAL = re.compile(r"(?<![\w’'])[^\W\d_a-z](?:\.? ?-?[^\W\d_a-z]){1,3}(?=\.|['’]?s\b|\W|$)")
ALONE = re.compile(
    r"\b(?:pupil|child|student|learner|boy|girl|friend|classmate|person|parent of|mother of|father of) ([^\W\d_a-z])\b"
    r"|(?<![\w’'.])([^\W\d_a-z])(?:\.|\.?['’]s| (?:said|told|did|was|has|had|is|wrote|posted|sent|shared|started))(?=\s|$)",
)
TITLED = re.compile(r"\b(?:(?i:mr|mrs|ms|miss|mx|dr|family))\.? ([^\W\d_a-z])\b|\b[Tt]he ([^\W\d_a-z])\.? [Ff]amily\b")
WORDS = frozenset("ai")  # one letter, and a word


def initials_of(name: str) -> set[str]:
    """jk, kj, jok and, where the name is in two parts by a hyphen, each way of counting it; the first letter; -k for Mrs K."""
    parts = [folded(part) for part in name.split() if folded(part)]
    pieces = [folded(piece) for part in name.split() for piece in re.split(r"[-'’]", part) if folded(piece)]
    if len(parts) < 2:
        return {parts[0][0]} if parts else set()
    ways = {"".join(part[0] for part in parts), "".join(piece[0] for piece in pieces)}
    first, family = parts[0][0], {piece[0] for piece in pieces[1:]}
    return {*ways, *(first + it for it in family), *(it + first for it in family), *(f"-{it}" for it in family), first}


def initials_in(text: str, initials: Collection[str]) -> Iterator[str]:
    """As written: JK, J.K., J. K.'s, pupil J, “J said”, Mrs K, the K family."""
    for match in SEVERAL.finditer(text):
        letters = "".join(folded(c) for c in match.group() if c.isalpha())
        if len(letters) > 1 and letters in initials:
            yield match.group()
    for match in ALONE.finditer(text):
        letter, is_named = folded(match.group(1) or match.group(2)), match.group(1) is not None
        if letter in initials and (is_named or letter not in WORDS):
            yield match.group().strip()
    for match in TITLED.finditer(text):
        letter = match.group(1) or match.group(2)
        if f"-{folded(letter)}" in initials:
            yield match.group()
