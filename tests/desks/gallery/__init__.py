"""Every component and every error page, as the people who build desks would use them; for tests and eyes, never shipped.

`python -m tests.desks.gallery FOLDER` writes them as static HTML, with the static files beside them.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.test import RequestFactory
from markupsafe import Markup

from upstander.desks.frame import errors

HERE = Path(__file__).parent
NOW = dt.datetime(2026, 11, 3, 9, 30, tzinfo=dt.UTC)
ERROR_PAGES = tuple(errors.FAMILY)
WRONG = {
    "postcode": "Give a postcode such as DT1 1AA, or the school’s name",
    "when-day": "31 February is not a date: check the day and the month",
    "sex": "Choose a year group, or “not known”",
    "school": "Choose a school",
    "more": "Use up to 10,000 characters",
    "files": "“holiday.exe” is a program; send a picture, a PDF or a chat export",
    "sure": "Say whether any of them shows a child without clothes",
}
FAMILY = {"back": "/report/danger/", "saved_at": NOW.replace(hour=21, minute=14), "here": "/report/what/"}
STAFF = {
    "navigation": [
        ("/school/", "Today"),
        ("/school/cases/", "Cases"),
        ("/school/policy/", "Policy"),
        ("/school/figures/", "Figures"),
    ],
    "now_at": "/school/",
    "person": {"name": "Ms Okafor", "role": "DSL"},
    "sign_out_address": "/accounts/logout/",
    "csrf_once": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="x">'),
}


def engine() -> Jinja2:
    return next(found for found in engines.all() if isinstance(found, Jinja2))


def components() -> Any:
    """The macros, to be called from Python."""
    return engine().env.get_template("frame/components.html").module


def _todo(rows: list[tuple[str, str, str, str, str]]) -> list[list[str]]:
    tag = components().tag
    link = Markup('<a href="/school/cases/{0}/">{1}</a>')
    return [
        [tag(due, "danger") if "Yesterday" in due else due, link.format(case, what), case, who, waited]
        for due, what, case, who, waited in rows
    ]


def _today() -> dict[str, Any]:
    return {
        "now": NOW,
        "rows": _todo([
            ("Yesterday 16:00", "Tell Robin’s family the outcome", "UP-7KQ4", "You", "6 school days"),
            ("12:00", "Answer Northcliff Academy’s question", "UP-3MWD", "You", "2 school days"),
            ("15:30", "Ask whether any of it is also happening online", "UP-9TRA", "Mr Lund", "today"),
            ("16:00", "Read a new report", "UP-2XVE", "–", "today"),
        ]),
    }  # fmt: skip


def _case() -> dict[str, Any]:
    tag = components().tag
    link = Markup('<a href="/letter/">Tell Robin’s family the outcome for Robin</a>')
    duties = [
        [tag("Overdue", "danger"), link],
        ["17 Nov", "Check that it has stopped"],
        [tag("Done", "done"), "Looked into by Mr Lund, 31 October"],
    ]
    return {
        "duties": duties,
        "through": {"where": "2 of 4 waiting to hear", "previous": "/school/cases/1/", "next": "/school/cases/3/"},
        "back": "/school/",
    }


def contexts() -> dict[str, dict[str, Any]]:
    return {
        "question": {**FAMILY, "title": "What has been happening?"},
        "danger": {**FAMILY, "title": "Is anyone in danger now?"},
        "wrong": {**FAMILY, "title": "Tell us about your child", "errors": WRONG},
        "receipt": {"title": "The school has your report"},
        "return": {"title": "Your report"},
        "letter": {"title": "Letter", "back": "/report/"},
        "rules": {"title": "The rules", "contents": [("#s1", "Danger"), ("#s2", "School"), ("#s3", "What the proofs show")]},
        "today": {**STAFF, **_today(), "title": "Today"},
        "case": {**STAFF, **_case(), "title": "UP-7KQ4"},
        "finding": {
            **STAFF,
            "title": "Record what you found",
            "errors": {"finding": "Choose what you found"},
            "today": NOW.date(),
        },
    }


def _request(path: str) -> HttpRequest:
    return RequestFactory().get(path)


def error_pages() -> Iterator[tuple[str, str]]:
    for desk in ("report", "school"):
        for status in ERROR_PAGES:
            yield f"{desk}-{status}", errors.answer(_request(f"/{desk}/"), status).content.decode()
    sent = RequestFactory().post(
        "/report/what/", {"what": "They came back.\n\nEvery evening."}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    yield "report-503-kept", errors.answer(sent, 503, kept=dict(sent.POST.lists())).content.decode()


def pages() -> dict[str, str]:
    """Shapes: name of the page to its HTML."""
    shown = {
        name: engine().from_string((HERE / f"{name}.html").read_text()).render(context, _request("/"))
        for name, context in contexts().items()
    }
    return {**shown, **dict(error_pages())}
