"""Record that a device which is in school was searched, after it was taken."""

from datetime import datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.problems import Problem
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.investigations.device_searches import Searched, problems_with, put_search_on_record
from upstander.records.investigations.devices import Device, DeviceSearch


class NotSearched(Problem):
    """On whose authority, when, for what, or what was found; or it was not in school then."""


def search_device(*, actor: Actor, device_id: UUID, search: Searched, at: datetime) -> DeviceSearch:
    """Raises: NotPermitted; CaseIsClosed; NotSearched, with a sentence for each field."""
    rows = Device.objects.select_for_update(of=("self",)).select_related("case")
    device = permitted(actor, May.RECORD_DEVICE, rows, device_id)
    device.case.still_open()
    problems = problems_with(search, at)
    if search.searched_at and search.searched_at < device.taken_at:
        problems["searched_on"] = "That is before the device was taken."
    if problems:
        raise NotSearched(problems)
    found = put_search_on_record(device, search, by=actor, at=at)
    recording.record(actor, "device_searched", "case", device.case_id, at=at, device=str(device.pk), images=found.images)
    return found
