"""Find words in a text for one family that would tell of a child of another.

A help against slips, not a wall: it compares with what is on record and understands nothing (docs/letters.md says what it
cannot catch). That is what the second look at a letter is for.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from upstander.records.disclosures.in_other_words import sanctions_in
from upstander.records.disclosures.inflected import inflected
from upstander.records.disclosures.initials import initials_in, initials_of
from upstander.records.disclosures.lookalikes import disguised, folded, visible
from upstander.records.disclosures.nicknames import may_be_called, nearly

SHORTEST = 3  # letters of a name's part that is looked for alone
APPS = frozenset(
    {
        "app", "account", "snapchat", "whatsapp", "instagram", "insta", "tiktok", "discord", "telegram", "signal",
        "facebook", "messenger", "youtube", "twitch", "roblox", "fortnite", "minecraft", "xbox", "playstation", "steam",
        "twitter", "threads", "reddit", "email", "phone", "text", "texts", "sms", "other", "name", "username",
    }
)  # fmt: skip
# English words that are names as well: they count only where they are written with a capital.
ORDINARY = frozenset(
    {
        "will", "may", "mark", "grant", "rose", "hope", "joy", "grace", "faith", "summer", "autumn", "april", "june",
        "august", "dawn", "eve", "page", "bill", "rob", "pat", "sue", "frank", "rich", "miles", "guy", "drew", "chase",
        "chance", "max", "king", "young", "long", "short", "small", "little", "black", "white", "brown", "green", "grey",
        "gray", "day", "hill", "wood", "woods", "park", "bush", "field", "fields", "stone", "rivers", "lake", "love",
        "best", "good", "wise", "savage", "sharp", "strong", "bright", "head", "hand", "foot", "case", "price", "cash",
        "penny", "holly", "ivy", "daisy", "lily", "poppy", "robin", "jay", "ray", "art", "dean", "earl", "duke", "prince",
        "major", "carol", "harmony", "melody", "ruby", "amber", "jade", "pearl", "the", "and", "for", "our", "you", "her",
        "his", "she", "him", "they", "was", "were", "are", "not", "all", "any", "can", "did", "had", "has", "how", "who",
        "why", "old", "new", "one", "two", "but", "out",
    }
)  # fmt: skip
WORD = re.compile(r"[^\W_]+(?:[._\-'’][^\W_]+)*|\w+")
SIGNED = re.compile(r"[\w@$€£!|*#?]+")
SPACED = re.compile(r"(?<!\w)\w(?:[\s._·*/-]{1,2}\w(?!\w))+")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
HUMP = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")  # where JessKowalska2 falls apart


class Kind(StrEnum):
    """What a word in a text does, or may do. The second half is guessed, so it never refuses anything by itself."""

    NAME = "names"
    SANCTION = "tells of a sanction"
    SHORT_NAME = "may be a short name"
    NEARLY = "is nearly a name"
    INITIALS = "may be initials"


GUESSED = frozenset({Kind.SHORT_NAME, Kind.NEARLY, Kind.INITIALS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What one person on a case is known by, and what is done about them. Shapes: `sanctions` are kinds of measure."""

    name: str
    other_names: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    address: str = ""
    school: str = ""
    sanctions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """A word that may not be in a text, as it was written there. Only staff are shown it."""

    field: str
    word: str
    kind: Kind = Kind.NAME


def mentions(
    texts: Mapping[str, str], others: Iterable[Named], own: Named, own_sanctions: Mapping[str, str] | None = None
) -> list[Mention]:
    """Every word in these texts that tells of one of the others and is not also this family's own child's.

    `own_sanctions` says which texts tell of a sanction of the own child, and of which kind.
    """
    record, theirs = _on_record(list(others), own), own_sanctions or {}
    found: dict[tuple[str, str], Mention] = {}
    for name, text in texts.items():
        for word, kind in _found(unicodedata.normalize("NFKC", visible(text)), record, theirs.get(name, "")):
            found.setdefault((name, word), Mention(name, word, kind))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Record:
    """What is looked for: single words, runs of words, first names, initials, kinds of sanction."""

    words: frozenset[str]
    phrases: frozenset[str]
    names: frozenset[str]
    own: frozenset[str]
    initials: frozenset[str]
    inflected: frozenset[str]
    sanctions: frozenset[str] = field(default_factory=frozenset)


def _on_record(others: list[Named], own: Named) -> _Record:
    own_words = _words_of(own)
    names = {folded(part) for other in others for name in (other.name, *other.other_names) for part in re.split(r"[\s-]+", name)}
    return _Record(
        words=frozenset({word for other in others for word in _words_of(other)} - own_words),
        phrases=frozenset({phrase for other in others for phrase in _phrases_of(other)} - _phrases_of(own)),
        names=frozenset(name for name in names if len(name) >= SHORTEST) - own_words,
        own=frozenset(own_words),
        initials=frozenset({it for other in others for it in initials_of(other.name)} - initials_of(own.name)),
        inflected=frozenset({form for name in names for form in inflected(name)}) - own_words,
        sanctions=frozenset(kind for other in others for kind in other.sanctions),
    )


