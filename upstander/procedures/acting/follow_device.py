"""Say what was done about a device that was taken: whom it was told, where it is, to whom it went."""

from datetime import date, datetime
from uuid import UUID

from upstander.kernel.actor import Actor
from upstander.kernel.clock import in_london
from upstander.kernel.problems import Problem
from upstander.kernel.typed import typed, typed_line
from upstander.records.access.matrix import May
from upstander.records.access.requiring import permitted
from upstander.records.audit import recording
from upstander.records.investigations.devices import GONE, Device, DeviceEvent, DeviceFate, gone

LONGEST_WHO, LONGEST_REFERENCE, LONGEST_WORDS = 200, 100, 2_000
WHO = {
    DeviceFate.TOLD: "Write who was told, and how: by telephone, in person.",
    DeviceFate.RETURNED: "Write to whom it was given back.",
    DeviceFate.POLICE: "Write which officer has it now.",
}
WORDS = {DeviceFate.MOVED: "Write where it is kept now.", DeviceFate.KEPT: "Write why, and until when."}


class NotFollowed(Problem):
    """What was done, when, or to whom; or it is in school no more."""


def follow_device(
    *, actor: Actor, device_id: UUID, fate: str, on: date | None, who: str, reference: str, words: str, at: datetime
) -> DeviceEvent:
    """Parents may be told also after it has gone, and after the case was closed; so may a device be given back.

    Raises: NotPermitted; NotFollowed, with a sentence for each field.
    """
    device = permitted(actor, May.RECORD_DEVICE, Device.objects.select_for_update(of=("self",)), device_id)
    who, reference, words = typed_line(who), typed_line(reference), typed(words)
    problems = _problems(device, fate, on, at) | _about(fate, who, reference, words)
    if problems or on is None:
        raise NotFollowed(problems)
    event = DeviceEvent.objects.create(
        organisation_id=device.organisation_id,
        case_id=device.case_id,
        device=device,
        fate=fate,
        day=on,
        who=who,
        reference=reference,
        words=words,
        recorded_by_id=actor.member,
        recorded_at=at,
    )
    if fate in GONE:
        gone(device, at)
    recording.record(actor, "device_followed", "case", device.case_id, at=at, device=str(device.pk), fate=fate)
    return event


def _problems(device: Device, fate: str, on: date | None, at: datetime) -> dict[str, str]:
    if fate not in DeviceFate.values:
        return {"fate": "Choose what was done."}
    if device.gone_at and fate != DeviceFate.TOLD:
        return {"fate": "It is in school no more. Look at what stands there now."}
    if on is None:
        return {"on": "Write the day, such as 3 11 2026."}
    if not in_london(device.taken_at).date() <= on <= in_london(at).date():
        return {"on": "The day must be between the day on which it was taken and today."}
    return {}


def _about(fate: str, who: str, reference: str, words: str) -> dict[str, str]:
    problems = {}
    if not who and fate in WHO:
        problems["who"] = WHO[DeviceFate(fate)]
    if not words and fate in WORDS:
        problems["fate_words"] = WORDS[DeviceFate(fate)]
    if fate == DeviceFate.POLICE and not reference:
        problems["reference"] = "Write the police’s reference, or that they gave none."
    longest = {"who": (who, LONGEST_WHO), "reference": (reference, LONGEST_REFERENCE), "fate_words": (words, LONGEST_WORDS)}
    return problems | {name: f"Use at most {most:,} characters." for name, (text, most) in longest.items() if len(text) > most}
