"""Running a program on a file that somebody sent: little time and memory, no network, and nothing of ours to read.

Run as a script this file is the last step before that program: it takes the limits upon itself and becomes it.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

LARGEST_FILE = 1024 * 1024 * 1024
"""Bytes that one file may have which the program writes."""
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_NEW_USER, _NEW_NETWORK, _NEW_MOUNTS = 0x10000000, 0x40000000, 0x00020000
_READ_ONLY, _PRIVATE_TO_ALL = 1, 0x4000 | 0x40000
"""What sched.h calls CLONE_NEWUSER, CLONE_NEWNET and CLONE_NEWNS, and mount.h MS_RDONLY and MS_REC with MS_PRIVATE."""


class ProgramFailed(Exception):
    """The program failed, or needed more time or memory than it had.

    `status` is what it ended with: as it chose, negative for a signal, None where time was out or nothing came of it.
    """

    def __init__(self, program: str, status: int | None = None) -> None:
        super().__init__(program, status)
        self.status = status


def run(
    command: list[str],
    *,
    stdin: IO[bytes] | None,
    seconds: int,
    memory: int,
    folder: str,
    hidden: Sequence[Path] = (),
) -> None:
    """Run a program in a folder of its own, and end all that it started. `memory` is in bytes. Raises ProgramFailed.

    It knows our PATH and the folder, but none of our settings, which hold passwords; the `hidden` folders are empty
    to it, and there is no network, where the system lets a process do that to itself (man 7 user_namespaces).
    """
    away = [str(path) for path in hidden if path.is_dir() and not Path(folder).resolve().is_relative_to(path.resolve())]
    known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-I", __file__, str(seconds), str(memory), str(len(away)), *away, *command],
        stdin=stdin if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=known | {"HOME": folder, "TMPDIR": folder},
        start_new_session=True,
    )
    try:
        status: int | None = process.wait(seconds)
    except subprocess.TimeoutExpired:
        status = None
    finally:
        _end(process)
    if status != 0:
        raise ProgramFailed(command[0], status)


def python(script: str, *arguments: str) -> list[str]:
    """The command that runs a script of ours with nothing of our own environment."""
    return [sys.executable, "-I", script, *arguments]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a process and of its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave(hidden: list[str]) -> None:
    """Go where there is no network and where some folders are empty; stay where the system does not let us."""
    user, group = os.getuid(), os.getgid()
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "unshare") or library.unshare(_NEW_USER | _NEW_NETWORK | _NEW_MOUNTS) != 0:
        return
    for name, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with suppress(OSError):
            Path("/proc/self", name).write_text(line, encoding="ascii")
    library.mount(None, b"/", None, _PRIVATE_TO_ALL, None)
    for folder in hidden:
        library.mount(b"none", os.fsencode(folder), b"tmpfs", _READ_ONLY, b"size=4k")


def _main(arguments: list[str]) -> None:
    seconds, memory, count = (int(one) for one in arguments[:3])
    _leave(arguments[3 : 3 + count])
    _limit(seconds, memory)
    command = arguments[3 + count :]
    os.execvp(command[0], command)  # noqa: S606 # our own list, and no shell


if __name__ == "__main__":
    _main(sys.argv[1:])