def _words_of(named: Named) -> set[str]:
    """Single words that name: each part of each name, the whole of it in one word, and each account name."""
    parts: set[str] = set()
    for name in (named.name, *named.other_names):
        pieces = [folded(piece) for part in name.split() for piece in [part, *part.split("-")]]
        whole = [folded(part).replace("-", "") for part in name.split()]
        parts |= {*pieces, "".join(whole), "".join(whole[::-1])}
        parts |= {joined for piece in pieces[1:] for joined in (f"{pieces[0]}{piece}", f"{piece}{pieces[0]}")}
    handles = {folded(piece).strip("@.,;:()[]") for account in named.accounts for piece in re.split(r"[\s,;:()\[\]/]+", account)}
    found = {part for part in parts if len(part) >= SHORTEST} | {h for h in handles if len(h) >= SHORTEST and h not in APPS}
    return found - {""}


def _phrases_of(named: Named) -> set[str]:
    """Several words that name together: each whole name, the address by street and postcode, the other school."""
    pieces = [piece for piece in re.split(r"[\n,]+", named.address) if piece.strip()]
    street = [piece for number, piece in enumerate(pieces) if number == 0 or any(c.isdigit() for c in piece)]
    bare = [re.sub(r"^\s*\d+\w?\s+", "", piece) for piece in street]
    postcodes = POSTCODE.findall(named.address)
    told = [_run(phrase) for phrase in [named.name, *named.other_names, named.school, *street, *bare]]
    return {phrase for phrase in told if " " in phrase} | {folded(code).replace(" ", "") for code in postcodes}


def _run(text: str) -> str:
    """The words of a text, folded, one space between them."""
    return " ".join(folded(word) for word in WORD.findall(visible(text)))


def _found(text: str, record: _Record, own_sanction: str) -> Iterator[tuple[str, Kind]]:
    """Words as written, the surest kind first."""
    yield from ((word, Kind.NAME) for word in _named(text, record))
    yield from ((words, Kind.SANCTION) for words in sanctions_in(text, record.sanctions - {own_sanction}))
    yield from ((word, Kind.INITIALS) for word in initials_in(text, record.initials))
    yield from _guessed(text, record)


def _named(text: str, record: _Record) -> Iterator[str]:
    for match in WORD.finditer(text):
        written = match.group()
        if _forms(written) & record.words and not (folded(written) in ORDINARY and written == written.lower()):
            yield written
    yield from _hidden(text, record.words)
    run = f" {_run(text)} "
    tight = {folded(code).replace(" ", ""): code for code in POSTCODE.findall(text)}
    for phrase in sorted(record.phrases):
        if f" {phrase} " in run:
            yield phrase
        elif phrase in tight:
            yield tight[phrase]


def _hidden(text: str, words: Collection[str]) -> Iterator[str]:
    """Names with signs for letters (J3ss), with spaces between (J e s s) or one within (Kowal ska)."""
    for match in SIGNED.finditer(text):
        shape = disguised(match.group().strip("!?*#")) or disguised(match.group())
        if shape and any(shape.fullmatch(word) for word in words):
            yield match.group()
    apart = sorted(word for word in words if re.search(r"[\W_]", word))  # accounts such as night_owl, also within a file name
    yield from (word for word in apart if re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", folded(text)))
    for match in SPACED.finditer(text):
        if _forms("".join(c for c in match.group() if c.isalnum())) & set(words):
            yield match.group()
    for one, two in _pairs(text):
        if len(one + two) > 5 and folded(one + two) in words and folded(one) not in words and folded(two) not in words:
            yield f"{one} {two}"


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    told = WORD.findall(text)
    return pairwise(told)


def _guessed(text: str, record: _Record) -> Iterator[tuple[str, Kind]]:
    for match in WORD.finditer(text):
        written = match.group()
        for piece in re.split(r"[-’'._]", written):
            word = folded(piece)
            if word in record.own or word in ORDINARY or len(word) < SHORTEST:
                continue
            has_capital = piece != piece.lower()
            if nearly(word, record.names, capital=has_capital):
                yield written, Kind.NEARLY
            elif has_capital and may_be_called(word, record.names):
                yield written, Kind.SHORT_NAME
            elif has_capital and word in record.inflected:
                yield written, Kind.NEARLY


def _forms(written: str) -> set[str]:
    """The word itself, its parts, and what it is the possessive or plural of. A capital I may be meant for a small l."""
    whole = folded(written)
    pieces = {whole, folded(re.sub(r"(?<!^)I", "l", written))}
    for piece in re.split(r"[-’'._]", written):
        pieces |= {folded(piece), *(folded(hump) for hump in HUMP.split(piece)), folded(re.sub(r"(?<!^)I", "l", piece))}
    for piece in list(pieces):
        pieces |= {piece[:-1]} if piece.endswith("s") else set()
        pieces |= {piece[:-2]} if piece.endswith("es") else set()
        pieces |= {f"{piece[:-3]}y"} if piece.endswith("ies") else set()
    return pieces
