"""Servers to measure, each started as `conference serve` starts granian, and the rate at which one answers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CONNECTIONS, THREADS = 16, 64


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(command: Sequence[str], environment: Mapping[str, str], *, port: int) -> subprocess.Popen[bytes]:
    """A server that `command` starts on `port`, once it answers with whatever status; its log goes nowhere."""
    process = background(command, {**environment, "PORT": str(port)})
    for _attempt in range(900):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
            return process
        except urllib.error.HTTPError:
            return process
        except OSError:
            time.sleep(0.1)
    process.terminate()
    raise SystemExit(f"{' '.join(command)} does not answer")


def background(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A process whose log goes nowhere: a line for each request would cost what is measured, and bury the figures."""
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | environment, stdout=nowhere, stderr=nowhere)


def serve(target: str, environment: Mapping[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """A WSGI application under granian, with as many threads as ours has, and its port."""
    port = free_port()
    command = [
        str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", str(THREADS), "--backlog", "1024", "--no-log", target,
    ]  # fmt: skip
    return start(command, environment, port=port), port


def stop(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(20)


def conference(environment: Mapping[str, str], *arguments: str) -> None:
    """Run a command of ours to its end."""
    subprocess.run([str(BIN / "conference"), *arguments], check=True, cwd=ROOT, env=os.environ | environment)


def rate(port: int, path: str, seconds: float) -> tuple[float, float]:
    """Answers a second, and bytes an answer, of one address."""
    command = [sys.executable, str(ROOT / "bench" / "load.py"), str(port), path, str(seconds), str(CONNECTIONS)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(answer[0]), float(answer[1])
