"""What the database keeps so that people, reports and cases are found: the words of a text, and the keys of kernel/finding.py."""

from django.db.models import Func, Value

from upstander.kernel.finding import Findable

LONGEST = 100_000
VECTOR = "(to_tsvector('simple'::regconfig, %(expressions)s, E'\\n')))"
KEYS = ") || array_to_tsvector(string_to_array("


def findable_vector(text: str, findable: Findable) -> Func:
    """A value for a column of the kind tsvector."""
    words = text[:LONGEST]
    return Func(Value(words), Value("\n".join(findable.keys(words))), template=VECTOR, arg_joiner=KEYS)
