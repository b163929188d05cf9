"""A pack of 100 exhibits, each a screenshot of a phone, and 300 lines of chronology: whole, and within its time.

It takes a minute, most of it to draw the screenshots, so it runs only when asked for: python -m benchmarks.pack
"""

from __future__ import annotations

import io
import os
import resource
import time
from datetime import timedelta
from random import Random

from PIL import Image, ImageDraw

from tests import makers
from tests.cast import Cast
from tests.makers import AT
from tests.procedures.situation import arise
from upstander.operations.pdf.pack_rendering import set_pack
from upstander.procedures.police.make_pack import make_pack
from upstander.records.access.asking import asking

EXHIBITS, LINES = 100, 300
LONGEST = 15.0  # seconds of processor: other programs stretch the rest
WIDE, HIGH = 1080, 2340  # a screenshot of a phone


def screenshot(number: int) -> bytes:
    """Bubbles with bars in them, as a chat has them: no two alike, and neither noise nor plain white."""
    chance = Random(number)
    picture = Image.new("RGB", (WIDE, HIGH), (236, 229, 221))
    draw = ImageDraw.Draw(picture)
    for row in range(24):
        left, top = chance.choice((40, 300)), 60 + row * 94
        draw.rounded_rectangle((left, top, left + 700, top + 80), 18, fill=chance.choice(("white", (220, 248, 198))))
        for word in range(chance.randint(3, 14)):
            start = left + 20 + word * 46
            draw.rectangle((start, top + 25, start + chance.randint(14, 40), top + 52), fill=(20, 20, 20))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_large_pack(cast: Cast) -> None:
    okafor, situation = cast.okafor, arise(cast)
    pictures = [screenshot(number) for number in range(EXHIBITS)]
    items = [
        makers.make_item(report=situation.report, content=it, copy=it, name=f"Screenshot {n}.png")
        for n, it in enumerate(pictures)
    ]
    for number in range(LINES):
        what = f"Message {number}: she is said to have been called names in the group again"
        makers.make_incident(case=situation.case, by=okafor, what=what, at=AT + timedelta(minutes=number))
    began = time.perf_counter()
    pack = makers.make_pack(case=situation.case, by=okafor, exhibits=[item.pk for item in items])
    frozen = time.perf_counter() - began
    before = processor()
    began = time.perf_counter()
    assert make_pack(organisation_id=pack.organisation_id, pack_id=pack.pk, press=set_pack)
    took = time.perf_counter() - began
    used = processor() - before
    with asking(okafor.actor()):
        pack.refresh_from_db()
    lines = next(section for section in pack.payload["sections"] if section["id"] == "chronology")["groups"]
    megabytes = sum(map(len, pictures)) / 1e6, (pack.zip_size or 0) / 1e6
    print(f"\n{EXHIBITS} exhibits ({megabytes[0]:.1f} MB), {len(lines)} lines of chronology, ZIP of {megabytes[1]:.1f} MB:")
    print(f"frozen in {frozen:.2f} s, files made in {took:.1f} s ({used:.1f} s of processor), load {os.getloadavg()[0]:.1f}")
    assert pack.is_made
    assert len(lines) >= LINES
    assert used < LONGEST


def processor() -> float:
    """Units: seconds, of this process and of the children that it has waited for."""
    of = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(it.ru_utime + it.ru_stime for it in of)
