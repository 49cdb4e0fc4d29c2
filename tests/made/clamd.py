"""A daemon that speaks ClamAV's protocol on a real socket, and ClamAV's own where it is installed."""

from __future__ import annotations

import shutil
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

VIRUS = b"a sign of evil"
NAME = "Win.Test.Evil-1"
PROGRAM = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


def eicar() -> bytes:
    """The harmless text that every scanner reports (eicar.org), put together here so that none reports this file."""
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"-".join([b"EICAR", b"STANDARD", b"ANTIVIRUS", b"TEST", b"FILE!$H+H*"])


@dataclass
class Daemon:
    """What a daemon does: `most` is its StreamMaxLength; `answer` is said of every file where it is not empty."""

    most: int = 10_000_000
    answer: bytes = b""
    hangs: bool = False
    scanned: list[bytes] = field(default_factory=list)

    def verdict(self, body: bytes) -> bytes:
        self.scanned.append(body)
        return self.answer or (f"stream: {NAME} FOUND".encode() if VIRUS in body else b"stream: OK")


class _Handler(socketserver.StreamRequestHandler):
    """One connection: commands begin with z and end with a zero byte, as answers do (man clamd)."""

    server: _Server

    def handle(self) -> None:
        daemon, command = self.server.daemon, b""
        while (one := self.rfile.read(1)) not in (b"\0", b""):
            command += one
        if daemon.hangs:
            self.server.ended.wait(30)
        elif command == b"zPING":
            self.wfile.write(b"PONG\0")
        elif command == b"zINSTREAM":
            self._stream(daemon)

    def _stream(self, daemon: Daemon) -> None:
        body = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            body += self.rfile.read(size)
            if len(body) > daemon.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(daemon.verdict(body) + b"\0")


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: Path, daemon: Daemon) -> None:
        self.daemon, self.ended = daemon, threading.Event()
        super().__init__(str(path), _Handler)


class _TcpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, daemon: Daemon) -> None:
        self.daemon, self.ended = daemon, threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)


@contextmanager
def listening(daemon: Daemon) -> Iterator[Path]:
    """The path of the daemon's socket, as long as it listens."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s"
        with _running(_Server(path, daemon)):
            yield path


@contextmanager
def listening_on_a_port(daemon: Daemon) -> Iterator[tuple[str, int]]:
    """The host and the port of the daemon, as long as it listens."""
    server = _TcpServer(daemon)
    with _running(server):
        yield "127.0.0.1", server.server_address[1]


@contextmanager
def _running(server: _Server | _TcpServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def real_clamd(**settings: str) -> Iterator[Path]:
    """The socket of ClamAV's own daemon, which knows one virus: the text that all scanners report."""
    assert PROGRAM
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "known").mkdir()
        (folder / "known" / "test.ndb").write_text(f"Eicar-Test-Signature:0:0:{eicar().hex()}\n")
        chosen = {
            "LocalSocket": str(folder / "s"),
            "DatabaseDirectory": str(folder / "known"),
            "Foreground": "yes",
            "AlertExceedsMax": "yes",
        } | settings
        configuration = folder / "clamd.conf"
        configuration.write_text("".join(f"{key} {value}\n" for key, value in chosen.items()))
        process = subprocess.Popen(
            [PROGRAM, "-c", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            for _attempt in range(300):
                if (folder / "s").exists():
                    break
                assert process.poll() is None
                time.sleep(0.1)
            yield folder / "s"
        finally:
            process.terminate()
            process.wait(30)
