"""How much memory a process and its children hold, now and at most while something happens."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

MEBIBYTE = 1024 * 1024
PAGE = os.sysconf("SC_PAGE_SIZE")
EVERY_SECONDS = 0.01


def resident(pid: int) -> int:
    """Bytes that a process and its children hold in memory."""
    try:
        total = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
        children = [
            line for task in Path(f"/proc/{pid}/task").iterdir() for line in (task / "children").read_text().split()
        ]
    except OSError:
        return 0
    return total + sum(resident(int(child)) for child in children)


class Peak:
    """Watches a process inside a `with` block; `bytes` is the most that it and its children held meanwhile."""

    def __init__(self, pid: int) -> None:
        self.bytes, self._pid, self._done = 0, pid, threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_told: Any) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(EVERY_SECONDS):
            self.bytes = max(self.bytes, resident(self._pid))
