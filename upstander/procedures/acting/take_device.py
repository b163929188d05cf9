"""Record that a pupil's phone or another device was taken, why, and the search that went with it, if any."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import LONGEST, typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.cases.models import Case, Involvement
from upstander.records.investigations.device_searches import Searched, problems_with, put_search_on_record
from upstander.records.investigations.devices import Device, DeviceEvent, DeviceFate, DeviceKind, Ground
from upstander.records.people.models import Person

LONGEST_LINE = {"words": 300, "taken_by": 200, "witness": 200, "kept_where": 300, "told_whom": 200}
LONG_AGO = timedelta(days=366)
MISSING = {
    "words": "Write by what the device is known again, such as its make and colour.",
    "taken_by": "Write who took it.",
    "witness": "Write who was there as a witness, or that nobody was.",
    "why": "Write what gave reason to take it.",
    "kept_where": "Write where it is kept.",
}


class NotTakenIn(Problem):
    """Whose, which, when, by whom, why or where it is kept; or something about its search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """As it was typed. `was_searched` is nothing until it is chosen; `told_whom` is empty where no parent was told yet."""

    kind: str
    words: str
    taken_by: str
    taken_at: datetime | None
    witness: str
    ground: str
    why: str
    kept_where: str
    was_searched: bool | None
    told_whom: str = ""


def take_device(
    *, actor: Actor, case_id: UUID, person_id: UUID | None, taken: Taken, search: Searched | None, at: datetime
) -> Device:
    """`search` comes where it was searched.

    Raises: NotPermitted; CaseIsClosed; NotTakenIn, with a sentence for each field.
    """
    case = permitted(actor, May.RECORD_DEVICE, Case.objects.select_for_update(of=("self",)), case_id).still_open()
    person = _whose(case, person_id)
    problems = _problems(taken, at) | ({} if person else {"person": "Choose whose it is."})
    if taken.was_searched and search:
        problems |= problems_with(search, at)
    if problems or person is None or taken.taken_at is None:
        raise NotTakenIn(problems)
    device = _put_on_record(case, person, taken, taken.taken_at, actor, at)
    if taken.was_searched and search:
        put_search_on_record(device, search, by=actor, at=at)
    if told := typed_line(taken.told_whom):
        _told(device, told, actor, at)
    recording.record(
        actor, "device_taken", "case", case.pk, at=at, device=str(device.pk), searched=bool(taken.was_searched), told=bool(told)
    )
    return device


def _whose(case: Case, person_id: UUID | None) -> Person | None:
    part = Involvement.objects.current().filter(case=case, person_id=person_id or case.pk).select_related("person").first()
    return part.person if part else None


def _problems(taken: Taken, at: datetime) -> dict[str, str]:
    problems = {field: sentence for field, sentence in MISSING.items() if not typed_line(getattr(taken, field))}
    problems |= {
        field: f"Use at most {most} characters."
        for field, most in LONGEST_LINE.items()
        if len(typed_line(getattr(taken, field))) > most
    }
    if len(typed(taken.why)) > LONGEST:
        problems["why"] = f"Use at most {LONGEST:,} characters."
    if taken.kind not in DeviceKind.values:
        problems["kind"] = "Choose what it is."
    if taken.ground not in Ground.values:
        problems["ground"] = "Choose the ground on which it was taken."
    if taken.was_searched is None:
        problems["was_searched"] = "Choose whether it was searched."
    if taken.taken_at is None:
        problems["taken_on"] = "Write the day and the time, such as 3 11 2026 and 10:40."
    elif not at - LONG_AGO <= taken.taken_at <= at:
        problems["taken_on"] = "The day must be today or within the last year."
    return problems


def _put_on_record(case: Case, person: Person, taken: Taken, taken_at: datetime, actor: Actor, at: datetime) -> Device:
    return Device.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        person=person,
        kind=taken.kind,
        words=typed_line(taken.words),
        taken_by=typed_line(taken.taken_by),
        taken_at=taken_at,
        witness=typed_line(taken.witness),
        ground=taken.ground,
        why=typed(taken.why),
        kept_where=typed_line(taken.kept_where),
        recorded_by_id=actor.member,
        recorded_at=at,
    )


def _told(device: Device, whom: str, actor: Actor, at: datetime) -> None:
    DeviceEvent.objects.create(
        organisation_id=device.organisation_id,
        case_id=device.case_id,
        device=device,
        fate=DeviceFate.TOLD,
        day=in_london(device.taken_at).date(),
        who=whom,
        recorded_by_id=actor.member,
        recorded_at=at,
    )
