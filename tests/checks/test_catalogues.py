"""The check of catalogues: each way to be stale, incomplete or malformed, against a small application."""

from pathlib import Path

import pytest

from conference.core.catalogues import compile_catalogues
from script.checks import catalogue_file, catalogues
from script.checks.catalogue_verbs import add, update

SOURCE = """
_("Welcome, %(name)s!")
ngettext("%(num)s place is <b>left</b>", "%(num)s places are <b>left</b>", places)
"""

FRENCH = {
    '%(name)s!"\nmsgstr ""': '%(name)s!"\nmsgstr "Bienvenue, %(name)s\u202f!"',
    'msgstr[0] ""': 'msgstr[0] "Il <b>reste</b> une place"',
    'msgstr[1] ""': 'msgstr[1] "Il <b>reste</b> %(num)s places"',
}
ARABIC = {
    '%(name)s!"\nmsgstr ""': '%(name)s!"\nmsgstr "مرحبا، %(name)s!"',
    'msgstr[0] ""': 'msgstr[0] "لم <b>يبق</b> مكان"',
    'msgstr[1] ""': 'msgstr[1] "<b>بقي</b> مكان واحد"',
    'msgstr[2] ""': 'msgstr[2] "<b>بقي</b> مكانان"',
    'msgstr[3] ""': 'msgstr[3] "<b>بقيت</b> %(num)s أماكن"',
    'msgstr[4] ""': 'msgstr[4] "<b>بقي</b> %(num)s مكان"',
    'msgstr[5] ""': 'msgstr[5] "<b>بقي</b> %(num)s مكانا"',
}


def catalogue(root: Path, language: str) -> Path:
    """Where the catalogue of ``language`` lies."""
    return root / "translations" / language / "LC_MESSAGES" / "messages.po"


