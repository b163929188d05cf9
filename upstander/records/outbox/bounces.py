"""Read what a mail server sends back when it could not deliver: which of our messages it was, and nothing else.

Anybody can write such an e-mail, so nothing in it is believed but that the message which it names, one that we really sent,
may not have arrived. Its words are shown to nobody.
Source: RFC 3464 (delivery status notifications), RFC 3462 (the report around them), RFC 3463 (status codes).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from uuid import UUID

MOST_BYTES = 1_000_000  # a notification has a few thousand; what follows is not read
MOST_PARTS = 100
ORIGINAL = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
STATUS = ("message/delivery-status", "message/global-delivery-status")
OUR_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.([1-9]\d{0,3}))?@([^<>@\s]{1,253})>", re.IGNORECASE)
ID_LINE = re.compile(rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,300}>)", re.IGNORECASE | re.MULTILINE)
NO_SUCH_ADDRESS = re.compile(r"5\.1\.(?:0|1|2|3|6|10)\b")


@dataclass(frozen=True, slots=True)
class Bounce:
    """One of our messages, in one of its rounds, that did not arrive."""

    message_id: UUID
    round: int
    no_such_address: bool


def bounce_in(raw: bytes, *, host: str) -> Bounce | None:
    """What a notification says, if it is one, and is about a message from `host`, and says that it failed for good.

    A delay is not a failure: the mail server goes on trying.
    """
    try:
        parts = list(_parts(message_from_bytes(raw[:MOST_BYTES])))
    except (RecursionError, ValueError, LookupError, AssertionError):  # however it is built, it is no notification then
        return None
    if not parts or parts[0].get_content_type() != "multipart/report":
        return None
    failed = [said for part in parts if part.get_content_type() in STATUS for said in _failures(part)]
    named = next((found for part in _identified(parts) if (found := _ours(part, host))), None)
    if not failed or named is None:
        return None
    return Bounce(*named, no_such_address=any(NO_SUCH_ADDRESS.match(status) for status in failed))


def _parts(mail: Mail) -> Iterator[Mail]:
    """The e-mail itself and what it is made of, but not what is within an e-mail that came along with it."""
    waiting, seen = [mail], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        yield part
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting.extend(it for it in part.get_payload() if isinstance(it, Mail))


def _failures(part: Mail) -> list[str]:
    """The status of each reader for whom it failed. The first group is about the message, the others about its readers."""
    groups = [group for group in part.get_payload() if isinstance(group, Mail)] if part.is_multipart() else []
    return [_word(group, "Status") for group in groups[:MOST_PARTS] if _word(group, "Action").lower() == "failed"]


def _word(group: Mail, name: str) -> str:
    """Without the comment that may follow: failed (expired)."""
    return str(group.get(name, "")).split("(")[0].strip()[:40]


def _identified(parts: Iterable[Mail]) -> Iterator[str]:
    """Where it says which message it is about: in what came back of it, or, as Exchange has it, in its own head."""
    about = list(parts)
    for part in about:
        if part.get_content_type() in ORIGINAL:
            yield _id_of_original(part)
    for name in ("In-Reply-To", "References"):
        yield str(about[0].get(name, ""))[:2_000]


def _id_of_original(part: Mail) -> str:
    if part.is_multipart():  # message/rfc822 holds one e-mail
        within = part.get_payload(0)
        return str(within.get("Message-ID", "")) if isinstance(within, Mail) else ""
    payload = part.get_payload(decode=True)
    found = ID_LINE.search(payload) if isinstance(payload, bytes) else None
    return found[1].decode("ascii", "replace") if found else ""


def _ours(words: str, host: str) -> tuple[UUID, int] | None:
    for id, round, at in OUR_ID.findall(words[:2_000]):
        if at.lower() == host.lower():
            return UUID(id), int(round or 1)
    return None
