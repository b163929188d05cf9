"""GOV.UK Notify as its published documentation describes it, on this machine: it refuses what the real one would refuse.

Source: https://docs.notifications.service.gov.uk/rest-api.html, and the schemas of its OpenAPI document
(alphagov/notifications-tech-docs: openapi/POST_notification_email.json, POST_notification_sms.json, GET_status_message.json,
GET_status_messages.json, schema.json). No length of `reference` is published; the limit here is a guard of our own.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import jwt

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"my_test_key-{SERVICE}-{SECRET}"
TEMPLATES = {
    "email": ("9d751e0e-f929-4891-82a1-a3e1c3c18ee3", {"subject", "message"}),
    "sms": ("f33517ff-2a88-4f6e-b855-c550268ce08a", {"message"}),
}
CLOCK_BOUND = 30  # seconds
ALLOWED = {
    "email": {"email_address", "template_id", "personalisation", "reference", "email_reply_to_id", "one_click_unsubscribe_url"},
    "sms": {"phone_number", "template_id", "personalisation", "reference", "sms_sender_id"},
}
RECIPIENT = {"email": ("email_address", 5, 250), "sms": ("phone_number", 7, 15)}
FILTERS = {"template_type", "status", "reference", "older_than", "include_jobs"}
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
UK_MOBILE = re.compile(r"(\+44|0)7\d{9}")
NOWHERE = {f"line_{number}": None for number in range(1, 7)} | {"postcode": None}


class Refused(Exception):
    def __init__(self, status: int, error: str, message: str) -> None:
        self.status, self.error, self.message = status, error, message


@dataclass
class Notify:
    """What it took, newest first. `next_answers` are statuses that the next requests to send get instead.

    It takes what it is sent, and with `loses_answers` hangs up, with `breaks_after_taking` says 500, while `silent` says nothing.
    """

    url: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    next_answers: list[int] = field(default_factory=list)
    loses_answers: bool = False
    breaks_after_taking: bool = False
    silent: bool = False
    took_one: threading.Event = field(default_factory=threading.Event)
    refusals: list[Refused] = field(default_factory=list)
    asked: int = 0

    def settings(self, *ways: str) -> dict[str, str]:
        """The environment of an installation that sends by it."""
        names = {"email": "NOTIFY_EMAIL_TEMPLATE", "sms": "NOTIFY_TEXT_TEMPLATE"}
        return {
            "NOTIFY_API_KEY": API_KEY,
            "NOTIFY_URL": self.url,
            **{name: TEMPLATES[way][0] for way, name in names.items() if not ways or way in ways},
        }

    def say(self, status: str) -> None:
        """What becomes of everything that it has taken."""
        for notification in self.taken:
            notification["status"] = status

    @property
    def references(self) -> list[str]:
        return [notification["reference"] for notification in reversed(self.taken)]

    def send(self, kind: str, body: Any) -> dict[str, Any]:
        content = _checked(kind, body)
        notification = _notification(kind, body, content)
        self.taken.insert(0, notification)
        return {
            "id": notification["id"],
            "reference": body.get("reference"),
            "scheduled_for": None,
            "content": {**content, **({"from_email": "school@notify.example"} if kind == "email" else {"from_number": "SCHOOL"})},
            "uri": f"{self.url}/v2/notifications/{notification['id']}",
            "template": notification["template"],
        }

    def one(self, id: str) -> dict[str, Any]:
        self.asked += 1
        if not _is_uuid(id):
            raise Refused(400, "ValidationError", "id is not a valid UUID")
        for notification in self.taken:
            if notification["id"] == id:
                return notification
        raise Refused(404, "NoResultFound", "No result found")

    def many(self, query: Mapping[str, list[str]]) -> dict[str, Any]:
        if more := set(query) - FILTERS:
            raise Refused(400, "ValidationError", f"Additional properties are not allowed ({', '.join(sorted(more))})")
        wanted = query.get("reference", [None])[0]
        found = [notification for notification in self.taken if wanted in (None, notification["reference"])]
        return {"notifications": found[:250], "links": {"current": f"{self.url}/v2/notifications"}}


def _checked(kind: str, body: Any) -> dict[str, str]:
    """The message as its reader gets it. Raises: Refused."""
    name, shortest, longest = RECIPIENT[kind]
    if not isinstance(body, dict):
        raise Refused(400, "ValidationError", "Payload is not an object")
    for required in (name, "template_id"):
        if required not in body:
            raise Refused(400, "ValidationError", f"{required} is a required property")
    if more := set(body) - ALLOWED[kind]:
        raise Refused(400, "ValidationError", f"Additional properties are not allowed ({', '.join(sorted(more))} was unexpected)")
    _check_types(body, name)
    if not shortest <= len(body[name]) <= longest or not (EMAIL if kind == "email" else UK_MOBILE).fullmatch(body[name]):
        raise Refused(400, "ValidationError", f"{name} Not a valid {name.replace('_', ' ')}")
    template, gaps = TEMPLATES[kind]
    if body["template_id"] != template:
        raise Refused(400, "BadRequestError", "Template not found")
    filled = body.get("personalisation", {})
    if missing := gaps - set(filled):
        raise Refused(400, "BadRequestError", f"Missing personalisation: {', '.join(sorted(missing))}")
    return {"body" if gap == "message" else gap: filled[gap] for gap in gaps}


def _check_types(body: Mapping[str, Any], recipient: str) -> None:
    for text in (recipient, "template_id", "reference", "email_reply_to_id", "sms_sender_id"):
        if text in body and not isinstance(body[text], str):
            raise Refused(400, "ValidationError", f"{text} is not of type string")
    if not _is_uuid(body["template_id"]):
        raise Refused(400, "ValidationError", "template_id is not a valid UUID")
    if len(body.get("reference", "")) > 1000:
        raise Refused(400, "ValidationError", "reference is too long")
    filled = body.get("personalisation", {})
    if not isinstance(filled, dict) or not all(isinstance(value, str | list) for value in filled.values()):
        raise Refused(400, "ValidationError", "personalisation is not of type object")


def _notification(kind: str, body: Mapping[str, Any], content: Mapping[str, str]) -> dict[str, Any]:
    template = {"id": body["template_id"], "version": 1, "uri": f"/v2/template/{body['template_id']}"}
    return {
        "id": str(uuid4()),
        "reference": body.get("reference"),
        "email_address": body.get("email_address"),
        "phone_number": body.get("phone_number"),
        **NOWHERE,
        "type": kind,
        "status": "created",
        "template": template,
        "body": content["body"],
        "subject": content.get("subject"),
        "created_at": datetime.now(UTC).isoformat(),
        "sent_at": None,
        "completed_at": None,
    }


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def authorise(header: str | None) -> None:
    """Raises: Refused."""
    if not header:
        raise Refused(401, "AuthError", "Unauthorized: authentication token must be provided")
    if not header.startswith("Bearer "):
        raise Refused(401, "AuthError", "Unauthorized: authentication bearer scheme must be used")
    token = header.removeprefix("Bearer ")
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
        if jwt.get_unverified_header(token) != {"typ": "JWT", "alg": "HS256"} or claims.get("iss") != SERVICE:
            raise Refused(403, "AuthError", "Invalid token: service not found")
        jwt.decode(token, SECRET, algorithms=["HS256"], options={"require": ["iss", "iat"], "verify_iat": False})
    except jwt.PyJWTError:
        raise Refused(403, "AuthError", "Invalid token: API key not found") from None
    if abs(time.time() - claims["iat"]) > CLOCK_BOUND:
        raise Refused(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")


@contextmanager
def notify() -> Iterator[Notify]:
    fake = Notify()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(self._sent)

        def do_GET(self) -> None:
            self._answer(self._asked)

        def _sent(self) -> tuple[int, Any]:
            kind = {"/v2/notifications/email": "email", "/v2/notifications/sms": "sms"}.get(self.path)
            if kind is None:
                raise Refused(404, "NotFound", "The requested URL was not found on the server")
            if self.headers.get("Content-Type", "").partition(";")[0] != "application/json":
                raise Refused(400, "BadRequestError", "Invalid JSON supplied in POST data")
            if fake.next_answers:
                return _trouble(fake.next_answers.pop(0))
            told = fake.send(kind, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            fake.took_one.set()
            while fake.silent:
                time.sleep(0.05)
            if fake.breaks_after_taking:
                return _trouble(500)
            return 201, told

        def _asked(self) -> tuple[int, Any]:
            parts = urlsplit(self.path)
            if parts.path == "/v2/notifications":
                return 200, fake.many(parse_qs(parts.query))
            return 200, fake.one(parts.path.removeprefix("/v2/notifications/"))

        def _answer(self, what: Any) -> None:
            try:
                authorise(self.headers.get("Authorization"))
                status, body = what()
            except Refused as refusal:
                fake.refusals.append(refusal)
                errors = [{"error": refusal.error, "message": refusal.message}]
                status, body = refusal.status, {"status_code": refusal.status, "errors": errors}
            if fake.loses_answers and self.command == "POST":
                self.connection.close()
                return
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield fake
    finally:
        fake.silent = False
        server.shutdown()
        server.server_close()


def _trouble(status: int) -> tuple[int, Any]:
    error, words = {
        429: ("RateLimitError", "Exceeded rate limit for key type TEST of 3000 requests per 60 seconds"),
        500: ("Exception", "Internal server error"),
        400: ("BadRequestError", "Can't send to this recipient when service is in trial mode"),
    }[status]
    return status, {"status_code": status, "errors": [{"error": error, "message": words}]}
