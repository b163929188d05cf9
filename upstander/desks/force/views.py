"""What schools have sent to this team. A school's own records are never shown here: only what was meant to cross."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.records.access.matrix import May
from upstander.records.disclosures.models import Disclosure
from upstander.records.organisations.models import Organisation
from upstander.rules import load_rulebook
from upstander.rules.sources import HOW_SURE, describe

OURS = ("ssct_enquiry", "ssct_conversation")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule under which something comes to the team, with where it is from: name, address and how sure we are of each clause."""

    route: str
    sentence: str
    clauses: tuple[tuple[str, str, str], ...]


@staff_page(May.READ_DISCLOSURES, desk="force")
def today(request: StaffRequest) -> HttpResponse:
    team = request.membership.organisation
    rulebook = load_rulebook(team.rulebook)
    return show(
        request,
        "force/today.html",
        now_at="force:today",
        title="Sent to us",
        team=team,
        member=request.membership,
        sent=list(Disclosure.objects.visible_to(request.actor)[:25]),
        schools=list(Organisation.objects.filter(force=team).order_by("name", "id").values_list("name", flat=True)[:100]),
        rulebook=rulebook,
        rules=list(_rules(team.rulebook)),
    )


def _rules(rulebook: str) -> Iterator[Rule]:
    book = load_rulebook(rulebook)
    for rule in book.rules:
        for route in rule.routes:
            if route in OURS:
                sources = [describe(key) for key in rule.sources]
                clauses = tuple((f"{it.document}, {it.clause}", it.url, HOW_SURE[it.how_sure]) for it in sources)
                yield Rule(book.outcome_text("route", route), rule.because, clauses)
