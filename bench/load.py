"""A client that asks for one address over and over: keep-alive connections, one request under way on each."""

from __future__ import annotations

import asyncio
import sys
import time


class Asker(asyncio.Protocol):
    """One connection: sends the request again as soon as the whole answer has come."""

    answered = 0
    bytes_received = 0

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.pending = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.pending += data
        end = self.pending.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self.pending[:end]).lower()
        if not head.startswith(b"http/1.1 200"):
            raise SystemExit(f"not 200: {head[:200]!r}")
        at = head.find(b"content-length:")
        if at < 0:
            raise SystemExit("an answer without Content-Length")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(self.pending) < end + 4 + length:
            return
        Asker.bytes_received += end + 4 + length
        Asker.answered += 1
        self.pending.clear()
        self.transport.write(self.request)


async def ask(port: int, path: str, seconds: float, connections: int) -> tuple[float, float]:
    """Answers a second, and bytes an answer."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\nAccept: text/html\r\n\r\n"
    ).encode()
    loop = asyncio.get_running_loop()
    transports = []
    for _number in range(connections):
        transport, _protocol = await loop.create_connection(lambda: Asker(request), "127.0.0.1", port)
        transports.append(transport)
    Asker.answered = Asker.bytes_received = 0
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    rate = Asker.answered / (time.perf_counter() - began)
    size = Asker.bytes_received / max(Asker.answered, 1)
    for transport in transports:
        transport.abort()
    return rate, size


if __name__ == "__main__":
    rate, size = asyncio.run(ask(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
    print(f"{rate:.1f} {size:.0f}")
