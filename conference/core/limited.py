"""Running a program that looks at what a stranger sent: in a process of its own, with little memory and time.

Run as a script this file is the beginning of that process: it limits itself and becomes the program.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import IO


def run(
    command: Sequence[str], *, stdin: IO[bytes] | None = None, seconds: int, memory: int, folder: str | None = None
) -> int | None:
    """Run a program to its end, with all that it starts, and answer its exit status; None where it took too long.

    `stdin` is a real file. `memory` is in bytes, of addresses; `seconds` count on the clock and on the processor.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", __file__, str(seconds), str(memory), *command],
        stdin=stdin if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(process)


def python(script: str, *arguments: str) -> list[str]:
    """The command that runs a script of ours with nothing of our own environment."""
    return [sys.executable, "-I", script, *arguments]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a process and of its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _become(seconds: int, memory: int, command: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execv(command[0], command)  # noqa: S606 # our own list, and no shell


if __name__ == "__main__":
    _become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
