"""What the school did: devices that it took, and support for its staff."""

from __future__ import annotations

from datetime import datetime

from tests.makers.ground import AT, on_behalf_of
from upstander.records.access.models import Membership
from upstander.records.cases.models import Case
from upstander.records.investigations.devices import (
    GONE,
    Authority,
    Device,
    DeviceEvent,
    DeviceFate,
    DeviceKind,
    DeviceSearch,
    Ground,
    Images,
)
from upstander.records.investigations.staff_support import StaffSupport, TakenUp
from upstander.records.people.models import Person


def make_device(
    *, case: Case, person: Person, by: Membership, words: str = "Black, with a cracked corner", at: datetime = AT
) -> Device:
    with on_behalf_of(case.organisation_id):
        return Device.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            person=person,
            kind=DeviceKind.PHONE,
            words=words,
            taken_by="Mr Albright",
            taken_at=at,
            witness="Mrs Adeyemi",
            ground=Ground.HARM,
            why=f"Two pupils saw {person.name} film in the changing room.",
            kept_where="The safe in the office",
            recorded_by=by,
            recorded_at=at,
        )


def make_device_search(*, device: Device, by: Membership, images: str = Images.NONE, at: datetime = AT) -> DeviceSearch:
    with on_behalf_of(device.organisation_id):
        return DeviceSearch.objects.create(
            organisation_id=device.organisation_id,
            case_id=device.case_id,
            device=device,
            at=at,
            searched_by="Ms Okafor",
            authority=Authority.HEAD,
            authorised_by="Dr Reyes",
            witness="Mr Lund",
            looked_for="The film of Friday.",
            found="It is in the gallery, of Friday 12:40.",
            images=images,
            images_words="It was the first thing on the screen." if images == Images.SEEN else "",
            deleted=False,
            recorded_by=by,
            recorded_at=at,
        )


def make_device_event(*, device: Device, by: Membership, fate: str = DeviceFate.TOLD, at: datetime = AT) -> DeviceEvent:
    with on_behalf_of(device.organisation_id):
        if fate in GONE:
            Device.objects.filter(pk=device.pk).update(gone_at=at)
        return DeviceEvent.objects.create(
            organisation_id=device.organisation_id,
            case_id=device.case_id,
            device=device,
            fate=fate,
            day=at.date(),
            who="His father, by telephone",
            recorded_by=by,
            recorded_at=at,
        )


def make_staff_support(*, case: Case, by: Membership, for_whom: str = "Mr Albright", at: datetime = AT) -> StaffSupport:
    with on_behalf_of(case.organisation_id):
        return StaffSupport.objects.create(
            organisation_id=case.organisation_id,
            case=case,
            for_whom=for_whom,
            offered="Cover on Friday.",
            taken_up=TakenUp.YES,
            given="Mr Lund took the lesson.",
            by_whom=by.display_name,
            day=at.date(),
            recorded_by=by,
            recorded_at=at,
        )
