"""Have a letter set as a PDF by a child process, which is ended when it takes too long."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from upstander.records.disclosures.letter import CannotBeSet

PRESS = Path(__file__).with_name("press.py")
LONGEST = 30.0  # seconds; a letter takes less than one
NO_SUCH_SIGN = re.compile(r'the text `"(.+)"` could not be displayed')


def make_pdf(letter: Mapping[str, object], *, longest: float = LONGEST) -> bytes:
    """Set a letter. Shapes: `letter` as disclosures.letter.Letter.to_json gives it. Units: `longest` in seconds.

    Raises: CannotBeSet, where the letter has a sign that the typeface lacks; subprocess.TimeoutExpired, when the
    child was ended; RuntimeError, for any other failure, without a word of the letter.
    """
    # -I: neither the environment nor the current folder may bring other code in.
    command = [sys.executable, "-I", str(PRESS)]
    done = subprocess.run(command, input=json.dumps(letter).encode(), capture_output=True, timeout=longest, check=False)
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    missing = NO_SUCH_SIGN.search(done.stderr.decode(errors="replace"))
    if missing:
        raise CannotBeSet(f"The PDF cannot show “{missing.group(1)}”. Leave it out, or write it in letters of the alphabet.")
    raise RuntimeError(f"the letter could not be set: exit status {done.returncode}")
