"""The text of a file that somebody sent, page by page, read in a process of its own with little memory and time."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from conference.core import confined, file_types
from conference.core.document_text.limits import MEMORY, SECONDS, Ending
from conference.core.file_types import FileType

READ = (file_types.PDF, file_types.DOCX, file_types.PPTX, file_types.XLSX, file_types.HTML, file_types.TEXT)
"""What text is read from; a PDF's pages, a presentation's slides and a workbook's sheets are told apart."""
_ROOT = Path(__file__).parents[3]
_PROGRAM = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from conference.core.document_text import child; child.main()"
)


class NotRead(Exception):
    """No text could be read within our limits of time and memory, or the file is damaged."""


class OpensWithPassword(NotRead):
    """The file opens with a password only."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text of each page in its order, empty where a page holds none, and how many files are attached to a PDF.

    `title` is the one that the file gives itself, or empty. `examined` says of a PDF whether it is "tagged", which
    "language" and which "title" it names, and whether there is "text"; it is empty for other files.
    """

    pages: list[str]
    attachments: int = 0
    title: str = ""
    examined: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read: the pages are pictures, as a scanner makes them."""
        return not any(self.pages)


def read_text(file: IO[bytes], file_type: FileType) -> Text:
    """The text of a file of a type in `READ`, in NFKC and in the order that it is read. `file` is a real one.

    Raises NotRead and OpensWithPassword.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Libraries that read archives jump about in them, which a pipe cannot do.
        source, answer = Path(folder) / "file", Path(folder) / "answer.json"
        file.seek(0)
        with source.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        command = [sys.executable, "-I", "-c", _PROGRAM, file_type.ending, str(source), str(answer)]
        try:
            confined.run(command, stdin=None, seconds=SECONDS, memory=MEMORY, folder=folder)
        except confined.ProgramFailed as failed:
            raise OpensWithPassword if failed.status == Ending.PROTECTED else NotRead(failed.status) from None
        told = json.loads(answer.read_text(encoding="ascii"))
    examined = told["examined"]
    return Text(
        told["pages"],
        told["attachments"],
        told["title"],
        {**examined, "text": any(told["pages"])} if examined is not None else {},
    )
