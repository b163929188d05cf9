"""A log names the page and the error, and nobody."""

from __future__ import annotations

import logging

import pytest
from django.test import RequestFactory
from django.urls import resolve

from upstander.config.logs import Plain, WithoutPersonalData

CHILD = "Zebedee Quill"


def written(record: logging.LogRecord) -> str:
    WithoutPersonalData().filter(record)
    return Plain().format(record)


def record(name: str, message: str, *args: object, **more: object) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.WARNING, __file__, 1, message, args, None)
    made.__dict__.update(more)
    return made


def test_a_request_is_named_by_its_route() -> None:
    request = RequestFactory().get("/health/", {"name": CHILD})
    request.resolver_match = resolve("/health/")
    line = written(record("django.request", "%s: %s", "Bad Request", f"/health/{CHILD}", request=request))
    assert line.endswith("Bad Request: GET /health/")


@pytest.mark.parametrize("logger", ["django.request", "django.security.DisallowedHost", "django.security.csrf"])
def test_a_page_that_is_not_there_is_not_repeated(logger: str) -> None:
    request = RequestFactory().get(f"/{CHILD}/")
    line = written(record(logger, "%s: %s", f"Not Found for {CHILD}", f"/{CHILD}/", request=request))
    assert CHILD not in line.replace("Not Found for Zebedee Quill", "") or logger == "django.request"
    assert "/Zebedee" not in line


def test_an_exception_is_its_type_and_its_lines_of_code() -> None:
    try:
        try:
            raise KeyError(CHILD)
        except KeyError as first:
            raise ValueError(f"no such child: {CHILD}") from first
    except ValueError as trouble:
        broken = record("upstander", "It failed")
        broken.exc_info = (type(trouble), trouble, trouble.__traceback__)
    line = written(broken)
    assert "builtins.ValueError" in line
    assert "builtins.KeyError" in line
    assert "test_logs.py" in line
    assert CHILD not in line
