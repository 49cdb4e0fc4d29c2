"""Keeps tests at home: a connection or a look-up beyond this machine is refused, and remembered."""

import ipaddress
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LOCAL_NAMES = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost", "::"})


class OutsideConnection(RuntimeError):
    """A test reached beyond loopback and unix sockets; not an OSError, which code under test may forgive."""


class Guard:
    """What is refused while it stands. Use the one of this module, ``guard``."""

    def __init__(self) -> None:
        self.is_standing = False
        self.refused: list[str] = []
        self._is_hooked = False

    def stand(self) -> None:
        """Begin refusing, in every thread of this process."""
        # An audit hook sees every socket of Python's, asyncio's too, and cannot be patched away by a library.
        # It can never be removed either, so it is added once and asks whether the guard stands.
        if not self._is_hooked:
            sys.addaudithook(self._hook)
            self._is_hooked = True
        self.is_standing = True

    def rest(self) -> None:
        """Stop refusing."""
        self.is_standing = False

    @contextmanager
    def standing(self) -> Iterator["Guard"]:
        """Refuse for the length of the block."""
        self.stand()
        try:
            yield self
        finally:
            self.rest()

    def take_refused(self) -> list[str]:
        """The addresses refused since the last call, for a fixture that fails tests whose code hid it."""
        taken, self.refused = self.refused, []
        return taken

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_standing:
            return
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            connection, address = arguments
            if connection.family in (socket.AF_INET, socket.AF_INET6) and address is not None:
                self._judge(str(address[0]))
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            self._judge(_text(arguments[0]))

    def _judge(self, host: str) -> None:
        if not is_local(host):
            self.refused.append(host)
            raise OutsideConnection(
                f"a test tried to reach {host}: nothing leaves this machine in tests; "
                "use a fake, or a server on 127.0.0.1"
            )


def is_local(host: str) -> bool:
    """Whether ``host``, a name or an address, is this machine."""
    if host.lower() in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _text(host: object) -> str:
    if host is None:
        return ""
    return host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)


guard = Guard()
