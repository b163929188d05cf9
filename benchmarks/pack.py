"""How long the worker takes for a pack of 100 exhibits and 300 lines of chronology.

python -m benchmarks.pack        on the database of the tests, which is made and dropped
"""

from __future__ import annotations

import os
import sys

import pytest

MEASURED = "tests/operations/pdf/test_a_large_pack.py"

if __name__ == "__main__":
    os.environ["BENCH_PACK"] = "1"
    sys.exit(pytest.main([MEASURED, "-q", "-s"]))
