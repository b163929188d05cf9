"""One calm page of figures."""

from __future__ import annotations

from django.http import HttpResponse

from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.frame.words import MONTHS, plural
from upstander.desks.oversight.charts import HEIGHT, WIDTH, bars, words
from upstander.kernel import clock
from upstander.records.access.matrix import May
from upstander.records.figures.school import FEWEST, figures_of
from upstander.records.policies.gaps import gaps_of, register_of
from upstander.records.policies.standing import standing_of


@staff_page(May.READ_FIGURES)
def figures(request: StaffRequest) -> HttpResponse:
    school = request.membership.organisation
    found = figures_of(request.actor, school, clock.now())
    median = found.median_days.number
    today = clock.in_london(clock.now()).date()
    standing = standing_of(request.actor, today)
    return show(
        request,
        "oversight/figures.html",
        now_at="oversight:figures",
        title=f"Figures, {school.name}",
        fewest=FEWEST,
        numbers=[
            (words(found.waiting), "families waiting to hear now", "waiting" if found.waiting.number != 0 else "done"),
            ("–" if median is None else plural(median, "school day"), "from report to being told, half took no longer", "plain"),
            (
                "–" if found.share_told.number is None else f"{found.share_told.number} %",
                "of families told, last 12 months",
                "plain",
            ),
        ],
        standing=standing,
        is_due=standing.in_force is not None and standing.in_force.review_on is not None and standing.in_force.review_on <= today,
        gaps=gaps_of(register_of(request.actor), today),
        bars=bars(found.months),
        size=(WIDTH, HEIGHT),
        rows=[(f"{MONTHS[month.month - 1]} {month.year}", words(figure)) for month, figure in found.months],
    )
