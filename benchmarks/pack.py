"""How long the worker takes for a pack of 100 exhibits and 300 lines of chronology.

python -m benchmarks.pack        on the database of the tests, which is made and dropped
"""

from __future__ import annotations

import sys

import pytest

MEASURED = "tests/operations/pdf/large_pack.py"

if __name__ == "__main__":
    sys.exit(pytest.main([MEASURED, "-q", "-s"]))
