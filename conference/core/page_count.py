"""Counts the pages of a PDF from standard input. Run as a program of its own, with little memory and time."""

from __future__ import annotations

import resource
import sys

LOCKED, BROKEN = 3, 4
MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 20


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(sys.stdin.buffer.read()) as document:
            pages = len(document)
    except pypdfium2.PdfiumError as error:
        return LOCKED if "password" in str(error).lower() else BROKEN
    sys.stdout.write(str(pages))
    return 0 if pages else BROKEN


if __name__ == "__main__":
    sys.exit(main())
