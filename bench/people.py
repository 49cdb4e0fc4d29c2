"""Clients who register one person after another through the public door: form, answer, the page after it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


class Refused(Exception):
    """The server answered otherwise than a person who registers should be answered."""


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: str


@dataclass
class Times:
    """How long requests took, in seconds."""

    forms: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)


@dataclass
class Client:
    """One keep-alive connection behind a proxy, from an address of its own; `host` is the installation's name."""

    port: int
    host: str
    address: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    @classmethod
    async def connected(cls, port: int, host: str, address: str) -> Client:
        return cls(port, host, address, *await asyncio.open_connection("127.0.0.1", port, limit=2**20))

    async def ask(
        self, method: str, path: str, body: str = "", *, kind: str = "x-www-form-urlencoded", token: str = ""
    ) -> Answer:
        """An answer; what is sent is ASCII of this kind of `application/…`, `token` the one of scripts."""
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"X-Forwarded-For: {self.address}",
            f"X-Forwarded-Host: {self.host}",
            "X-Forwarded-Proto: https",
        ]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{one.key}={one.value}" for one in self.cookies.values()))
        if method == "POST":
            lines += [f"Content-Type: application/{kind}", f"Content-Length: {len(body)}"]
        if token:
            lines.append(f"X-CSRFToken: {token}")
        self.writer.write("\r\n".join([*lines, "", body]).encode("ascii"))
        head, *fields = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = [(name.lower(), value.strip()) for name, _, value in (one.partition(":") for one in fields if one)]
        length = next((int(value) for name, value in headers if name == "content-length"), 0)
        answered = Answer(int(head.split()[1]), headers, (await self.reader.readexactly(length)).decode())
        for name, value in headers:
            if name == "set-cookie":
                self.cookies.load(value)
        return answered

    async def register(self, path: str, answers: Mapping[str, object], times: Times) -> None:
        """As one person with a browser of their own. Raises Refused."""
        self.cookies.clear()
        began = time.perf_counter()
        form = await self.ask("GET", path)
        shown = time.perf_counter()
        token = TOKEN.search(form.body)
        if form.status != 200 or token is None:
            raise Refused(f"the form: {form.status} {form.body[:500]}")
        typed = urlencode({**answers, "csrf_token": token[1]}, doseq=True)
        asked = time.perf_counter()
        sent = await self.ask("POST", path, typed)
        times.sent.append(time.perf_counter() - asked)
        times.forms.append(shown - began)
        if sent.status != 302:
            errors = re.findall(r'class="field-error"[^>]*>(.*?)</p>', sent.body, re.DOTALL)
            raise Refused(f"the form that was sent: {sent.status} {errors or sent.body[:500]}")
        after = await self.ask("GET", f"{path}/received")
        if after.status != 200:
            raise Refused(f"the page after the form: {after.status}")
