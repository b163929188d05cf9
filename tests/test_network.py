from __future__ import annotations

import socket
import urllib.error
import urllib.request

import pytest

from tests.network import NetworkShut


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as outside, pytest.raises(NetworkShut):
        outside.connect(("192.0.2.1", 80))


def test_no_name_is_looked_up() -> None:
    with pytest.raises(NetworkShut):
        socket.getaddrinfo("example.org", 443)


def test_the_standard_library_is_stopped_too() -> None:
    with pytest.raises(urllib.error.URLError, match="Tests look up no name"):
        urllib.request.urlopen("http://example.org/", timeout=2)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as client:
            assert client.getpeername() == server.getsockname()
