"""What every maker of rows draws from: seeded numbers, keys, references and moments."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from random import Random

from upstander.kernel.references import SPOKEN

REFERENCES = len(SPOKEN) ** 6
STRIDE = 304_250_263  # a prime, so that n · STRIDE visits every reference once before any a second time


class Draws:
    """Units: `now` and all moments are aware, in UTC, whole seconds."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.random = Random(seed)
        self.now = now.astimezone(UTC).replace(microsecond=0)
        self.references = 0

    def key(self, at: datetime) -> str:
        """A UUID of version 7 as if made `at`, from seeded bits. The same layout as kernel.references.uuid7."""
        bits = f"{self.random.getrandbits(74):019x}"
        milliseconds = f"{int(at.timestamp() * 1000):012x}"
        variant = "89ab"[int(bits[0], 16) & 3]
        return f"{milliseconds[:8]}-{milliseconds[8:]}-7{bits[1:4]}-{variant}{bits[4:7]}-{bits[7:19]}"

    def reference(self) -> str:
        self.references += 1
        left, letters = self.references * STRIDE % REFERENCES, []
        for _ in range(6):
            left, digit = divmod(left, len(SPOKEN))
            letters.append(SPOKEN[digit])
        return "UP-" + "".join(letters)

    def chance(self, likelihood: float) -> bool:
        return self.random.random() < likelihood

    def below(self, count: int) -> int:
        return int(self.random.random() * count)

    def soon(self, at: datetime, hours: float) -> datetime:
        """Some moment within so many hours after `at`, and never after now."""
        return min(at + timedelta(seconds=int(self.random.random() * hours * 3600) + 60), self.now)

    def digest(self) -> bytes:
        return hashlib.sha256(self.random.randbytes(32)).digest()
