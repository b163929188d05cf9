"""Hand e-mails and texts to GOV.UK Notify over its HTTP API.

Source: https://docs.notifications.service.gov.uk/rest-api.html: the format of requests and answers, and what each status means.
"""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from upstander.records.outbox.carrying import Answer, Became, NotNow, Refused, Silent, Taken, Unfit, Unreachable
from upstander.records.outbox.models import Message, Way

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

PATIENCE = (10, 20)  # seconds to be let in, and to be answered
LONGEST = {Way.EMAIL: 250, Way.TEXT: 15}  # characters of an address that Notify takes
PLACES = {Way.EMAIL: ("email", "email_address"), Way.TEXT: ("sms", "phone_number")}
TOO_MUCH, BROKEN = 429, 500
STATUSES = {
    "created": Became.UNDER_WAY,
    "sending": Became.UNDER_WAY,
    "pending": Became.UNDER_WAY,
    "sent": Became.NO_MORE,  # to a number abroad, whose network does not say whether it arrived
    "delivered": Became.DELIVERED,
    "permanent-failure": Became.NEVER,
    "temporary-failure": Became.NOT_NOW,
    "technical-failure": Became.NOT_NOW,
}


class Notify:
    name = "notify"
    can_be_asked = True

    def __init__(self, key: str = "", address: str = "") -> None:
        key = key or settings.NOTIFY_API_KEY
        self.service, self.secret = key[-73:-37], key[-36:]  # name-service-secret, the last two being UUIDs
        self.address = address or settings.NOTIFY_URL

    def ready(self, message: Message) -> Callable[[], Answer]:
        way = Way(message.way)
        if len(message.to_address) > LONGEST[way]:
            raise Unfit("the address is longer than Notify takes")
        kind, recipient = PLACES[way]
        body = {
            recipient: message.to_address,
            "template_id": settings.NOTIFY_TEMPLATES[way],
            "personalisation": _gaps(message, way),
            "reference": message.reference,
        }
        return lambda: self._handed(kind, body)

    def found(self, message: Message) -> Taken | None:
        status, said = self._ask("/v2/notifications", {"reference": message.reference})
        notifications = said.get("notifications")
        if status != 200 or not isinstance(notifications, list):
            raise Unreachable(f"status {status}")
        return Taken(UUID(notifications[0]["id"])) if notifications else None

    def became(self, id: UUID) -> Became:
        status, said = self._ask(f"/v2/notifications/{id}")
        if status == 404:
            return Became.NO_MORE
        if status != 200 or "status" not in said:
            raise Unreachable(f"status {status}")
        return STATUSES.get(said["status"], Became.UNDER_WAY)

    def close(self) -> None:
        pass

    def _ask(self, path: str, query: Mapping[str, str] | None = None) -> tuple[int, dict[str, Any]]:
        import requests

        place = self.address + path
        try:
            answer = requests.get(place, params=query, auth=self._sign, timeout=PATIENCE, allow_redirects=False)
        except requests.RequestException as silence:
            raise Unreachable(type(silence).__name__) from None  # its words would quote the address
        return answer.status_code, _json(answer)

    def _handed(self, kind: str, body: Mapping[str, Any]) -> Answer:
        import requests

        place = f"{self.address}/v2/notifications/{kind}"
        try:
            answer = requests.post(place, json=body, auth=self._sign, timeout=PATIENCE, allow_redirects=False)
        except requests.RequestException as silence:
            return Silent(f"Notify did not answer: {type(silence).__name__}.")
        return _read(answer)

    def _sign(self, request: "PreparedRequest") -> "PreparedRequest":
        """As `auth`, not as a header: what a .netrc says would take a header's place."""
        import jwt

        token = jwt.encode({"iss": self.service, "iat": int(time.time())}, self.secret, algorithm="HS256")
        request.headers["Authorization"] = f"Bearer {token}"
        return request


def _gaps(message: Message, way: Way) -> dict[str, str]:
    return {"message": message.body} if way == Way.TEXT else {"subject": message.subject, "message": message.body}


def _read(answer: "Response") -> Answer:
    """What is a mistake of the address is final; what is a mistake of ours, or of theirs, may be put right."""
    status, said = answer.status_code, _json(answer)
    if status == 201 and "id" in said:
        return Taken(UUID(said["id"]))
    error = _error(said)
    if status == 400 and error == "ValidationError":
        return Refused("Notify refused the address: 400 ValidationError.")
    if status == TOO_MUCH:
        return NotNow(f"Notify takes no more at the moment: 429 {error}.")
    if 400 <= status < BROKEN:
        return NotNow(f"Notify is not set up for this: {status} {error}.")
    return Silent(f"Notify had trouble of its own: {status}.")


def _error(said: Mapping[str, Any]) -> str:
    """The kind of error, never its words, which may quote the address."""
    try:
        kind = said["errors"][0]["error"]
    except (KeyError, IndexError, TypeError):
        return "without a kind"
    return kind if isinstance(kind, str) and kind.isidentifier() else "without a kind"


def _json(answer: "Response") -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
