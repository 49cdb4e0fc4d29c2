"""The one form in which a catalogue is written, so that changes merge and a diff shows only words."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

WIDTH = 100
# How a number picks a form, per language. Ours, because the tables of Babel change between its versions (2.19 swapped
# the last two forms of Arabic and gave French a third): sentences written in one order would be read in another.
PLURAL_FORMS = {
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=0 && n%100<=2 ? 4 : 5);"
    ),
    "fr": "nplurals=2; plural=(n > 1);",
}


def catalogues(folder: Path) -> list[Path]:
    """The catalogues under ``folder``, in the order of their languages."""
    return sorted(folder.glob("*/LC_MESSAGES/messages.po"))


def language_of(path: Path) -> str:
    """The language whose catalogue lies at ``path``: the name of its folder."""
    return path.parent.parent.name


def read(path: Path) -> Catalog:
    """Parse a catalogue; raises ``PoFileError`` where Babel would skip what it cannot read."""
    with path.open("rb") as lines:
        return read_po(lines, locale=language_of(path), abort_invalid=True)


def plural_forms(language: str) -> str:
    """The ``Plural-Forms`` header by which gettext picks a form; a file with another one shows wrong forms."""
    return PLURAL_FORMS.get(language) or str(Catalog(locale=language).plural_forms)


def canonical(catalogue: Catalog, language: str) -> str:
    """The text of ``catalogue``: sorted, wrapped, without locations, dates, guesses or obsolete entries."""
    body = BytesIO()
    write_po(
        body,
        catalogue,
        width=WIDTH,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
    )
    # No dates and no names of tools: they change with every run and clash in every merge.
    header = (
        "# Kept by script/catalogues update: sorted by sentence, without locations.\n"
        'msgid ""\n'
        'msgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {plural_forms(language)}\\n"\n'
    )
    return f"{header}\n{body.getvalue().decode()}".rstrip("\n") + "\n"


def updated(template: Catalog, current: Catalog | None, language: str) -> Catalog:
    """The sentences of ``template`` with the translations that ``current`` has for exactly them.

    Nothing is guessed from a similar sentence: a guess that nobody looks at is an error on a page.
    """
    result = Catalog(locale=language, fuzzy=False)
    result.mime_headers = [("Plural-Forms", plural_forms(language))]
    for message in template:
        if not message.id:
            continue
        known = current.get(message.id, message.context) if current is not None else None
        result.add(
            message.id,
            _kept_translation(message, known, result.num_plurals),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return result


def _kept_translation(message: Message, known: Message | None, plurals: int) -> str | tuple[str, ...]:
    empty: str | tuple[str, ...] = ("",) * plurals if message.pluralizable else ""
    if known is None or known.fuzzy or known.id != message.id:
        return empty
    if message.pluralizable and len(known.string) != plurals:
        return empty
    return known.string
