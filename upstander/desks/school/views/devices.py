"""Devices that were taken: why, searched or not, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict

from upstander.desks.frame.addresses import address
from upstander.desks.frame.staff_door import StaffRequest, staff_page
from upstander.desks.school import rows_devices as listed
from upstander.desks.school.attempts import NONE_YET, as_typed, attempt, linked, typed_date, typed_id, typed_time
from upstander.desks.school.shapes_devices import DeviceLine, devices_of
from upstander.desks.school.shapes_open import open_questions
from upstander.desks.school.shapes_statements import people_to_ask
from upstander.desks.school.views.case_pages import Opened, done, opened, page
from upstander.desks.school.views.lists import list_page
from upstander.kernel import clock
from upstander.kernel.clock import LONDON
from upstander.procedures.acting.follow_device import follow_device
from upstander.procedures.acting.search_device import search_device
from upstander.procedures.acting.take_device import Taken, take_device
from upstander.records.access.matrix import May
from upstander.records.investigations.device_searches import Searched
from upstander.records.investigations.devices import Authority, DeviceFate, DeviceKind, Ground, Images

HERE = "school:case_devices"
YES_NO = {"yes": True, "no": False}
ON_THE_PAGE = (  # in this order, so that what is missing is said in it
    "person", "kind", "words", "taken_by", "taken_on", "witness", "ground", "why", "was_searched", "searched_by", "authority",
    "authorised_by", "search_witness", "searched_on", "looked_for", "found", "images", "images_words", "deleted", "deleted_why",
    "kept_where", "told_whom",
)  # fmt: skip
PLACES = {name: place for place, name in enumerate(ON_THE_PAGE)}
IMAGE = {"intimate_image_of_child": "A search of a device here was stopped because one is suspected."}


@staff_page(May.READ_REPORT)
def in_school(request: StaffRequest) -> HttpResponse:
    return list_page(request, "devices", listed.device_columns, listed.device_rows)


@staff_page(May.RECORD_DEVICE)
def devices(request: StaffRequest, case_id: UUID) -> HttpResponse:
    it = opened(request, case_id)
    lines = devices_of(request.actor, it.case, clock.now())
    suspected = IMAGE if any(line.images_suspected for line in lines) else {}
    return page(
        request,
        "case_devices.html",
        it,
        title="Devices taken or searched",
        devices=lines,
        assessment=it.case.assessment_id,
        questions=open_questions(request.actor, it.case, suspected),
    )


@staff_page(May.RECORD_DEVICE)
def take(request: StaffRequest, case_id: UUID) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(lambda: _take(request, case_id))
        if not errors:
            return done(case_id, "device", HERE)
    it = opened(request, case_id)
    return _form(
        request,
        it,
        "case_device_take.html",
        errors,
        title="A device was taken",
        people=people_to_ask(it.file),
        kinds=DeviceKind.choices,
        grounds=Ground.choices,
        taken_on=_day(request, "taken_on"),
    )


def _take(request: StaffRequest, case_id: UUID) -> object:
    typed = request.POST
    names = ("kind", "words", "taken_by", "witness", "ground", "why", "kept_where")
    searched = YES_NO.get(typed.get("was_searched", ""))
    return take_device(
        actor=request.actor,
        case_id=case_id,
        person_id=typed_id(typed, "person"),
        taken=Taken(
            taken_at=_moment(typed, "taken"),
            was_searched=searched,
            told_whom=typed.get("told_whom", "") if typed.get("told") == "yes" else "",
            **{name: typed.get(name, "") for name in names},
        ),
        search=_searched(typed) if searched else None,
        at=clock.now(),
    )


def _searched(typed: QueryDict) -> Searched:
    names = ("searched_by", "authority", "authorised_by", "search_witness", "looked_for", "found", "images")
    more = ("images_words", "deleted_why")
    return Searched(
        searched_at=_moment(typed, "searched"),
        deleted=YES_NO.get(typed.get("deleted", "")),
        **{name: typed.get(name, "") for name in (*names, *more)},
    )


def _moment(typed: QueryDict, what: str) -> datetime | None:
    day, time = typed_date(typed, f"{what}_on"), typed_time(typed, f"{what}_time")
    return datetime.combine(day, time, LONDON) if day and time else None


def _day(request: StaffRequest, name: str) -> object:
    return as_typed(request.POST, name) if request.method == "POST" else clock.in_london(clock.now()).date()


def _form(request: StaffRequest, it: Opened, template: str, errors: Mapping[str, str], **context: Any) -> HttpResponse:
    """A form that has the fields of a search in it."""
    return page(
        request,
        template,
        it,
        back=address(HERE, it.case.pk),
        errors=linked(dict(sorted(errors.items(), key=lambda it: PLACES.get(it[0], -1))), "taken_on", "searched_on"),
        typed=request.POST,
        authorities=Authority.choices,
        images=Images.choices,
        searched_on=_day(request, "searched_on"),
        **context,
    )


@staff_page(May.RECORD_DEVICE)
def search(request: StaffRequest, case_id: UUID, device_id: UUID) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(
            lambda: search_device(actor=request.actor, device_id=device_id, search=_searched(request.POST), at=clock.now())
        )
        if not errors:
            return done(case_id, "device_searched", HERE)
    it = opened(request, case_id)
    device = _device(request, it, device_id)
    return _form(request, it, "case_device_search.html", errors, title="A device was searched", device=device)


@staff_page(May.RECORD_DEVICE)
def follow(request: StaffRequest, case_id: UUID, device_id: UUID) -> HttpResponse:
    errors = NONE_YET
    if request.method == "POST":
        errors = attempt(lambda: _follow(request, device_id))
        if not errors:
            return done(case_id, "device_followed", HERE)
    it = opened(request, case_id)
    device = _device(request, it, device_id)
    return page(
        request,
        "case_device_follow.html",
        it,
        title="What became of it",
        back=address(HERE, it.case.pk),
        errors=linked(errors, "on"),
        typed=request.POST,
        device=device,
        fates=[choice for choice in DeviceFate.choices if device.is_in_school or choice[0] == DeviceFate.TOLD],
        on=_day(request, "on"),
    )


def _follow(request: StaffRequest, device_id: UUID) -> object:
    typed, fate = request.POST, request.POST.get("fate", "")
    return follow_device(
        actor=request.actor,
        device_id=device_id,
        fate=fate,
        on=typed_date(typed, "on"),
        who=typed.get(f"who-{fate}", ""),
        reference=typed.get("reference", "") if fate == DeviceFate.POLICE else "",
        words=typed.get(f"words-{fate}", ""),
        at=clock.now(),
    )


def _device(request: StaffRequest, it: Opened, device_id: UUID) -> DeviceLine:
    """Raises: Http404, for one that is not of this case."""
    for line in devices_of(request.actor, it.case, clock.now()):
        if line.id == device_id:
            return line
    raise Http404
