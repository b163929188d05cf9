"""Log lines that help whoever runs the installation and say nothing about a child.

Paths can hold codes and identifiers, and the words of an exception can quote a row, so neither is written:
a request is named by its route, an exception by its type and the lines of code it came through.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Any

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutPersonalData(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.request") or record.name.startswith("django.security"):
            what = record.getMessage().split(":", 1)[0] if record.name == "django.request" else "Refused"
            record.msg, record.args = f"{what}: {_route(getattr(record, 'request', None))}", ()
        return True


def _route(request: Any) -> str:
    match = getattr(request, "resolver_match", None)
    return f"{getattr(request, 'method', '')} /{match.route}" if match else "no such page"


class Plain(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: ExceptionInfo) -> str:
        lines = []
        trouble: BaseException | None = ei[1]
        while trouble is not None:
            frames = traceback.extract_tb(trouble.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            lines.append(f"{type(trouble).__module__}.{type(trouble).__qualname__}")
            trouble = trouble.__cause__ or trouble.__context__
        return "\n".join(lines)

    def formatStack(self, stack_info: str) -> str:
        return ""
