"""The bytes of a policy as they came."""

from upstander.kernel.ciphers import Altered
from upstander.kernel.digests import of_bytes
from upstander.kernel.problems import Problem
from upstander.records.evidence import vault
from upstander.records.policies.reading import Reading


class NotWhatCame(Problem):
    def __init__(self) -> None:
        super().__init__("The stored file is not what came. Tell whoever looks after Upstander, and bring the file again.")


def content_of(reading: Reading) -> bytes:
    """The file, whose digest is the one taken when it came.

    Raises: NotWhatCame.
    """
    try:
        key = vault.unwrap(bytes(reading.wrapped_key), reading.organisation_id)
        content = b"".join(vault.read(reading.pk, key))
    except (FileNotFoundError, Altered, ValueError) as damaged:
        raise NotWhatCame from damaged
    if of_bytes(content) != reading.sha256:
        raise NotWhatCame
    return content
