"""What a carrier of messages is asked, and what it may answer: the mail server, GOV.UK Notify."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from upstander.records.outbox.models import Message


class Became(StrEnum):
    """What a carrier says about a message that it took."""

    UNDER_WAY = "under way"
    DELIVERED = "delivered"
    NOT_NOW = "not now"  # a full inbox, a telephone that is off, trouble of the carrier's own: another try may arrive
    NEVER = "never"  # there is no such address, or it takes nothing
    NO_MORE = "no more"  # the carrier will never say more about it: it keeps it no longer, or is not told itself


@dataclass(frozen=True, slots=True)
class Taken:
    """`id` is what the carrier calls it, where it can be asked about it."""

    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never be taken as it is."""

    trouble: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """Nothing was taken; another try may be."""

    trouble: str


@dataclass(frozen=True, slots=True)
class Silent:
    """It may have been taken: the carrier did not say."""

    trouble: str


Answer = Taken | Refused | NotNow | Silent


class Unreachable(Exception):
    """The carrier cannot be reached now. Nothing has left."""


class Unfit(Exception):
    """The message can never be handed to this carrier."""


class Carrier(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def can_be_asked(self) -> bool:
        """Whether it can say, by our reference, whether it took a message; so that none is ever uncertain."""

    def ready(self, message: Message) -> Callable[[], Answer]:
        """Get as far as can be without anything leaving. Gives what hands the message over.

        Raises: Unreachable; Unfit.
        """

    def found(self, message: Message) -> Taken | None:
        """What it took under this reference. Raises: Unreachable."""

    def became(self, id: UUID) -> Became:
        """Raises: Unreachable."""

    def close(self) -> None: ...
