"""A person with a browser without JavaScript who fills in the report, page by page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.desks.family import pictures

Typed = Mapping[str, Any]
WORDS = "Since half term they post clips of Robin with pig noises in the year group chat. It is every evening now."
ANSWERS: dict[str, Typed] = {
    "danger": {"danger": "no", "risks": ["self_harm_concern"]},
    "words": {"words": WORDS},
    "people": {
        "targeted-rows": "1",
        "targeted-0-name": "Robin O’Quill",
        "targeted-0-year": "9",
        "doing-rows": "1",
        "doing-0-name": "Juno",
        "doing-0-who": "pupil_here",
        "saw-rows": "0",
    },
    "when": {"first-day": "3", "first-month": "11", "first-year": "2025", "pattern": ["repeated"]},
    "where": {
        "how": "online",
        "outside": "yes",
        "accounts-rows": "1",
        "accounts-0-app": "whatsapp",
        "accounts-0-account": "9B Banter",
    },
    "done": {"school_knew": "no"},
    "images": {"child": "no", "adult": "no"},
    "reporter": {"relation": "parent", "name": "Alex O’Quill", "email": "alex@family.example", "safe": "After 6 pm"},
}


class Reporter:
    """Sends forms as a browser does: with the hidden fields of the page that is on the screen."""

    def __init__(self, client: Client | None = None) -> None:
        self.client = client or Client()
        self.page = ""
        self.status = 0
        self.requests = 0

    def open(self, path: str) -> HttpResponse:
        self.requests += 1
        return self.shown(self.client.get(path))

    def answer(self, question: str, typed: Typed | None = None, **more: Any) -> HttpResponse:
        self.requests += 1
        sent = {**self.hidden(), **(ANSWERS.get(question, {}) if typed is None else typed), **more}
        return self.shown(self.client.post(f"/report/{question}/", sent))

    def hidden(self) -> dict[str, str]:
        """The first form's hidden fields, as they stand on the page."""
        form = self.page.partition("<form")[2].partition("</form>")[0]
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        return {name: unescape(value) for name, value in found}

    @property
    def key(self) -> str:
        return self.hidden()["key"]

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.S)
        return unescape(re.sub(r"<[^>]+>", "", found.group(1))).strip() if found else ""

    def says(self, words: str) -> bool:
        return words in unescape(self.page)

    def up_to(self, question: str, school: object) -> None:
        """Answer every question before this one."""
        self.open("/report/")
        for each in ("danger", "words", "school", "people", "when", "where", "done", "images", "evidence", "reporter", "check"):
            if each == question:
                return
            self.answer(each, {"school": str(school)} if each == "school" else None)

    def send(self, school: object) -> str:
        """The whole report, with one picture. Returns the code."""
        self.up_to("evidence", school)
        self.answer("evidence", {"files": [upload("chat.png", pictures.png())]})
        self.answer("reporter")
        self.answer("check", {})
        return self.code

    @property
    def code(self) -> str:
        found = re.search(r'class="receipt__code">([\d ]+)<', self.page)
        return found.group(1).replace(" ", "") if found else ""

    def shown(self, response: Any) -> HttpResponse:
        self.page, self.status = response.content.decode(), response.status_code
        return cast(HttpResponse, response)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")
