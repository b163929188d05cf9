"""A command line whose every complaint is one line, and that leaves nothing on standard output."""

from __future__ import annotations

import argparse
from typing import NoReturn


class BadCommand(Exception):
    """A command that cannot be carried out as it was given: one line."""


class OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadCommand(f"{self.prog}: {message}")
