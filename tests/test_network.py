"""The guard that keeps tests at home: what it refuses, and what it must let through."""

import socket

import pytest

from tests.network import Guard, OutsideConnection, is_local


@pytest.fixture(autouse=True)
def no_network() -> None:
    """The guard that stands around every test rests here: these tests stand and rest their own."""


def test_a_connection_to_another_machine_is_refused_and_remembered() -> None:
    with Guard().standing() as guard, socket.socket() as connection:
        with pytest.raises(OutsideConnection, match=r"192\.0\.2\.1"):
            connection.connect(("192.0.2.1", 80))
        assert guard.take_refused() == ["192.0.2.1"]
        assert guard.take_refused() == []


def test_looking_up_another_name_is_refused() -> None:
    with Guard().standing(), pytest.raises(OutsideConnection, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)


def test_a_datagram_to_another_machine_is_refused() -> None:
    with (
        Guard().standing(),
        socket.socket(type=socket.SOCK_DGRAM) as connection,
        pytest.raises(OutsideConnection),
    ):
        connection.sendto(b"hello", ("192.0.2.1", 53))


def test_loopback_and_unix_sockets_go_through() -> None:
    with Guard().standing() as guard:
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(("localhost", server.getsockname()[1])).close()
        first, second = socket.socketpair()
        first.sendall(b"here")
        assert second.recv(4) == b"here"
        first.close()
        second.close()
        assert guard.take_refused() == []


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.9", True),
        ("::1", True),
        ("0.0.0.0", True),
        ("LOCALHOST", True),
        ("10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("localhost.example.org", False),
    ],
)
def test_what_counts_as_this_machine(host: str, local: bool) -> None:
    assert is_local(host) is local
