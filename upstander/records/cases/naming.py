"""Find the names of other children in words that one family will read."""

import re
from collections.abc import Iterable

from upstander.records.cases.models import Case, Involvement
from upstander.records.people.models import Person

SHORTEST = 3  # letters; shorter names are words too often


def others_named(case: Case, child: Person, words: str) -> list[str]:
    """The names of other people in the case of which the words hold a part, in order of the alphabet.

    A name that the child bears too does not count: two pupils called Robin, a brother and a sister.
    """
    others = Involvement.objects.current().filter(case=case, person__is_child=True).exclude(person=child)
    own = _parts(child.name)
    said = set(_parts(words))
    return sorted({name for name in others.values_list("person__name", flat=True) if _betrayed(name, own, said)})


def _betrayed(name: str, own: Iterable[str], said: set[str]) -> bool:
    return any(part in said for part in _parts(name) if len(part) >= SHORTEST and part not in own)


def _parts(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
