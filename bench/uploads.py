"""How much memory a server takes while files arrive in pieces, and whether cut lines and a restart lose a byte.

    .venv/bin/python bench/uploads.py [megabytes of the one file] [files at once] [megabytes of each]

One file is cut three times on one server (the line closed, the server killed and started anew while a piece was on
its way, the page loaded again by a browser that knows nothing) and must arrive with its SHA-256. Then many arrive at
once at two servers on one PostgreSQL and one folder of files, each piece at the next of them, while the agenda is read.
Then comes a file that takes all the time and memory that drawing has. Prints the peak memory of the servers and their
children above what they hold idle, and the median and the slowest answer of the agenda.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import itertools
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from memory import MEBIBYTE, Peak, resident

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from script.suite.postgres import running_postgres  # noqa: E402

PIECE = 5 * MEBIBYTE
EVENT = "thamm-2021"


class Server:
    """The demonstration, as `conference serve` runs it; `settings` are environment variables."""

    def __init__(self, instance: Path, **settings: str) -> None:
        self.instance, self.settings, self.port = instance, settings, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self, *command: str) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        environment |= {"PORT": str(self.port), "CONFERENCE_INSTANCE": str(self.instance)} | self.settings
        program = str(Path(sys.executable).parent / "conference")
        with (self.instance / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [program, *(command or ("serve", "--demonstration"))],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if command:
            return
        for _attempt in range(300):
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise SystemExit((self.instance / "server.log").read_text()[-2000:])

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(60)

    def crash(self) -> None:
        """End at once, as a machine that loses its power does."""
        os.killpg(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait(60)

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()


class Balance:
    """Servers of which each request reaches the next."""

    def __init__(self, *servers: Server) -> None:
        self._next = itertools.cycle(servers)

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        return next(self._next).ask(method, path, body, headers)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Client:
    """A browser's part of it: a page, its cookie and token, and an upload by its address."""

    def __init__(self, server: Server | Balance, path: str) -> None:
        self.server, self.path = server, path
        _status, headers, page = server.ask("GET", path)
        source = page.decode()
        self.cookie = (headers.get_all("Set-Cookie") or [""])[0].split(";")[0]
        form = source[source.index("data-pieces") :]
        self.token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)[1]  # type: ignore[index]
        self.place = re.search(r'name="place"[^>]*value="([^"]+)"', form)[1]  # type: ignore[index]
        self.headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Tus-Resumable": "1.0.0"}

    def begin(self, length: int) -> str:
        name = base64.b64encode(b"bench.pdf").decode()
        more = {"Upload-Length": str(length), "Upload-Metadata": f"filename {name}"}
        status, headers, body = self.server.ask("POST", f"{self.path}/uploads", headers=self.headers | more)
        assert status == 201, (status, body)
        return urlsplit(headers["Location"]).path

    def offset(self, address: str) -> int:
        return int(self.server.ask("HEAD", address, headers=self.headers)[1]["Upload-Offset"])

    def send(self, address: str, file: Path, until: int) -> None:
        """Send pieces until so many bytes are there."""
        with file.open("rb") as stream:
            while (offset := self.offset(address)) < until:
                stream.seek(offset)
                more = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
                body = stream.read(min(PIECE, until - offset))
                status, _headers, _body = self.server.ask("PATCH", address, body, self.headers | more)
                assert status == 204, status

    def begin_piece(self, server: Server, address: str, file: Path) -> socket.socket:
        """Begin to send a piece, and answer the line on which it stands still in the middle."""
        offset = self.offset(address)
        head = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        line = socket.create_connection(("127.0.0.1", server.port))
        with file.open("rb") as stream:
            stream.seek(offset)
            line.sendall(
                f"PATCH {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}Upload-Offset: {offset}\r\n"
                f"Content-Type: application/offset+octet-stream\r\nContent-Length: {PIECE}\r\n\r\n".encode()
            )
            line.sendall(stream.read(PIECE // 3))
        return line

    def finish(self, address: str) -> str:
        fields = {"csrf_token": self.token, "place": self.place, "language_code": "fr"}
        fields["upload"] = address.rpartition("/")[2]
        status, headers, body = self.server.ask(
            "POST",
            f"{self.path}/slides",
            urlencode(fields),
            {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"},
        )
        assert status == 302, (status, re.findall(r"field-error[^>]*>.*?</p>", body.decode(), re.DOTALL))
        return self.server.ask("GET", headers["Location"].partition("#")[0], headers={"Cookie": self.cookie})[
            2
        ].decode()


def speakers_page(instance: Path, **settings: str) -> str:
    """The path of the page of a speaker who is invited now."""
    from sqlalchemy import select

    from conference.agenda.models import Speaker, SpeakerInSession
    from conference.app import create_app
    from conference.config import Config
    from conference.core.database import db, write
    from conference.speakers import service
    from conference.speakers.queries import invitation_of

    config = Config.from_environment(
        {"CONFERENCE_MODE": "development", "CONFERENCE_INSTANCE": str(instance)} | settings
    )
    with create_app(config).app_context():
        query = select(Speaker.id).join(SpeakerInSession).where(Speaker.email != "").order_by(Speaker.id)
        speaker_id = db.session.scalars(query).first()
        with write() as session:
            speaker = session.get_one(Speaker, speaker_id)
            found = invitation_of(session, speaker.id) or service.invite(session, speaker, by=None)
            return f"/fr/{EVENT}/speak/{service.token_of(found)}"


def make(path: Path, megabytes: int) -> str:
    """A PDF of some size, by bytes that stand in one of its streams; answers its SHA-256."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(720, 405)
    document.save(path)
    with path.open("ab") as stream:
        for _number in range(megabytes):
            stream.write(b"%" + os.urandom(MEBIBYTE - 2).replace(b"\n", b" ").replace(b"\r", b" ") + b"\n")
        stream.write(path.read_bytes()[: 64 * 1024].partition(b"startxref")[1] + b"\n0\n%%EOF\n")
    return hashlib.file_digest(path.open("rb"), "sha256").hexdigest()


def one_large(folder: Path, megabytes: int) -> None:
    instance = folder / "one"
    instance.mkdir()
    server = Server(instance)
    server.start()
    path = speakers_page(instance)
    file = folder / "large.pdf"
    digest, size = make(file, megabytes), file.stat().st_size
    client = Client(server, path)
    idle = resident(server.pid)
    began = time.perf_counter()
    with Peak(server.pid) as first:
        address = client.begin(size)
        client.send(address, file, size // 4)
        client.begin_piece(server, address, file).close()
        time.sleep(1)
        client.send(address, file, size // 2)
        line = client.begin_piece(server, address, file)
        time.sleep(0.5)
    server.crash()
    line.close()
    server.start()
    Client(server, path)
    idle_again = resident(server.pid)
    with Peak(server.pid) as second:
        client.send(address, file, 3 * size // 4)
        client = Client(server, path)
        client.send(address, file, size)
        page = client.finish(address)
    assert digest in page, "the file did not arrive as it was sent"
    above = max(first.bytes - idle, second.bytes - idle_again) / MEBIBYTE
    print(
        f"one file of {megabytes} MiB, cut three times: arrived whole in {time.perf_counter() - began:.1f} s; "
        f"peak {above:.0f} MiB above idle ({idle / MEBIBYTE:.0f} MiB)"
    )
    server.stop()


class Reader:
    """Somebody who asks for the agenda ten times a second, at one server after the other."""

    def __init__(self, balance: Balance) -> None:
        self._balance, self._done = balance, threading.Event()
        self._thread, self.seconds = threading.Thread(target=self._read), list[float]()

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *_told: Any) -> None:
        self._done.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._done.wait(0.1):
            began = time.perf_counter()
            assert self._balance.ask("GET", f"/fr/{EVENT}/agenda")[0] == 200
            self.seconds.append(time.perf_counter() - began)

    def __str__(self) -> str:
        median, slowest = statistics.median(self.seconds), max(self.seconds)
        return f"{len(self.seconds)} agendas meanwhile, median {1000 * median:.0f} ms, slowest {1000 * slowest:.0f} ms"


def many(nodes: list[Server], path: str, folder: Path, count: int, megabytes: int) -> None:
    files = [folder / f"{number}.pdf" for number in range(count)]
    digests = [make(file, megabytes) for file in files]
    clients = [Client(Balance(*(nodes if number % 2 else reversed(nodes))), path) for number in range(count)]
    pages: list[str] = [""] * count
    idle = [resident(node.pid) for node in nodes]

    def one(number: int) -> None:
        client, file = clients[number], files[number]
        address = client.begin(file.stat().st_size)
        client.send(address, file, file.stat().st_size)
        pages[number] = client.finish(address)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    began = time.perf_counter()
    with Peak(nodes[0].pid) as first, Peak(nodes[1].pid) as second, Reader(Balance(*nodes)) as reader:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - began
    whole = sum(digest in page for digest, page in zip(digests, pages, strict=True))
    above = [(peak.bytes - before) / MEBIBYTE for peak, before in zip((first, second), idle, strict=True)]
    print(
        f"{count} files of {megabytes} MiB at once on two servers: {whole} arrived whole in {seconds:.1f} s; peak "
        f"{above[0]:.0f} and {above[1]:.0f} MiB above idle; {reader}"
    )


def hostile(nodes: list[Server], path: str, folder: Path) -> None:
    from tests.made.heavy_pdfs import eats_memory, never_ends

    balance = Balance(*nodes)
    for make_it in (eats_memory, never_ends):
        file = folder / "hostile.pdf"
        file.write_bytes(make_it())
        client = Client(balance, path)
        began = time.perf_counter()
        with Reader(balance) as reader:
            address = client.begin(file.stat().st_size)
            client.send(address, file, file.stat().st_size)
            page = client.finish(address)
            link = re.findall(rf'href="({re.escape(path)}/slides/\d+)"', page)[0]
            while b"could not be drawn" not in balance.ask("GET", link.replace("/fr/", "/en/"))[2]:
                assert time.perf_counter() - began < 300, "still waiting for its pages"
                time.sleep(0.5)
        print(f"{make_it.__name__}: given up after {time.perf_counter() - began:.0f} s; {reader}")


def main(large: int, count: int, each: int) -> None:
    with tempfile.TemporaryDirectory() as name, running_postgres() as database:
        folder = Path(name)
        one_large(folder, large)
        instance = folder / "two"
        instance.mkdir()
        shared = {"DATABASE_URL": database, "WORKER_THREADS": "0"}
        nodes, worker = [Server(instance, **shared), Server(instance, **shared)], Server(instance, **shared)
        started: list[Server] = []
        try:
            for node in nodes:
                node.start()
                started.append(node)
            worker.settings["CONFERENCE_MODE"] = "development"
            worker.start("worker")
            started.append(worker)
            path = speakers_page(instance, **shared)
            many(nodes, path, folder, count, each)
            hostile(nodes, path, folder)
        finally:
            for node in started:
                node.stop()


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [150, 20, 20][len(given) :]))
