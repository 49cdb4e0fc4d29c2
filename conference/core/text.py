"""What we accept as text from people: normalised, printable, and without tricks of direction."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email

ARABIC_INDIC = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ISOLATE, _END = "\u2068", "\u2069"


def clean(text: str) -> str:
    """The text in NFC, with Unix line ends and without white space around it; empty if nothing of it can be seen."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if all(_leaves_no_trace(character) for character in text) else text


def _leaves_no_trace(character: str) -> bool:
    """Whether the character is a space, a joiner or a zero-width mark. Bidi controls are not: they must be refused."""
    return unicodedata.category(character) in ("Cf", "Zs") and character not in BIDI_CONTROLS


def email_address(typed: str) -> str | None:
    """The address alone, as we keep it: its domain in lower case and in ASCII (RFC 5890). None for what is none."""
    try:
        found = validate_email(clean(typed), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.ascii_email or found.normalized


def latin_digits(text: str) -> str:
    """Arabic-Indic digits as the Latin ones that all our pages use."""
    return text.translate(ARABIC_INDIC)


def sought(text: str, *, longest: int = 200) -> list[str]:
    """The words that somebody looks for: cleaned, with Latin digits, without characters that databases refuse."""
    typed = "".join(" " if unicodedata.category(one) in ("Cc", "Cs") else one for one in clean(text)[:longest])
    return latin_digits(typed).split()


def has_bidi_controls(text: str) -> bool:
    """Whether embeddings, overrides or isolates (UAX #9) could make the text show as another."""
    return not BIDI_CONTROLS.isdisjoint(text)


def has_control_characters(text: str, *, multiline: bool) -> bool:
    """Whether the text holds characters that no person types: C0 and C1 controls, lone surrogates, non-characters."""
    allowed = "\n\t" if multiline else ""
    return any(
        (unicodedata.category(character) in ("Cc", "Cs", "Cn") and character not in allowed)
        or unicodedata.category(character) in ("Zl", "Zp")
        for character in text
    )


def for_files(text: str) -> str:
    """The text without what no XML 1.0 document can hold (§2.2), not even escaped, and without tricks of direction.

    Our forms take none of it; it is what an older database or another program could have left.
    """
    return "".join(one for one in text if one not in BIDI_CONTROLS and (one in "\t\n\r" or _in_xml(one)))


def _in_xml(character: str) -> bool:
    return " " <= character <= "\ud7ff" or "\ue000" <= character <= "\ufffd" or character >= "\U00010000"


def one_way(text: str) -> str:
    """Hours, codes and symbols between LRI and PDI: written from left to right inside any line (UAX #9)."""
    return f"\u2066{text}{_END}"


def isolated(text: str) -> str:
    """The text between FSI and PDI, for names, hours and symbols inside plain-text mail (UAX #9)."""
    return f"{_ISOLATE}{text}{_END}"


def ascii_letters(text: str) -> str:
    """The text with its Latin letters freed of their accents: «Ève Œuvré» is «Eve OEuvre». Other scripts stay."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    return "".join(one for one in decomposed if unicodedata.category(one) != "Mn")
