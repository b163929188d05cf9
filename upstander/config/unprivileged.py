"""PostgreSQL refuses to run as root. Here is decided as whom it runs instead, without making accounts or opening folders."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

NOBODY = "nobody"


class ServerTrouble(Exception):
    """The database server cannot do what was asked, told in one sentence."""


class Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Terms:
    """How a server program is started: words before its command, and the user it becomes."""

    prefix: tuple[str, ...]
    identity: Identity
    uid: int

    def command(self, *words: str | Path) -> list[str]:
        return [*self.prefix, *map(str, words)]

    def give(self, path: Path) -> None:
        """Hand a file or folder to the server's user where that is not ourselves."""
        if "user" in self.identity:
            os.chown(path, self.identity["user"], self.identity["group"])


def terms_for(root: Path, binaries: Path) -> Terms:
    """As ourselves; as root in a user namespace, where the files stay root's; or else as nobody, who then owns the folder.

    Raises: ServerTrouble when root has neither way.
    """
    if os.geteuid() != 0:
        return Terms((), {}, os.geteuid())
    nobody = pwd.getpwnam(NOBODY)
    owner = root.stat().st_uid
    if owner == 0 and _namespaces_allowed(nobody):
        return Terms(_unshare(nobody), {}, 0)
    account = nobody if owner == 0 else pwd.getpwuid(owner)
    terms = Terms((), {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}, account.pw_uid)
    _check_reach(terms, root, binaries, account.pw_name)
    terms.give(root)
    return terms


def _unshare(account: pwd.struct_passwd) -> tuple[str, ...]:
    # initdb looks its user up, so the number must be that of an account; every system has nobody
    return ("unshare", "--user", f"--map-user={account.pw_uid}", f"--map-group={account.pw_gid}")


def _namespaces_allowed(account: pwd.struct_passwd) -> bool:
    try:
        return subprocess.run([*_unshare(account), "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def _check_reach(terms: Terms, root: Path, binaries: Path, name: str) -> None:
    for place, command in ((binaries, [str(binaries / "postgres"), "--version"]), (root, ["test", "-x", str(root.parent)])):
        if not _succeeds(command, terms):
            raise ServerTrouble(
                f"PostgreSQL does not run as root, and the user {name} cannot reach {place}: "
                "run Upstander as an ordinary user, or set DATABASE_URL."
            )


def _succeeds(command: list[str], terms: Terms) -> bool:
    try:
        return subprocess.run(command, **terms.identity, cwd="/", capture_output=True).returncode == 0
    except PermissionError:
        return False