def replace(path: Path, replacements: dict[str, str]) -> None:
    """Edit a file as a person would."""
    text = path.read_text(encoding="utf-8")
    for before, after in replacements.items():
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with two sentences, translated in full."""
    (tmp_path / "conference").mkdir()
    (tmp_path / "conference" / "pages.py").write_text(SOURCE, encoding="utf-8")
    update(tmp_path / "conference", tmp_path / "translations")
    replace(catalogue(tmp_path, "fr"), FRENCH)
    replace(catalogue(tmp_path, "ar"), ARABIC)
    return tmp_path


def findings(root: Path) -> list[str]:
    """What the check says, without its advice."""
    return [problem.what for problem in catalogues.check(root)]


def test_complete_catalogues_pass_and_updating_leaves_them_alone(root: Path) -> None:
    assert findings(root) == []
    assert update(root / "conference", root / "translations") == []


def test_a_new_sentence_is_missed_and_an_old_one_is_obsolete(root: Path) -> None:
    replace(root / "conference" / "pages.py", {"Welcome, %(name)s!": "Hello, %(name)s!"})
    assert [what.split(" (")[0] for what in findings(root)] == [
        "lacks 'Hello, %(name)s!'",
        "obsolete: 'Welcome, %(name)s!' is nowhere in the code",
    ] * 2


def test_updating_takes_up_what_is_new_and_guesses_nothing(root: Path) -> None:
    replace(root / "conference" / "pages.py", {"Welcome, %(name)s!": "Welcome, %(name)s"})
    assert update(root / "conference", root / "translations") == [
        catalogue(root, "ar"),
        catalogue(root, "fr"),
    ]
    assert findings(root) == ["not translated: 'Welcome, %(name)s'"] * 2


def test_sentences_of_templates_are_found_trimmed(root: Path) -> None:
    folder = root / "conference" / "templates" / "mails"
    folder.mkdir(parents=True)
    (folder / "thanks.txt").write_text("{% trans %}\n  Thank\n  you{% endtrans %}", encoding="utf-8")
    assert [what.split(" (")[0] for what in findings(root)] == ["lacks 'Thank you'"] * 2


@pytest.mark.parametrize(
    ("language", "before", "after", "expected"),
    [
        ("fr", "Bienvenue, %(name)s", "Bienvenue", "'Welcome, %(name)s!' lacks %(name)s"),
        ("fr", '%(num)s places"', 'des places"', "'%(num)s place is <b>left</b>' (form 1) lacks %(num)s"),
        ("ar", "%(num)s مكانا", "مكانا", "'%(num)s place is <b>left</b>' (form 5) lacks %(num)s"),
        (
            "fr",
            "Bienvenue, %(name)s",
            "Bienvenue, %(name)s (%(nom)s)",
            "'Welcome, %(name)s!' has %(nom)s, which the source does not have",
        ),
        (
            "ar",
            "<b>بقي</b> مكانان",
            "<i>بقي</i> مكانان",
            "'%(num)s place is <b>left</b>' (form 2) has other HTML tags: </i> <i> in place of </b> <b>",
        ),
        ("fr", "Bienvenue, %(name)s", "100 % %(name)s", "'Welcome, %(name)s!' cannot be filled in"),
        ("fr", "\u202f!", " !", "no no-break space (U+202F or U+00A0) before '!': …Bienvenue, x !…"),
        ("fr", "\u202f!", "!", "no no-break space (U+202F or U+00A0) before '!': …Bienvenue, x!…"),
        ("fr", "Bienvenue,", "« Bienvenue\u00a0»", "no no-break space (U+202F or U+00A0) inside '«': …«"),
        ("ar", "مرحبا،", "مرحبا,", "',' beside Arabic, write ،: …مرحبا, x!…"),
        ("ar", "مكانان", "مكانان؟", None),
        ("ar", "مكانان", "مكانان ?", "'?' beside Arabic, write ؟: …بقي مكانان ?… (form 2)"),
        ("ar", "%(num)s أماكن", "", "'%(num)s place is <b>left</b>' (form 3) lacks %(num)s"),
        ("ar", "n%100>=0 && n%100<=2 ? 4 : 5", "n%100>=11 ? 4 : 5", "Plural-Forms is 'nplurals=6; plural="),
        ("fr", '#, python-format\nmsgid "Wel', '#: a.py:1\n#, python-format\nmsgid "Wel', "has locations"),
        (
            "fr",
            '#, python-format\nmsgid "Wel',
            '#, fuzzy, python-format\nmsgid "Wel',
            "fuzzy: 'Welcome, %(name)s!'",
        ),
        ("fr", "# Kept", "# Held", "is not written as script/catalogues writes it"),
        ("fr", 'msgid "Wel', 'nonsense\nmsgid "Wel', "cannot be read"),
    ],
)
def test_each_slip_of_a_catalogue_is_named(
    root: Path, language: str, before: str, after: str, expected: str | None
) -> None:
    replace(catalogue(root, language), {before: after})
    found = findings(root)
    if expected is None:
        assert found == []
    else:
        assert len(found) == 1
        assert found[0].startswith(expected)


def test_an_empty_plural_form_is_not_translated(root: Path) -> None:
    replace(catalogue(root, "ar"), {ARABIC['msgstr[5] ""']: 'msgstr[5] ""'})
    assert findings(root) == ["not translated (forms 5): '%(num)s place is <b>left</b>'"]


def test_a_catalogue_out_of_order_is_named(root: Path) -> None:
    path = catalogue(root, "fr")
    header, first, second = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    path.write_text(f"{header}\n\n{second}\n\n{first}\n", encoding="utf-8")
    assert findings(root) == ["is not sorted: 'Welcome, %(name)s!'"]


def test_a_placeholder_without_a_name_is_refused_in_the_source(root: Path) -> None:
    (root / "conference" / "other.py").write_text('_("%s of 100 %")', encoding="utf-8")
    assert "unnamed placeholder in '%s of 100 %'" in findings(root)


def test_a_missing_catalogue_is_named(root: Path) -> None:
    catalogue(root, "ar").unlink()
    assert findings(root) == ["there is no catalogue"]


def test_only_what_changed_is_compiled(root: Path) -> None:
    folder = root / "translations"
    assert compile_catalogues(folder) == [
        catalogue(root, "ar").with_suffix(".mo"),
        catalogue(root, "fr").with_suffix(".mo"),
    ]
    assert compile_catalogues(folder) == []
    replace(catalogue(root, "fr"), {"Bienvenue": "Bonjour"})
    assert compile_catalogues(folder) == [catalogue(root, "fr").with_suffix(".mo")]


def test_the_catalogue_of_another_language_is_begun_kept_and_checked(root: Path) -> None:
    path = add(root / "conference", root / "translations", "de")
    assert [message.string for message in catalogue_file.read(path) if message.id] == [("", ""), ""]
    assert findings(root) == [
        "not translated (forms 0, 1): '%(num)s place is <b>left</b>'",
        "not translated: 'Welcome, %(name)s!'",
    ]
    text = path.read_text(encoding="utf-8").replace(
        '%(name)s!"\nmsgstr ""', '%(name)s!"\nmsgstr "Guten Tag, %(name)s!"'
    )
    path.write_text(text, encoding="utf-8")
    update(root / "conference", root / "translations")
    assert findings(root) == ["not translated (forms 0, 1): '%(num)s place is <b>left</b>'"]


@pytest.mark.parametrize("code", ["fr", "en", "xx", "spanish", "../es"])
def test_what_is_no_other_language_is_not_begun(root: Path, code: str) -> None:
    with pytest.raises((ValueError, FileExistsError)):
        add(root / "conference", root / "translations", code)
    assert findings(root) == []
