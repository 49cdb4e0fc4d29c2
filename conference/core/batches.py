"""Taking many things a few at a time, so that they are never in memory together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of `size`, the last of them shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
