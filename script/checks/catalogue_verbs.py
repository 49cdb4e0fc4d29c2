"""The verbs of script/catalogues: ``update`` after a sentence changed, ``compile`` before running, ``add CODE``."""

import sys
from pathlib import Path

from conference.core.catalogues import TRANSLATIONS, compile_catalogues, languages_with_catalogues
from conference.core.languages import CODES, ENGLISH, spoken
from script.checks import catalogue_file
from script.checks.extraction import extract


def translated(folder: Path) -> list[str]:
    """The languages that have a catalogue under ``folder``, or ought to: those that ship."""
    return sorted({*CODES, *languages_with_catalogues(folder)} - {ENGLISH.code})


def update(source: Path, folder: Path) -> list[Path]:
    """Bring every catalogue in line with the sentences under ``source``; returns the files that changed."""
    template = extract(source)
    changed = []
    for language in translated(folder):
        path = folder / language / "LC_MESSAGES" / "messages.po"
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        current = catalogue_file.read(path) if before else None
        catalogue = catalogue_file.updated(template, current, language)
        after = catalogue_file.canonical(catalogue, language)
        if after != before:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(after, encoding="utf-8")
            changed.append(path)
        missing = sum(1 for message in catalogue if message.id and not all(_forms(message.string)))
        print(f"{path}: {len(catalogue)} sentences, {missing} to translate")
    return changed


def add(source: Path, folder: Path, code: str) -> Path:
    """Begin the catalogue of another language, with nothing translated.

    Raises ValueError for what is no language, FileExistsError for one that is here already.
    """
    if code == ENGLISH.code or code not in spoken([code]):
        raise ValueError(code)
    path = folder / code / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    catalogue = catalogue_file.updated(extract(source), None, code)
    path.write_text(catalogue_file.canonical(catalogue, code), encoding="utf-8")
    return path


def _forms(string: object) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (str(string),)


def main(arguments: list[str]) -> int:
    """Do the verb named on the command line."""
    match arguments:
        case ["update"]:
            update(Path("conference"), TRANSLATIONS)
        case ["compile"]:
            for written in compile_catalogues(TRANSLATIONS):
                print(f"compiled {written}", file=sys.stderr)
        case ["add", code]:
            try:
                print(f"{add(Path('conference'), TRANSLATIONS, code)}: translate it, then script/catalogues compile")
            except (ValueError, FileExistsError):
                print(f"{code}: no code of a language, or one that is here already", file=sys.stderr)
                return 2
        case _:
            print("usage: script/catalogues update | compile | add CODE", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
