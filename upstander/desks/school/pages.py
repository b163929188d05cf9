"""Read one page of a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func

from upstander.desks.school.keysets import SIZE, Key, Page
from upstander.desks.school.listings import Listing
from upstander.desks.school.ready import Rows, fetch
from upstander.kernel.actor import Actor

Columns = Callable[[Rows], Rows]


def page_of(
    listing: Listing,
    columns: Columns,
    actor: Actor,
    at: datetime,
    *,
    after: Key | None = None,
    before: Key | None = None,
    first: int = 1,
) -> Page:
    """At most 25 rows after or before a place, or from the start. One query; a further row tells whether the list goes on."""
    if before is not None:
        found = _beyond(listing, columns, actor, at, before, backwards=True)
        return Page(found[:SIZE][::-1], max(1, first) if len(found) > SIZE else 1, len(found) > SIZE, True)
    found = (
        _beyond(listing, columns, actor, at, after, backwards=False) if after else _from_the_start(listing, columns, actor, at)
    )
    return Page(found[:SIZE], max(1, first) if after else 1, after is not None, len(found) > SIZE)


def _from_the_start(listing: Listing, columns: Columns, actor: Actor, at: datetime) -> list[object]:
    return fetch(
        ("start", listing.name),
        lambda stand_in, when, key: _page_first(listing, columns, listing.order.sort(listing.rows(stand_in, when))),
        actor,
        at,
    )


def _beyond(listing: Listing, columns: Columns, actor: Actor, at: datetime, key: Key, *, backwards: bool) -> list[object]:
    return fetch(
        ("beyond", listing.name, backwards),
        lambda stand_in, when, place: _page_first(
            listing,
            columns,
            listing.order.beyond(listing.rows(stand_in, when), place, backwards=backwards),
            backwards=backwards,
        ),
        actor,
        at,
        key,
    )


def _page_first(listing: Listing, columns: Columns, rows: Rows, *, backwards: bool = False) -> Rows:
    """Cut the page out of the one table before anything is joined to it.

    Row-level security hides from the planner how many rows a join keeps; it then joins and sorts a whole school for 25 rows.
    """
    page = ArraySubquery(rows.values("pk")[: SIZE + 1])
    of_page = Func(  # IN would be a join again
        F("pk"), page, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()
    )
    return columns(listing.order.sort(rows.model._default_manager.filter(of_page), backwards=backwards))
