"""Asking ClamAV about a file that somebody sent, where the installation names its daemon (`CLAMD`).

The client is our own, for one command of the protocol that `man clamd` describes: docs/adr/0010 says why.
"""

from __future__ import annotations

import hashlib
import select
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from flask import Flask, current_app

from conference.core.logs import log

EXTENSION = "conference.scanner"
SECONDS = 130
"""How long an answer may take: the daemon gives up a scan after 120 seconds by itself (MaxScanTime)."""
SECONDS_TO_CONNECT = 5
SECONDS_FOR_A_SEAT = 30
CHUNK = 256 * 1024
_LONGEST_ANSWER = 4096
_SEATS = threading.BoundedSemaphore(8)
"""How many files this process has scanned at a time, so that a daemon that hangs does not take every thread."""
_BEYOND_LIMITS = "Heuristics.Limits.Exceeded"
"""What the daemon answers in the place of a virus for what it did not look through (AlertExceedsMax)."""

Address = Path | tuple[str, int]
"""A daemon's socket: a path, or a host and a port."""


class VirusFound(ValueError):
    """The file holds what the scanner knows as a virus called `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TooLargeToScan(ValueError):
    """The scanner does not take as much as the installation does (StreamMaxLength, MaxFileSize, MaxScanSize)."""


class ScannerSilent(Exception):
    """The scanner gave no answer that says what the file is: nobody knows now."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """A ClamAV daemon. `seconds` is how long it may keep silent."""

    address: Address
    seconds: float = SECONDS

    def scan(self, stream: IO[bytes]) -> None:
        """Have a seekable stream looked at, which is left at its start.

        Raises VirusFound, TooLargeToScan and ScannerSilent.
        """
        if not _SEATS.acquire(timeout=SECONDS_FOR_A_SEAT):
            raise ScannerSilent("no seat")
        try:
            stream.seek(0)
            answer, digest = self._instream(stream)
        except OSError as error:
            raise ScannerSilent(str(error)) from error
        finally:
            _SEATS.release()
            stream.seek(0)
        verdict = answer.removeprefix("stream: ")
        if verdict == "OK":
            return
        facts = {"answer": verdict, "sha256": digest}
        if "size limit exceeded" in verdict or verdict.startswith(_BEYOND_LIMITS):
            log.error("the scanner takes less than MAX_UPLOAD_MB", extra={"facts": facts})
            raise TooLargeToScan
        if verdict.endswith(" FOUND"):
            log.warning("virus found", extra={"facts": facts})
            raise VirusFound(verdict.removesuffix(" FOUND"))
        raise ScannerSilent(verdict)

    def check(self) -> None:
        """Raise ScannerSilent unless the daemon answers now."""
        try:
            with self._connected() as line:
                line.settimeout(SECONDS_TO_CONNECT)
                line.sendall(b"zPING\0")
                if (answer := _answer(line)) != "PONG":
                    raise ScannerSilent(answer)
        except OSError as error:
            raise ScannerSilent(str(error)) from error

    def _connected(self) -> socket.socket:
        if isinstance(self.address, tuple):
            line = socket.create_connection(self.address, timeout=SECONDS_TO_CONNECT)
        else:
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(SECONDS_TO_CONNECT)
            try:
                line.connect(str(self.address))
            except BaseException:
                line.close()
                raise
        line.settimeout(self.seconds)
        return line

    def _instream(self, stream: IO[bytes]) -> tuple[str, str]:
        """The answer about what was read, and the SHA-256 of that."""
        hasher = hashlib.sha256()
        with self._connected() as line:
            # A daemon that had enough says so and closes the line in the middle of the file.
            with suppress(BrokenPipeError, ConnectionResetError):
                line.sendall(b"zINSTREAM\0")
                answers = select.poll()
                answers.register(line, select.POLLIN)
                while chunk := stream.read(CHUNK):
                    if answers.poll(0):
                        break
                    hasher.update(chunk)
                    line.sendall(len(chunk).to_bytes(4, "big") + chunk)
                else:
                    line.sendall(bytes(4))
            return _answer(line), hasher.hexdigest()


def _answer(line: socket.socket) -> str:
    """What the daemon says, up to the mark that ends it. Raises OSError where the line ends before."""
    said = b""
    while not said.endswith(b"\0"):
        part = line.recv(_LONGEST_ANSWER)
        if not part or len(said) > _LONGEST_ANSWER:
            raise ConnectionAbortedError("no whole answer")
        said += part
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def configure(app: Flask, address: Address | None) -> None:
    app.extensions[EXTENSION] = Scanner(address) if address is not None else None


def scanner() -> Scanner | None:
    """The application's scanner; None where the installation names none."""
    return cast("Scanner | None", current_app.extensions[EXTENSION])


def scan(stream: IO[bytes]) -> None:
    """Have a file looked at where the installation names a scanner; the stream is left at its start.

    Raises VirusFound, TooLargeToScan and ScannerSilent.
    """
    found = scanner()
    if found is not None:
        try:
            found.scan(stream)
        except ScannerSilent:
            log.exception("the scanner does not answer")
            raise
