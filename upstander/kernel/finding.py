"""By which keys a person, a report or a case is found, and which keys a search looks for: both are made here, so they agree.

A key is one word that no text contains: ~n. a part of a name, ~s. its sound, ~k. its consonants, ~a. an account, ~t. a telephone
number, ~l. its last six digits.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from upstander.kernel.sounds import folded, keys_of_part, parts_of
from upstander.kernel.telephones import local_part, numbers_in, spelt_in

MOST_TERMS = 12
SHORTEST_START = 3  # letters with which a name is looked for by its beginning
ACCOUNT = re.compile(r"[^\s,;()]+")
TERM = re.compile(r'(-?)"([^"]+)"?|(\S+)')
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
APPS = frozenset(
    "whatsapp snapchat instagram insta tiktok discord roblox fortnite minecraft youtube facebook messenger telegram".split()
)


@dataclass(frozen=True, slots=True)
class Findable:
    """What somebody or something is found by beside the words of a text. Telephone numbers are found in any of it."""

    names: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def keys(self, text: str = "") -> list[str]:
        numbers = (number.replace("/", " ") for number in self.numbers)
        return sorted({*_name_keys(self.names), *_account_keys(self.accounts), *_number_keys(text, *self.accounts, *numbers)})

    def spelt(self, text: str = "") -> list[str]:
        """As it was written, each once: for saying why something was found."""
        return list(dict.fromkeys(filter(None, (*self.names, *self.accounts, *self.numbers, *spelt_in(text)))))


def collapsed(account: str) -> str:
    """An account's letters and digits alone: @Otti_March.water is ottimarchwater."""
    return "".join(filter(str.isalnum, folded(_handle(account))))


def _handle(account: str) -> str:
    """Of a link to a profile, what follows the site."""
    if "://" not in account:
        return account
    return next((piece for piece in reversed(account.split("?", maxsplit=1)[0].split("/")) if piece), account)


def _name_keys(names: Iterable[str]) -> Iterator[str]:
    for part in {part for name in names for part in parts_of(name)}:
        sound, consonants = keys_of_part(part)
        yield from (f"~n.{part}", f"~s.{sound}", f"~k.{consonants}")


def _account_keys(accounts: Iterable[str]) -> Iterator[str]:
    """The whole, each word of it, and the names that are in it."""
    for account in accounts:
        for piece in (account, *ACCOUNT.findall(account)):
            if len(short := collapsed(piece)) > 2:
                yield f"~a.{short}"
        yield from _name_keys(part for part in parts_of(_handle(account)) if len(part) > 3 and part not in APPS)


def _number_keys(*texts: str) -> Iterator[str]:
    for number in numbers_in("\n".join(texts)):
        yield from (f"~t.{number}", f"~l.{local_part(number)}")


@dataclass(frozen=True, slots=True)
class Sought:
    """A search as it was typed, in terms: words, phrases in quotes, numbers. Each is to be found, as it is or by a key."""

    terms: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    whole: tuple[str, ...]

    def as_query(self) -> dict[str, Any]:
        """Shapes: what finding_query in the database takes."""
        return {"words": list(self.terms), "keys": [_any(keys) for keys in self.keys], "whole": _any(self.whole)}


def sought(typed: str) -> Sought:
    """Read what somebody typed. A number written with spaces is one term; what stands in quotes is a phrase."""
    text = typed.translate(QUOTES)
    if not any(c.isalpha() for c in text):
        text = text.replace("/", " ")  # 01632/960114; among words it is a day
    numbers = spelt_in(text)
    for number in numbers:
        text = text.replace(number, " ", 1)
    terms = [*(f'"{number}"' for number in numbers), *_terms(text)][:MOST_TERMS]
    bare = [term for term in terms if term[0] not in '"-']
    whole = collapsed(" ".join(bare))
    return Sought(
        tuple(terms), tuple(tuple(_keys(term)) for term in terms), (f"~a.{whole}",) if len(bare) > 1 and len(whole) > 4 else ()
    )


def _terms(text: str) -> Iterator[str]:
    for minus, phrase, word in TERM.findall(text):
        if phrase.strip():
            yield f'{minus}"{phrase}"'
        elif word.strip('"-'):
            yield word.replace('"', "")


def _keys(term: str) -> Iterator[str]:
    """Something left out is left out by its words alone; a phrase is meant as it stands, unless it is a number."""
    if term.startswith("-"):
        return
    numbers = numbers_in(term)
    if numbers:
        yield from (f"~t.{number}" for number in numbers)
    elif not term.startswith('"'):
        digits = re.sub(r"\D", "", term)
        if len(digits) == len(term) == 6:
            yield f"~l.{digits}"
        yield from _name_keys([term])
        yield from (f"~n.{part}*" for part in parts_of(term) if len(part) >= SHORTEST_START)
        if len(account := collapsed(term)) > 2:
            yield f"~a.{account}"


def _any(keys: Iterable[str]) -> str:
    """Written as a tsquery: a star at the end stands for whatever follows."""
    return " | ".join(f"'{key[:-1]}':*" if key.endswith("*") else f"'{key}'" for key in keys)
