"""How much memory a server takes while files arrive in pieces, and whether cut lines and a restart lose a byte.

    .venv/bin/python bench/uploads.py [megabytes of the one file] [files at once] [megabytes of each]

One file is cut three times (the line closed, the server killed and started anew, a new client) and must arrive with its
SHA-256; then many at once, while the agenda is asked for. Prints the peak memory of the server and its children above
the idle server, and the agenda's slowest answer.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import re
import socket
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
PIECE = 5 * MEBIBYTE
EVENT = "thamm-2021"


class Server:
    """The demonstration, as `conference serve` runs it."""

    def __init__(self, instance: Path, port: int) -> None:
        self.instance, self.port = instance, port
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        environment |= {"PORT": str(self.port), "CONFERENCE_INSTANCE": str(self.instance)}
        command = [str(Path(sys.executable).parent / "conference"), "serve", "--demonstration"]
        with (self.instance / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        for _attempt in range(300):
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise SystemExit((self.instance / "server.log").read_text()[-2000:])

    def kill(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(30)

    def ask(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()


class Client:
    """A browser's part of it: a page, its cookie and token, and an upload by its address."""

    def __init__(self, server: Server, path: str) -> None:
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

    def cut(self, address: str, file: Path) -> None:
        """Begin to send a piece and close the line in the middle of it."""
        offset = self.offset(address)
        head = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        with socket.create_connection(("127.0.0.1", self.server.port)) as line, file.open("rb") as stream:
            stream.seek(offset)
            line.sendall(
                f"PATCH {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}Upload-Offset: {offset}\r\n"
                f"Content-Type: application/offset+octet-stream\r\nContent-Length: {PIECE}\r\n\r\n".encode()
            )
            line.sendall(stream.read(PIECE // 3))

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


def speakers_page(instance: Path) -> str:
    """The path of the page of a speaker who is invited now."""
    from sqlalchemy import select

    from conference.agenda.models import Speaker, SpeakerInSession
    from conference.app import create_app
    from conference.config import Config
    from conference.core.database import db, write
    from conference.speakers import service
    from conference.speakers.queries import invitation_of

    config = Config.from_environment({"CONFERENCE_MODE": "development", "CONFERENCE_INSTANCE": str(instance)})
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


def one_large(server: Server, path: str, folder: Path, megabytes: int) -> None:
    file = folder / "large.pdf"
    digest, size = make(file, megabytes), file.stat().st_size
    client = Client(server, path)
    assert server.process is not None
    idle = resident(server.process.pid)
    began = time.perf_counter()
    with Peak(server.process.pid) as first:
        address = client.begin(size)
        client.send(address, file, size // 4)
        client.cut(address, file)
        time.sleep(1)
        client.send(address, file, size // 2)
    server.kill()
    server.start()
    Client(server, path)
    idle_again = resident(server.process.pid)
    with Peak(server.process.pid) as second:
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


def many(server: Server, path: str, folder: Path, count: int, megabytes: int) -> None:
    files = [folder / f"{number}.pdf" for number in range(count)]
    digests = [make(file, megabytes) for file in files]
    clients = [Client(server, path) for _file in files]
    pages: list[str] = [""] * count
    slowest = [0.0]
    assert server.process is not None
    idle = resident(server.process.pid)

    def one(number: int) -> None:
        client, file = clients[number], files[number]
        address = client.begin(file.stat().st_size)
        client.send(address, file, file.stat().st_size)
        pages[number] = client.finish(address)

    done = threading.Event()

    def read() -> None:
        while not done.wait(0.1):
            began = time.perf_counter()
            assert server.ask("GET", f"/fr/{EVENT}/agenda")[0] == 200
            slowest[0] = max(slowest[0], time.perf_counter() - began)

    reader = threading.Thread(target=read)
    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    began = time.perf_counter()
    with Peak(server.process.pid) as peak:
        for thread in (reader, *threads):
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - began
        done.set()
        reader.join()
    whole = sum(digest in page for digest, page in zip(digests, pages, strict=True))
    print(
        f"{count} files of {megabytes} MiB at once: {whole} arrived whole in {seconds:.1f} s; peak "
        f"{(peak.bytes - idle) / MEBIBYTE:.0f} MiB above idle; the agenda answered within {slowest[0]:.2f} s"
    )


def main(large: int, count: int, each: int) -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        instance = Path(folder) / "instance"
        instance.mkdir()
        server = Server(instance, port)
        server.start()
        try:
            path = speakers_page(instance)
            one_large(server, path, Path(folder), large)
            many(server, path, Path(folder), count, each)
        finally:
            server.kill()


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [150, 20, 20][len(given) :]))
