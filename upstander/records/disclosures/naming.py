"""Find words in a text for one family that would name a child of another.

A help against slips, not a wall: it knows the names, accounts and addresses on record, also in the possessive or the
plural and without their accents. It cannot know nicknames, initials, spellings that differ, or a description by which
everybody knows who is meant. That is what the second look at a letter is for.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What one person on a case is known by."""

    name: str
    accounts: tuple[str, ...] = ()
    address: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A word that may not be in a text, as it was written there. Only staff are shown it."""

    field: str
    word: str


def mentions(texts: Mapping[str, str], others: Iterable[Named], own: Named) -> list[Mention]:
    """Every word in these texts that names one of the others and is not also this family's own child's."""
    words, phrases = _own_left_out(list(others), own)
    return [
        Mention(field, word) for field, text in texts.items() for word in dict.fromkeys(_found(visible(text), words, phrases))
    ]


def visible(text: str) -> str:
    """The text without characters that nobody sees and that would keep a name from being found."""
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def folded(text: str) -> str:
    """Case, accents and apostrophes set aside: O’Brién is obrien."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("ł", "l").replace("ø", "o").replace("đ", "d").replace("ı", "i")
    return "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘ʼ`´")


def _own_left_out(others: list[Named], own: Named) -> tuple[set[str], set[str]]:
    words = {word for other in others for word in _words_of(other)} - _words_of(own)
    phrases = {phrase for other in others for phrase in _phrases_of(other)} - _phrases_of(own)
    return words, phrases


def _words_of(named: Named) -> set[str]:
    """Single words that name: each part of the name, and each account name."""
    parts = {folded(piece) for part in named.name.split() for piece in [part, *part.split("-")]}
    handles = {folded(piece).strip("@.,;:()[]") for account in named.accounts for piece in re.split(r"[\s,;:()\[\]/]+", account)}
    found = {part for part in parts if len(part) >= SHORTEST} | {h for h in handles if len(h) >= SHORTEST and h not in APPS}
    return found - {""}


def _phrases_of(named: Named) -> set[str]:
    """Several words that name together: the whole name, the address by street and postcode, the other school."""
    pieces = [piece for piece in re.split(r"[\n,]+", named.address) if piece.strip()]
    street = [piece for number, piece in enumerate(pieces) if number == 0 or any(c.isdigit() for c in piece)]
    bare = [re.sub(r"^\s*\d+\w?\s+", "", piece) for piece in street]
    postcodes = POSTCODE.findall(named.address)
    told = [_run(phrase) for phrase in [named.name, named.school, *street, *bare]]
    return {phrase for phrase in told if " " in phrase} | {folded(code).replace(" ", "") for code in postcodes}


def _run(text: str) -> str:
    """The words of a text, folded, one space between them."""
    return " ".join(folded(word) for word in WORD.findall(visible(text)))


def _found(text: str, words: set[str], phrases: set[str]) -> Iterable[str]:
    for match in WORD.finditer(text):
        written = match.group()
        if _forms(written) & words and not (folded(written) in ORDINARY and written == written.lower()):
            yield written
    run = f" {_run(text)} "
    tight = {folded(code).replace(" ", ""): code for code in POSTCODE.findall(text)}
    for phrase in sorted(phrases):
        if f" {phrase} " in run:
            yield phrase
        elif phrase in tight:
            yield tight[phrase]


def _forms(written: str) -> set[str]:
    """The word itself, its parts, and what it is the possessive or plural of."""
    whole = folded(written)
    pieces = {whole, *(folded(piece) for piece in re.split(r"[-’'._]", written))}
    for piece in list(pieces):
        pieces |= {piece[:-1]} if piece.endswith("s") else set()
        pieces |= {piece[:-2]} if piece.endswith("es") else set()
    return pieces
