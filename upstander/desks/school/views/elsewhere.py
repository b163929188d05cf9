"""With a school that nobody has here: a link, a letter to post, and what it said, written down."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.frame.staff_pages import show
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date
from upstander.desks.school.shapes_elsewhere import they_said
from upstander.desks.school.through import through
from upstander.desks.school.views.exchanges import shown
from upstander.kernel import clock
from upstander.procedures.exchanging import take_down_answer as taking_down
from upstander.procedures.exchanging.read_paper import read_paper
from upstander.procedures.exchanging.record_posted_paper import record_posted_paper
from upstander.procedures.exchanging.send_by_link import Made, send_by_link
from upstander.procedures.exchanging.send_on_paper import send_on_paper
from upstander.procedures.exchanging.withdraw_sealed_link import withdraw_sealed_link
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.disclosures.elsewhere import Paper
from upstander.records.disclosures.exchange import Exchange

HERE = "school:exchange"


@require_POST
@staff_page(May.EXCHANGE)
def paper(request: StaffRequest, exchange_id: UUID) -> HttpResponse:
    errors = attempt(lambda: send_on_paper(actor=request.actor, exchange_id=exchange_id, at=clock.now()))
    if errors:
        return shown(request, exchange_id, {"": " ".join(errors.values())}, {})
    return redirect(f"{address(HERE, exchange_id)}?done=paper")


@staff_page(May.READ_EXCHANGE)
def pdf(request: StaffRequest, paper_id: UUID) -> HttpResponse:
    """Raises: Http404, also while the PDF is being made. Asking only whether it is there (HEAD) is not looking at it."""
    rows = Paper.objects.filter(pdf__isnull=False) if request.method != "HEAD" else Paper.objects
    there = permitted(request.actor, May.READ_EXCHANGE, rows.defer("pdf"), paper_id)
    if request.method == "HEAD":
        made = Paper.objects.filter(pk=there.pk, pdf=None, trouble=None).first() is None
        return HttpResponse(status=200 if made else 404)
    read = read_paper(actor=request.actor, paper_id=paper_id, at=clock.now())
    if read.pdf is None:
        raise Http404
    named = {"Content-Disposition": f'inline; filename="referral-{read.crossing.at:%Y-%m-%d}.pdf"'}
    return HttpResponse(bytes(read.pdf), content_type="application/pdf", headers=named)


@require_POST
@staff_page(May.EXCHANGE)
def link(request: StaffRequest, exchange_id: UUID) -> HttpResponse:
    """Shown once, with its code, and to nobody again."""
    made: list[Made] = []
    errors = attempt(lambda: made.append(send_by_link(actor=request.actor, exchange_id=exchange_id, at=clock.now())))
    if errors:
        return shown(request, exchange_id, {"": " ".join(errors.values())}, {})
    return shown(request, exchange_id, NONE_YET, {"made": _address(made[0].word), "code": made[0].code})


def _address(word: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('sealed:door', args=[word])}"


@require_POST
@staff_page(May.EXCHANGE)
def take_link_back(request: StaffRequest, exchange_id: UUID) -> HttpResponse:
    withdraw_sealed_link(actor=request.actor, exchange_id=exchange_id, at=clock.now())
    return redirect(f"{address(HERE, exchange_id)}?done=unlinked")


@require_POST
@staff_page(May.EXCHANGE)
def posted(request: StaffRequest, paper_id: UUID) -> HttpResponse:
    exchange_id = permitted(request.actor, May.EXCHANGE, Paper.objects.defer("pdf"), paper_id).exchange_id
    way, on = request.POST.get("way", ""), typed_date(request.POST, "on")
    errors = attempt(lambda: record_posted_paper(actor=request.actor, paper_id=paper_id, way=way, on=on, at=clock.now()))
    if errors:
        typed = {"way": way, "on": as_typed(request.POST, "on"), "paper": str(paper_id)}
        return shown(request, exchange_id, linked(errors, "on"), typed)
    return redirect(f"{address(HERE, exchange_id)}?done=posted")


@staff_page(May.EXCHANGE)
def said(request: StaffRequest, exchange_id: UUID) -> HttpResponse:
    """Taken down, because it did not come in by itself."""
    errors = attempt(lambda: _take_down(request, exchange_id)) if request.method == "POST" else NONE_YET
    if request.method == "POST" and not errors:
        return redirect(f"{address(HERE, exchange_id)}?done=taken")
    exchange = permitted(request.actor, May.EXCHANGE, Exchange.objects.select_related("other"), exchange_id)
    kinds = they_said(exchange)
    if exchange.other is not None or not kinds:
        raise Http404
    return show(
        request,
        "school/exchange_said.html",
        status=422 if errors else 200,
        now_at="school:cases",
        title=f"What {exchange.other_name} said",
        back=address(HERE, exchange.pk),
        errors=linked(errors, "on"),
        typed={**request.POST.dict(), "on": as_typed(request.POST, "on")},
        kinds=kinds,
        ways=list(taking_down.WAYS.items()),
        through=through(request, request.actor, clock.now(), exchange.pk),
    )


def _take_down(request: StaffRequest, exchange_id: UUID) -> None:
    typed = request.POST
    taking_down.take_down_answer(
        actor=request.actor,
        exchange_id=exchange_id,
        kind=typed.get("kind", ""),
        words=typed.get("words", ""),
        who=typed.get("who", ""),
        way=typed.get("way", ""),
        on=typed_date(typed, "on"),
        at=clock.now(),
    )
