from __future__ import annotations

import sys

from upstander.operations.command_line import main

sys.exit(main())
