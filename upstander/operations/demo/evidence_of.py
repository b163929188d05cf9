"""The files of the demo's one chat. The export is moved in time, so that what it shows happened just before it was reported."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from upstander.kernel.clock import in_london
from upstander.operations.demo.reading import HERE
from upstander.records.evidence.taking_in import Offered

DAY = re.compile(r"\[(\d\d)/(\d\d)/(\d{4}),")
LAST_DAY = date(2025, 10, 28)  # of the export as it is kept here


def offered(name: str, at: datetime) -> Offered:
    data = (HERE / "evidence" / name).read_bytes()
    if name.endswith(".zip"):
        data = _moved(data, in_london(at).date())
    return Offered(name=name, size=len(data), file=BytesIO(data))


def _moved(export: bytes, until: date) -> bytes:
    """The same chat some weeks later, on the same weekdays, its last day before `until`."""
    weeks = timedelta(weeks=(until - LAST_DAY - timedelta(days=1)).days // 7)
    moved = BytesIO()
    with ZipFile(BytesIO(export)) as before, ZipFile(moved, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename == "_chat.txt":
                data = DAY.sub(lambda found: _later(found, weeks), data.decode()).encode()
            after.writestr(ZipInfo(entry.filename, date_time=entry.date_time), data)
    return moved.getvalue()


def _later(found: re.Match[str], by: timedelta) -> str:
    day, month, year = map(int, found.groups())
    return f"[{date(year, month, day) + by:%d/%m/%Y},"
