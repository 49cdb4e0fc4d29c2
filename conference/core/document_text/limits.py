"""How much time, memory and text a file may take, and how its reader ends: known to both processes."""

from __future__ import annotations

from enum import IntEnum

SECONDS = 60
MEMORY = 1024 * 1024 * 1024
MOST_PAGES = 2000
MOST_CHARACTERS = 5_000_000
"""Of the whole file, about as much as six Bibles: what comes after is not searched."""


class Ending(IntEnum):
    """The status with which the reader's process ends."""

    READ = 0
    PROTECTED = 3
    DAMAGED = 4
