import shutil
import sys
from pathlib import Path

import django

django.setup()

from tests.desks import gallery  # noqa: E402
from upstander.desks import frame  # noqa: E402

folder = Path(sys.argv[1])
shutil.copytree(Path(frame.__file__).parent / "static", folder / "static", dirs_exist_ok=True)
for name, page in gallery.pages().items():
    (folder / f"{name}.html").write_text(page.replace("/static/", "static/"))
