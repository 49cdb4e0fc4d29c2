"""The rate of our public pages against `bench/reference.py`: same server, threads and client, in alternating runs.

    .venv/bin/python bench/pages.py [path …]

Prints each run, the medians and their ratio; design §6 asks for 70 % on the cached agenda.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RUNS, SECONDS, CONNECTIONS, THREADS = 5, 4.0, 16, 64
PAGES = ("/en/thamm-2021/agenda", "/ar/thamm-2021/agenda", "/fr/thamm-2021/", "/ar/thamm-2021/documents")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(target: str, environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """A server for `target`, as `conference serve` starts it, and its port once it answers."""
    port = free_port()
    command = [
        str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", str(THREADS), "--backlog", "1024", "--no-log", target,
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment | {"PORT": str(port)})
    for _attempt in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
            return process, port
        except urllib.error.HTTPError:
            return process, port
        except OSError:
            time.sleep(0.1)
    process.terminate()
    raise SystemExit(f"{target} does not answer")


def rate(port: int, path: str, seconds: float = SECONDS) -> tuple[float, float]:
    command = [sys.executable, str(ROOT / "bench" / "load.py"), str(port), path, str(seconds), str(CONNECTIONS)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(answer[0]), float(answer[1])


def main(pages: list[str]) -> None:
    with tempfile.TemporaryDirectory() as instance:
        environment = {"CONFERENCE_MODE": "development", "CONFERENCE_INSTANCE": instance, "WORKER_THREADS": "0"}
        for command in ("migrate", "demo"):
            subprocess.run([str(BIN / "conference"), command], check=True, cwd=ROOT, env=os.environ | environment)
        reference, reference_port = serve("bench.reference:app", {})
        ours, our_port = serve("wsgi:app", environment)
        try:
            rate(reference_port, "/", 1)
            for page in pages:
                rate(our_port, page, 1)
                measure(page, our_port, reference_port)
        finally:
            for process in (reference, ours):
                process.terminate()
                process.wait(10)


def measure(page: str, our_port: int, reference_port: int) -> None:
    references, rates, size = [], [], 0.0
    for _run in range(RUNS):
        references.append(rate(reference_port, "/")[0])
        one, size = rate(our_port, page)
        rates.append(one)
        print(f"{page}: {rates[-1]:8.0f}/s   reference {references[-1]:8.0f}/s", flush=True)
    ratio = statistics.median(rates) / statistics.median(references)
    print(
        f"{page}: median {statistics.median(rates):.0f}/s of {statistics.median(references):.0f}/s,"
        f" ratio {ratio:.0%}, {size:.0f} bytes an answer\n",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:] or list(PAGES))
