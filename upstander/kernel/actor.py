"""Who is asking: a value, made at the door and handed to every procedure and every scope."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    STAFF = "staff"
    REPORTER = "reporter"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person with a role in an organisation, a reporter holding their draft or code, or the system.

    `report_id` is what a reporter may reach; `membership_id` and `role` are a member of staff's.
    """

    kind: Kind
    name: str
    organisation_id: UUID | None = None
    membership_id: UUID | None = None
    account_id: UUID | None = None
    role: str = ""
    report_id: UUID | None = None

    @property
    def is_staff(self) -> bool:
        return self.kind is Kind.STAFF

    @property
    def member(self) -> UUID:
        """The membership under which a member of staff puts something on record.

        Raises: ValueError, for anybody else.
        """
        if self.membership_id is None:
            raise ValueError(f"{self.kind} is no member of staff")
        return self.membership_id

    @property
    def is_reporter(self) -> bool:
        return self.kind is Kind.REPORTER


NOBODY = Actor(kind=Kind.NOBODY, name="nobody")


def reporter(report_id: UUID, organisation_id: UUID | None = None) -> Actor:
    return Actor(kind=Kind.REPORTER, name="the person who reported", report_id=report_id, organisation_id=organisation_id)


def system(organisation_id: UUID, name: str = "Upstander") -> Actor:
    """The program itself, working for one organisation."""
    return Actor(kind=Kind.SYSTEM, name=name, organisation_id=organisation_id, role="system")
