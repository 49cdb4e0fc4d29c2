"""Counting the pages of a PDF that somebody sent, in a process of its own with little memory and time.

Run as a script this file is that process: it reads the PDF from its standard input and writes the number.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from typing import IO

SECONDS = 20
MEMORY = 1024 * 1024 * 1024
PROTECTED, DAMAGED = 3, 4
_PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD


class ProtectedPdf(ValueError):
    """The PDF opens with a password only."""


class DamagedPdf(ValueError):
    """The bytes begin like a PDF, but nothing can be read from them."""


def count_pages(stream: IO[bytes]) -> int:
    """The pages of a seekable PDF, which is left at its start. Raises ProtectedPdf and DamagedPdf."""
    with tempfile.TemporaryFile() as copy:
        stream.seek(0)
        shutil.copyfileobj(stream, copy)
        stream.seek(0)
        copy.seek(0)
        try:
            child = subprocess.run(
                [sys.executable, "-I", __file__],
                stdin=copy,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise DamagedPdf from None
    if child.returncode == PROTECTED:
        raise ProtectedPdf
    pages = child.stdout.strip()
    if child.returncode != 0 or not pages.isdigit() or int(pages) < 1:
        raise DamagedPdf
    return int(pages)


def _main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer)
        sys.stdout.write(str(len(document)))
    except pypdfium2.PdfiumError as error:
        return PROTECTED if error.err_code == _PASSWORD_NEEDED else DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(_main())
