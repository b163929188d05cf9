"""The table of who may do what, as a page for people: docs/access.md."""

from collections.abc import Iterator

from upstander.records.access.matrix import MATRIX, May
from upstander.records.access.models import Role

ABOUT = """# Who may do what

Made by `upstander access_table` from `upstander/records/access/matrix.py`; a test holds this page to it.

A role opens nothing by itself. It counts inside one organisation, after a password and a one-time code, and only for what
is left open by the walls around single people:

- **A conflict of interest overrides every role.** Somebody complained about, or a relative of a child, finds the report and the
  case nowhere: not by its address, in a list, in a count or by searching.
- **Pastoral staff** work on the reports and cases that were given to them, and find no others.
- **Another school's, or the force's,** records do not exist for anybody else: the database itself refuses them (row-level
  security).
- Whoever may not see a record gets the same page as for one that does not exist. The attempt is on record.

People who report have no account. Their code shows them their own report, its stages, the messages and letters sent
to them, and nothing else.
"""


def page() -> str:
    return ABOUT + "\n" + "\n".join(_table()) + "\n"


def _table() -> Iterator[str]:
    yield "| May | " + " | ".join(role.label for role in Role) + " |"
    yield "|---|" + ":-:|" * len(Role)
    for permission in May:
        yield f"| {permission} | " + " | ".join("yes" if permission in MATRIX[role] else "–" for role in Role) + " |"
