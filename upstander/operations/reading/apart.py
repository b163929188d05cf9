"""Have a policy read by a child process that has nothing to lose, and is ended when it takes too much."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from upstander.procedures.policy_reading.read_policy import CannotBeRead

READER = Path(__file__).with_name("reader.py")
LONGEST = 300  # seconds by the clock: a scan takes about one a page
TOO_LONG = "It took more than {minutes} to read, so we stopped. If it is a scan, bring the document that was scanned."
BROKE_OFF = "The program that reads files broke off at this one. Save it anew, as PDF or as a Word document, and bring that."
ENDED_BY_OTHERS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
KEPT = ("PATH", "TESSDATA_PREFIX", "TMPDIR")  # of the environment; the rest holds keys and passwords


def read_apart(content: bytes, *, longest: int = LONGEST) -> Mapping[str, Any]:
    """What the reader made of the file. Units: `longest` in seconds.

    Raises: CannotBeRead, with a sentence for a person, when this file cannot be read however often one tries; RuntimeError,
    when something else ended the reader.
    """
    theirs, ours = os.pipe()  # the reader ends when nobody holds the other end: a killed worker leaves none behind
    with TemporaryFile() as answer:
        try:
            status = _run(content, answer, theirs, longest)
        except subprocess.TimeoutExpired:  # it had switched off the alarm that it set itself
            raise CannotBeRead(_too_long(longest)) from None
        finally:
            os.close(ours)
            os.close(theirs)
        if -status in ENDED_BY_OTHERS:
            raise RuntimeError(f"the reader was ended by signal {-status}")
        if status:
            raise CannotBeRead(_too_long(longest) if -status in (signal.SIGALRM, signal.SIGXCPU) else BROKE_OFF)
        answer.seek(0)
        return _answered(answer.read())


def _run(content: bytes, answer: IO[bytes], lifeline: int, longest: int) -> int:
    # -I: neither the environment nor the current folder may bring other code in.
    done = subprocess.run(
        [sys.executable, "-I", str(READER), str(lifeline), str(longest)],
        input=content,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        pass_fds=[lifeline],
        cwd="/",
        env={"LC_ALL": "C.UTF-8", **{name: os.environ[name] for name in KEPT if name in os.environ}},
        timeout=longest + 10,
        check=False,
    )
    return done.returncode


def _too_long(longest: int) -> str:
    minutes = max(1, longest // 60)
    return TOO_LONG.format(minutes=f"{minutes} minutes" if minutes > 1 else "a minute")


def _answered(written: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(written)
    except ValueError:
        raise CannotBeRead(BROKE_OFF) from None
    if not isinstance(answer, dict):
        raise CannotBeRead(BROKE_OFF)
    if "trouble" in answer:
        raise CannotBeRead(str(answer["trouble"])[:300])
    return answer
