"""Compiling gettext catalogues: only the .po files are tracked, so scripts and tests make the .mo files."""

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(os.environ.get("TRANSLATIONS") or Path(__file__).resolve().parents[2] / "translations")
"""The folder of this installation's catalogues: the languages that it speaks beside English."""


def languages_with_catalogues(folder: Path) -> list[str]:
    """The names of the languages that have a catalogue under `folder`, sorted."""
    return sorted(path.parents[1].name for path in folder.glob("*/LC_MESSAGES/messages.po"))


def compile_catalogues(folder: Path) -> list[Path]:
    """Write the ``.mo`` beside every ``<language>/LC_MESSAGES/*.po`` under ``folder`` that is newer than it.

    Returns the files written, none when all were up to date. Safe to call from several processes at once: a
    catalogue appears whole or not at all. Raises ``babel.messages.pofile.PoFileError`` for a malformed file.
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        language = source.parent.parent.name
        with source.open("rb") as lines:
            catalogue = read_po(lines, locale=language, abort_invalid=True)
        # Beside the target: os.replace is atomic only within one file system.
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
        try:
            with os.fdopen(handle, "wb") as binary:
                write_mo(binary, catalogue)
            os.chmod(temporary, 0o644)
            os.replace(temporary, target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        written.append(target)
    return written
