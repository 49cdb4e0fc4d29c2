"""Printing files of Office to PDF by LibreOffice, told to trust nothing in them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO
from xml.sax.saxutils import quoteattr

from flask import current_app

from conference.core import confined
from conference.core.file_types import DOCX, ODP, PPT, PPTX

SECONDS = 180
MEMORY = 4 * 1024 * 1024 * 1024
PRINTED = (PPTX, PPT, ODP, DOCX)
"""What LibreOffice prints for us."""
_FILTERS = {
    PPTX.ending: ("Impress MS PowerPoint 2007 XML", "impress_pdf_Export"),
    PPT.ending: ("MS PowerPoint 97", "impress_pdf_Export"),
    ODP.ending: ("impress8", "impress_pdf_Export"),
    DOCX.ending: ("MS Word 2007 XML", "writer_pdf_Export"),
}
"""How each kind is read and printed: LibreOffice would guess, and knows a hundred kinds more than we take."""
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    # Pictures and texts that are not in the file but somewhere on this machine or in the network.
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    # Where the system gives no way out of the network, addresses lead to a proxy that is not there.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


class NoConverter(Exception):
    """Files of Office are drawn by LibreOffice, which this machine does not have."""


def converter() -> str | None:
    """LibreOffice's program, where this machine has it."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def printed(office: IO[bytes], ending: str) -> AbstractContextManager[IO[bytes]]:
    """A file of Office as a PDF; what is ours is hidden from the program that opens it. Raises as `as_pdf` does."""
    return as_pdf(office, ending=ending, hidden=current_app.config["PRIVATE_FOLDERS"])


@contextmanager
def as_pdf(office: IO[bytes], *, ending: str, hidden: Sequence[Path]) -> Iterator[IO[bytes]]:
    """A file of Office as LibreOffice prints it, to which the `hidden` folders are empty.

    Raises NoConverter and confined.ProgramFailed.
    """
    program = converter()
    if program is None:
        raise NoConverter
    reading, printing = _FILTERS[ending]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"slides.{ending}"
        office.seek(0)
        with source.open("wb") as copy:
            shutil.copyfileobj(office, copy)
        # A profile of its own: nothing of another file is left, and two can run at once.
        profile = Path(folder) / "profile"
        _write_settings(profile)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            f"--infilter={reading}",
            "--convert-to",
            f"pdf:{printing}",
            "--outdir",
            folder,
            str(source),
        ]
        confined.run(command, stdin=None, seconds=SECONDS, memory=MEMORY, folder=folder, hidden=hidden)
        result = source.with_suffix(".pdf")
        if not result.is_file():
            raise confined.ProgramFailed(program)
        with result.open("rb") as pdf:
            yield pdf


def _write_settings(profile: Path) -> None:
    items = "".join(
        f'<item oor:path={quoteattr(f"/org.openoffice.{path}")}><prop oor:name={quoteattr(name)} oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
    )
