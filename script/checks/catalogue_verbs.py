"""The verbs of script/catalogues: ``update`` after a sentence changed, ``compile`` before running."""

import sys
from pathlib import Path

from conference.core.catalogues import compile_catalogues
from script.checks import catalogue_file
from script.checks.extraction import extract

LANGUAGES = ("ar", "fr")


def update(source: Path, folder: Path) -> list[Path]:
    """Bring every catalogue in line with the sentences under ``source``; returns the files that changed."""
    template = extract(source)
    changed = []
    for language in LANGUAGES:
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


def _forms(string: object) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (str(string),)


def main(arguments: list[str]) -> int:
    """Do the verb named on the command line."""
    if arguments == ["update"]:
        update(Path("conference"), Path("translations"))
    elif arguments == ["compile"]:
        for written in compile_catalogues(Path("translations")):
            print(f"compiled {written}", file=sys.stderr)
    else:
        print("usage: script/catalogues update | compile", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
