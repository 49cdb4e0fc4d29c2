"""Refuses a catalogue that is stale, incomplete or malformed: what it misses, a reader sees in English."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError

from script.checks import catalogue_file, wording
from script.checks.catalogue_verbs import translated
from script.checks.extraction import extract
from script.checks.problem import Problem

UPDATE = "Run script/catalogues update: it writes the one form in which catalogues merge and diff well."
STALE = "Run script/catalogues update, then translate what it leaves empty."
TRANSLATE = "Write the translation; a page in this language would show this sentence in English."
BARE = "Name the placeholder, %(name)s: translations put words in another order, and a bare one cannot move."
PLURALS = "Babel picks forms by its own rule; another header shows wrong ones (Arabic: 4 is other, 5 is many)."
SAME = "The sentence would fail to render or lose its mark-up; use the same placeholders and tags as the source."
TYPOGRAPHY = "Readers of this language see it at once; lines may break before a sign that follows a plain space."


def check(root: Path) -> list[Problem]:
    """Every problem of the catalogues under ``root``, against the sentences of ``root/conference``."""
    template = extract(root / "conference")
    problems = []
    for language in translated(root / "translations"):
        path = root / "translations" / language / "LC_MESSAGES" / "messages.po"
        problems += check_catalogue(path, language, template)
    for message in template:
        if any(wording.BARE_PLACEHOLDER.search(text) for text in _texts(message.id)):
            filename, line = message.locations[0]
            place = root / "conference" / filename
            problems.append(Problem(place, line, f"unnamed placeholder in {_shown(message)}", BARE))
    return problems


def check_catalogue(path: Path, language: str, template: Catalog) -> list[Problem]:
    """The problems of the one catalogue at ``path``, compared with the sentences of ``template``."""
    if not path.exists():
        return [Problem(path, 1, "there is no catalogue", STALE)]
    try:
        catalogue = catalogue_file.read(path)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        return [Problem(path, getattr(error, "lineno", 0) + 1, f"cannot be read: {error}", UPDATE)]
    problems = list(_format_problems(path, language, catalogue))
    expected = {(message.id, message.context) for message in template if message.id}
    known = {(message.id, message.context) for message in catalogue if message.id}
    for message in template:
        if message.id and (message.id, message.context) not in known:
            filename, line = message.locations[0]
            problems.append(Problem(path, 1, f"lacks {_shown(message)} ({filename}:{line})", STALE))
    for message in catalogue:
        if not message.id:
            continue
        if (message.id, message.context) not in expected:
            what = f"obsolete: {_shown(message)} is nowhere in the code"
            problems.append(Problem(path, message.lineno or 1, what, STALE))
        problems += _message_problems(path, language, message)
    if not problems and path.read_text(encoding="utf-8") != catalogue_file.canonical(catalogue, language):
        problems.append(Problem(path, 1, "is not written as script/catalogues writes it", UPDATE))
    return problems


def _format_problems(path: Path, language: str, catalogue: Catalog) -> Iterator[Problem]:
    expected = catalogue_file.plural_forms(language)
    if str(catalogue.plural_forms).rstrip(";") != expected.rstrip(";"):
        what = f"Plural-Forms is {catalogue.plural_forms!r}, not {expected!r}"
        yield Problem(path, 1, what, PLURALS)
    if catalogue.obsolete:
        yield Problem(path, 1, f"{len(catalogue.obsolete)} obsolete entries (#~)", UPDATE)
    messages = [message for message in catalogue if message.id]
    for message in messages:
        if message.locations:
            yield Problem(path, message.lineno or 1, "has locations (#:), which change with every edit", UPDATE)
            break
    for before, after in zip(messages, sorted(messages), strict=True):
        if before is not after:
            yield Problem(path, before.lineno or 1, f"is not sorted: {_shown(before)}", UPDATE)
            break


def _message_problems(path: Path, language: str, message: Message) -> Iterator[Problem]:
    line = message.lineno or 1
    if message.fuzzy:
        yield Problem(path, line, f"fuzzy: {_shown(message)}", "Check the guess and take the word fuzzy away.")
        return
    sources, translations = _texts(message.id), _texts(message.string)
    empty = [str(index) for index, text in enumerate(translations) if not text.strip()]
    if empty:
        forms = f" (forms {', '.join(empty)})" if message.pluralizable else ""
        yield Problem(path, line, f"not translated{forms}: {_shown(message)}", TRANSLATE)
        return
    for index, text in enumerate(translations):
        may_omit: frozenset[str] = frozenset()
        if message.pluralizable and index in wording.FORMS_WITHOUT_NUMBER.get(language, ()):
            may_omit = wording.NUMBERS | (wording.placeholders(sources[-1]) - wording.placeholders(sources[0]))
        form = f" (form {index})" if message.pluralizable else ""
        for difference in wording.differences(sources[-1], text, may_omit):
            yield Problem(path, line, f"{_shown(message)}{form} {difference}", SAME)
        for slip in wording.punctuation(text, language):
            yield Problem(path, line, f"{slip}{form}", TYPOGRAPHY)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)


def _shown(message: Message) -> str:
    text = " ".join(_texts(message.id)[0].split())
    return repr(text if len(text) <= 60 else text[:59] + "…")
