"""A real mail server on this machine that keeps what it is given, and can be told to refuse, to hang up, or to say nothing."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Inbox:
    """What arrived. `silent` makes the server take a message and then say nothing; `answer` is said in place of 250."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.silent = False
        self.answer = "250 taken"
        self.hang_up = False
        self.answered = 0
        self.took_one = threading.Event()
        self.port = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content or b""))  # type: ignore[arg-type]
        self.took_one.set()
        if self.hang_up:
            assert server.transport
            server.transport.close()
        while self.silent:
            await asyncio.sleep(0.05)
        self.answered += 1
        return self.answer

    @property
    def identities(self) -> list[Any]:
        return [message["Message-ID"] for message in self.messages]


@contextmanager
def mail_server() -> Iterator[Inbox]:
    inbox = Inbox()
    inbox.port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port)
    controller.start()
    try:
        yield inbox
    finally:
        inbox.silent = False
        controller.stop()


@contextmanager
def server_that_never_greets() -> Iterator[tuple[int, threading.Event]]:
    """A port on which somebody picks up and says nothing. Gives it, and what is set once somebody has rung."""
    rung = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        callers: list[socket.socket] = []

        def pick_up() -> None:
            try:
                callers.append(listening.accept()[0])
            except OSError:
                return
            rung.set()

        threading.Thread(target=pick_up, daemon=True).start()
        yield listening.getsockname()[1], rung
        for caller in callers:
            caller.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
