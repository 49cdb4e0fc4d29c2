"""What a translation must share with its source (placeholders, tags), and its language's punctuation."""

import html
import re
from collections import Counter

# Flask-Babel fills in %(num)s by itself; the others are names for a count. Forms that stand for exactly none,
# one or two may say so in words ("place unique", "مقعدان").
NUMBERS = frozenset({"num", "n", "count", "number", "total"})
FORMS_WITHOUT_NUMBER = {"ar": (0, 1, 2), "fr": (0,)}

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
BARE_PLACEHOLDER = re.compile(r"(?<!%)(?:%%)*%(?![%(])[sdrif]\b")
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")

NO_BREAK = "\u00a0\u202f"
ARABIC_LETTER = r"[\u0620-\u064a\u0671-\u06d3]"


def placeholders(text: str) -> set[str]:
    """The names of the ``%(name)s`` in ``text``."""
    return set(PLACEHOLDER.findall(text))


def tags(text: str) -> Counter[str]:
    """The HTML tags of ``text``, attributes included, each with how often it occurs."""
    return Counter(re.sub(r"\s+", " ", tag) for tag in TAG.findall(text))


def differences(source: str, translation: str, may_omit: frozenset[str] = frozenset()) -> list[str]:
    """What ``translation`` lacks or adds beside ``source``; the ``may_omit`` placeholders may be left out."""
    found = []
    expected, actual = placeholders(source), placeholders(translation)
    if lacking := sorted(expected - actual - may_omit):
        found.append("lacks " + ", ".join(f"%({name})s" for name in lacking))
    if added := sorted(actual - expected):
        found.append("has " + ", ".join(f"%({name})s" for name in added) + ", which the source does not have")
    expected_tags, actual_tags = tags(source), tags(translation)
    if expected_tags != actual_tags:
        found.append(
            "has other HTML tags: "
            + (" ".join(sorted((actual_tags - expected_tags).elements())) or "none")
            + " in place of "
            + (" ".join(sorted((expected_tags - actual_tags).elements())) or "none")
        )
    if expected and not found:
        try:
            translation % dict.fromkeys(expected, "1")
        except (TypeError, ValueError) as error:
            found.append(f"cannot be filled in ({error}); a percent sign is written %% beside placeholders")
    return found


def punctuation(text: str, language: str) -> list[str]:
    """The slips of French or Arabic punctuation in ``text``, each with its place quoted."""
    plain = html.unescape(TAG.sub("", PLACEHOLDER.sub("x", text)))
    if language == "fr":
        return _french(plain)
    if language == "ar":
        return _arabic(plain)
    return []


def _french(plain: str) -> list[str]:
    found = []
    # Only before a space or the end: 10:30 and https:// are no punctuation.
    for match in re.finditer(rf"(?<![{NO_BREAK}?!.])[:;?!](?=\s|$|[)»])", plain):
        found.append(f"no no-break space (U+202F or U+00A0) before {match[0]!r}: {_around(plain, match)}")
    for match in re.finditer(rf"«(?![{NO_BREAK}])|(?<![{NO_BREAK}])»", plain):
        found.append(f"no no-break space (U+202F or U+00A0) inside {match[0]!r}: {_around(plain, match)}")
    return found


def _arabic(plain: str) -> list[str]:
    arabic = {"?": "؟", ",": "،", ";": "؛"}
    return [
        f"{match[0].strip()!r} beside Arabic, write {arabic[match[0].strip()]}: {_around(plain, match)}"
        for match in re.finditer(rf"(?<={ARABIC_LETTER})\s*[?,;]|[?,;](?=\s*{ARABIC_LETTER})", plain)
    ]


def _around(plain: str, match: re.Match[str]) -> str:
    return "…" + plain[max(0, match.start() - 15) : match.end() + 10].replace("\n", " ") + "…"
