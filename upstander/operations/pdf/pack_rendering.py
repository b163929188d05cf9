"""Have a pack or its telephone sheet set as a PDF by a child process, which is ended when it takes too long."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from upstander.procedures.police.make_pack import CannotBeSet, Drawn

PRESS = Path(__file__).with_name("press_pack.py")
LONGEST = 60.0  # seconds
NO_SUCH_SIGN = re.compile(r'the text `"(.+)"` could not be displayed')


def set_pack(template: str, data: Mapping[str, object], pictures: Sequence[Drawn] = (), *, longest: float = LONGEST) -> bytes:
    """Shapes: `template` is pack or sheet; `data` as pack/drawn.py gives it. Units: `longest` in seconds.

    Raises: CannotBeSet, where it has a sign that the typeface lacks; subprocess.TimeoutExpired, when the child was ended;
    RuntimeError, for any other failure, without a word of the pack.
    """
    listed = [{"name": it.name, "size": len(it.content), "wide": it.wide, "high": it.high} for it in pictures]
    header = json.dumps({"template": template, "data": data, "pictures": listed}).encode()
    sent = b"".join([len(header).to_bytes(4), header, *(it.content for it in pictures)])
    # -I: neither the environment nor the current folder may bring other code in.
    done = subprocess.run([sys.executable, "-I", str(PRESS)], input=sent, capture_output=True, timeout=longest, check=False)
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    if missing := NO_SUCH_SIGN.search(done.stderr.decode(errors="replace")):
        raise CannotBeSet(missing.group(1))
    raise RuntimeError(f"the pack could not be set: exit status {done.returncode}")
