"""Addresses of pages, each pattern worked out once: a case page links to thirty, and reversing them was a tenth of its cost."""

from functools import cache
from uuid import UUID

from django.urls import reverse


def address(name: str, *args: object, **kwargs: object) -> str:
    """As Django's reverse, quicker where every argument is a UUID and in its place."""
    if kwargs or not all(arg.__class__ is UUID for arg in args):
        return reverse(name, args=args, kwargs=kwargs)
    return _pattern(name, len(args)).format(*args)


@cache
def _pattern(name: str, count: int) -> str:
    stand_ins = [UUID(int=number + 1) for number in range(count)]
    pattern = reverse(name, args=stand_ins).replace("{", "{{").replace("}", "}}")
    for number, stand_in in enumerate(stand_ins):
        pattern = pattern.replace(str(stand_in), f"{{{number}}}")
    return pattern
