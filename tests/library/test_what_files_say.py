"""Language, symbol and title as a file tells them: over real texts in three languages, and where it tells nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language
from conference.library.bringing.language import language_of
from conference.library.bringing.symbols import symbol_in_name, symbol_on
from conference.library.bringing.titles import title_of

KNOWN = ("THAMM/2021/1", "THAMM/2021/10", "THAMM/2021/INF/1")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_real_texts_are_never_taken_for_another_language(shared_data: Path, code: str) -> None:
    texts = [
        text
        for path in sorted((shared_data / "trilingual").glob(f"*.{code}.yml"))
        for text in strings(yaml.safe_load(path.read_text("utf-8")))
    ]
    told = [(text, found.code if (found := language_of(text, LANGUAGES)) else "") for text in texts]
    assert len(told) > 300
    assert {found for _text, found in told} <= {code, ""}
    assert [text for text, found in told if len(text) >= 100 and found != code] == []


@pytest.mark.parametrize(
    ("text", "among", "language"),
    [
        ("", LANGUAGES, None),
        ("2021 3.5 %", LANGUAGES, None),
        ("Article 1", LANGUAGES, None),
        ("Égalité", LANGUAGES, FRENCH),
        ("El empleo y la migración en los países del norte de África " * 5, (ENGLISH, ARABIC), None),
        ("منظمة العمل الدولية International Labour (ILO)", LANGUAGES, ARABIC),
        ("Les droits de la personne et les lois du pays", (ENGLISH, ARABIC), None),
        ("ﻣﻨﻈﻤﺔ ﺍﻟﻌﻤﻞ ﺍﻟﺪﻭﻟﻴﺔ", LANGUAGES, ARABIC),
    ],
)
def test_a_language_is_named_where_it_shows(text: str, among: tuple[Language, ...], language: Language | None) -> None:
    assert language_of(text, among) == language


@pytest.mark.parametrize(
    ("page", "symbol"),
    [
        ("THAMM/2021/10\nConcept note; see THAMM/2021/1", "THAMM/2021/10"),
        ("See THAMM/2021/1.", "THAMM/2021/1"),
        ("THAMM/2021/INF/1", "THAMM/2021/INF/1"),
        ("THAMM/2021/7/Add.2 Rev", "THAMM/2021/7/Add.2"),
        ("ILO/MIG/2022/4", "ILO/MIG/2022/4"),
        ("THAMM/٢٠٢١/١", "THAMM/2021/1"),
        ("5/7/2021 and A/4 and and/or 1/2", ""),
        ("https://example.org/THAMM/2021/1/x", ""),
        ("x" * 3000 + " THAMM/2021/1", ""),
    ],
)
def test_a_symbol_is_the_one_that_the_first_page_prints(page: str, symbol: str) -> None:
    assert symbol_on(page, KNOWN) == symbol


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("THAMM-2021-1_fr.pdf", "THAMM/2021/1"),
        ("thamm 2021 10 final.docx", "THAMM/2021/10"),
        ("THAMM_2021_INF_1.pdf", "THAMM/2021/INF/1"),
        ("Thamm-2021-3-Add.1-en.pdf", "THAMM/2021/3/Add.1"),
        ("THAMM-2021-03 corr 2.pdf", "THAMM/2021/3/Corr.2"),
        ("note 2021.pdf", ""),
        ("scan.pdf", ""),
        ("", ""),
    ],
)
def test_a_file_name_hints_at_a_symbol(name: str, symbol: str) -> None:
    assert symbol_in_name(name, KNOWN) == symbol


@pytest.mark.parametrize(
    ("own", "page", "name", "title"),
    [
        ("Concept note", "", "a.pdf", "Concept note"),
        (
            "Microsoft Word - note_final.doc",
            "Concept note of the conference",
            "a.pdf",
            "Concept note of the conference",
        ),
        ("note_final.docx", "", "a.pdf", ""),
        ("Note final", "", "note-final.pdf", ""),
        ("", "A/1\n12\nUne note de cadrage\nle texte", "a.pdf", "Une note de cadrage"),
        ("", "A/1 – Une note de cadrage", "a.pdf", "Une note de cadrage"),
        ("A/1", "", "a.pdf", ""),
        ("Untitled", "", "a.pdf", ""),
        ("", "x" * 400, "a.pdf", ""),
    ],
)
def test_a_title_is_the_files_own_or_its_heading_and_no_name(own: str, page: str, name: str, title: str) -> None:
    assert title_of(own, page, file_name=name, symbol="A/1") == title
