"""The web server answers first and loads the desks behind that answer: what only they need is not there at the start."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.surroundings import ROOT, VAR

HEAVY = ("PIL", "cryptography", "fido2", "markdown_it", "yaml", "upstander.desks.school.views")
ASK = f"""
import sys, django
django.setup()
from upstander.operations.management.commands import serve
print([name for name in {HEAVY} if name in sys.modules])
from upstander.config import urls
urls.load_desks()
print([name for name in {HEAVY} if name in sys.modules])
"""


def test_the_desks_and_what_only_they_need_are_loaded_after_the_start() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "upstander.config.settings", "VAR_FOLDER": str(VAR)}
    answer = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True)
    before, after = answer.stdout.splitlines() or (answer.stderr, "")
    assert before == "[]"
    assert "upstander.desks.school.views" in after
