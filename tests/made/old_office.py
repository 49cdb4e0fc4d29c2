"""Makes containers of old Office as small as they can be: a header, a table of sectors, a directory, the streams."""

from __future__ import annotations

import struct

SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
CURRENT_USER = b"\0\0\xf6\x0f\x1c\0\0\0\x14\0\0\0%s\0\0\xf4\x03\x03\0\x08\0"
"""The record of who wrote a presentation last ([MS-PPT] §2.3.2), with its token."""
PLAIN, ENCRYPTED = b"\x5f\xc0\x91\xe3", b"\xdf\xc4\xd1\xf3"
MACROS = bytes.fromhex("1f00ff0314000000020000040c000000050000000100000002000000")
"""The record of a presentation that leads to its macros and says that it has some ([MS-PPT] §2.4.10 and 2.4.11)."""


def container(streams: dict[str, bytes], *, storages: tuple[str, ...] = ()) -> bytes:
    """A file of these streams, each filled up to 4096 bytes, below which streams would share sectors."""
    entries, bodies, start = [_entry("Root Entry", ROOT, END, 0)], b"", 0
    chains: list[int] = []
    for name, body in streams.items():
        body = body.ljust(4096, b"\0")
        body += bytes(-len(body) % SECTOR)
        count = len(body) // SECTOR
        entries.append(_entry(name, STREAM, start, len(body)))
        chains += [*range(start + 1, start + count), END]
        bodies += body
        start += count
    entries += [_entry(name, STORAGE, 0, 0) for name in storages]
    directory = b"".join(entries)
    directory += bytes(-len(directory) % SECTOR)
    directory_sectors = len(directory) // SECTOR
    chains += [*range(start + 1, start + directory_sectors), END]
    tables = 1
    while tables * SECTOR // 4 < len(chains) + tables:
        tables += 1
    first_table = len(chains)
    chains += [TABLE] * tables
    chains += [FREE] * (tables * SECTOR // 4 - len(chains))
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16))
    header += struct.pack("<HHHHH6xIIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, tables, start, 0, 4096, END, 0, END, 0, 0)[:-4]
    named = [first_table + number for number in range(tables)]
    header += struct.pack("<109I", *named, *[FREE] * (109 - tables))
    return bytes(header) + bodies + directory + struct.pack(f"<{len(chains)}I", *chains)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return encoded.ljust(64, b"\0") + struct.pack("<HBB12x16x4x16xIQ", len(encoded), kind, 1, start, size)


def presentation(*, locked: bool = False, macros: bool = False) -> bytes:
    """A file of old PowerPoint, by the names and the records that say so."""
    return container(
        {
            "Current User": CURRENT_USER % (ENCRYPTED if locked else PLAIN),
            "PowerPoint Document": bytes(700) + (MACROS if macros else b""),
        }
    )
