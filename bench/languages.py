"""How well the language of a text is told by its script and its small words, over texts that exist in three languages.

    .venv/bin/python bench/languages.py FOLDER

FOLDER holds `name.language.yml` with texts at any depth, and `name.language.html` with paragraphs. Where
`lingua-language-detector` is installed beside it, the same texts are given to it too. What a text does not show is no
mistake: nothing is proposed then, and somebody chooses.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent))

import lxml.html
import yaml

from conference.core.languages import LANGUAGES
from conference.library.bringing.language import language_of

LENGTHS = (4, 40, 100, 300)


def texts_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Each text with the code of its language."""
    for path in sorted(folder.glob("*.*.yml")):
        for text in strings(yaml.safe_load(path.read_text("utf-8"))):
            yield path.name.split(".")[1], text
    for path in sorted(folder.glob("*.*.html")):
        for element in lxml.html.fromstring(path.read_text("utf-8")).iter("p", "h1", "h2", "h3", "h4", "li"):
            yield path.name.split(".")[1], " ".join(element.text_content().split())


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def ours(text: str) -> str:
    found = language_of(text, LANGUAGES)
    return found.code if found else ""


def others() -> dict[str, Callable[[str], str]]:
    try:
        from lingua import Language, LanguageDetectorBuilder
    except ImportError:
        return {}
    detector = LanguageDetectorBuilder.from_languages(Language.ENGLISH, Language.FRENCH, Language.ARABIC).build()

    def told(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else ""

    return {"lingua": told}


def main() -> None:
    texts = [one for one in texts_in(Path(sys.argv[1])) if sum(letter.isalpha() for letter in one[1]) >= LENGTHS[0]]
    for name, detect in ({"script and small words": ours} | others()).items():
        for length in LENGTHS:
            told = [(code, detect(text)) for code, text in texts if len(text) >= length]
            right = sum(code == found for code, found in told) / len(told)
            wrong = sum(found not in (code, "") for code, found in told)
            print(f"{name}: {len(told)} texts of {length} characters and more: {right:.2%} right, {wrong} wrong")


if __name__ == "__main__":
    main()
