"""Whether the web server can listen where it is asked to, said before anything is started."""

from __future__ import annotations

import socket


class AddressTaken(Exception):
    """The address cannot be served from, told in one sentence."""


def check_free(host: str, port: int) -> None:
    """Raises: AddressTaken, with what to do about it."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as trouble:
        raise AddressTaken(f"HOST is “{host}”, which is no address of this machine.") from trouble
    except PermissionError as trouble:
        raise AddressTaken(f"Port {port} needs special rights: choose one from 1024, such as PORT=8000.") from trouble
    except OSError as trouble:
        raise AddressTaken(
            f"Port {port} is in use by another program: stop it, or choose another, such as PORT={port + 1}."
        ) from trouble
