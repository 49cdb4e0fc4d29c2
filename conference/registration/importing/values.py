"""What the cells of a list mean: codes, words in English, French or Arabic, days and numbers as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

import phonenumbers

from conference.core import formatting, text
from conference.core.folding import folded
from conference.core.honorifics import Title, title_words
from conference.core.languages import LANGUAGES
from conference.core.localization import speaking
from conference.core.text_fields import LONG, SHORT
from conference.registration.models import (
    Category,
    FieldType,
    FormField,
    Organisation,
    Sex,
    StandardField,
)
from conference.registration.words import category_words, sex_words

_MORE: Mapping[str, Mapping[str, str]] = {
    StandardField.TITLE: {
        "mrs": Title.MS, "miss": Title.MS, "mme": Title.MS, "madame": Title.MS, "mlle": Title.MS, "السيدة": Title.MS,
        "الآنسة": Title.MS, "mister": Title.MR, "m": Title.MR, "monsieur": Title.MR, "السيد": Title.MR,
        "doctor": Title.DR, "docteur": Title.DR, "docteure": Title.DR, "dr": Title.DR, "د": Title.DR,
        "الدكتور": Title.DR, "الدكتورة": Title.DR,
        "prof": Title.PROFESSOR, "pr": Title.PROFESSOR, "professeur": Title.PROFESSOR, "professeure": Title.PROFESSOR,
        "الأستاذ": Title.PROFESSOR, "الأستاذة": Title.PROFESSOR, "h e": Title.EXCELLENCY, "he": Title.EXCELLENCY,
        "excellency": Title.EXCELLENCY, "excellence": Title.EXCELLENCY, "s e": Title.EXCELLENCY,
        "s e m": Title.EXCELLENCY, "s e mme": Title.EXCELLENCY,
        "se": Title.EXCELLENCY, "son excellence": Title.EXCELLENCY, "معالي": Title.EXCELLENCY,
        "سعادة": Title.EXCELLENCY,
        "none": Title.NONE, "aucun": Title.NONE,
    },
    StandardField.SEX: {
        "f": Sex.FEMALE, "woman": Sex.FEMALE, "femme": Sex.FEMALE, "féminin": Sex.FEMALE, "أنثى": Sex.FEMALE,
        "امرأة": Sex.FEMALE, "m": Sex.MALE, "h": Sex.MALE, "man": Sex.MALE, "homme": Sex.MALE, "masculin": Sex.MALE,
        "ذكر": Sex.MALE, "رجل": Sex.MALE,
    },
    StandardField.CATEGORY: {
        "governments": Category.GOVERNMENT, "gouvernement": Category.GOVERNMENT, "ministry": Category.GOVERNMENT,
        "gouvernements": Category.GOVERNMENT, "gov": Category.GOVERNMENT, "حكومي": Category.GOVERNMENT,
        "المشغلون": Category.EMPLOYERS, "travailleur": Category.WORKERS, "الأجراء": Category.WORKERS,
        "الأوساط الأكاديمية": Category.ACADEMIA, "آخر": Category.OTHER,
        "حكومة": Category.GOVERNMENT, "employer": Category.EMPLOYERS, "employers": Category.EMPLOYERS,
        "employeurs": Category.EMPLOYERS, "employeur": Category.EMPLOYERS, "أصحاب العمل": Category.EMPLOYERS,
        "worker": Category.WORKERS, "workers": Category.WORKERS, "travailleurs": Category.WORKERS,
        "trade union": Category.WORKERS, "syndicat": Category.WORKERS, "العمال": Category.WORKERS,
        "academia": Category.ACADEMIA, "university": Category.ACADEMIA, "université": Category.ACADEMIA,
        "جامعة": Category.ACADEMIA, "donor": Category.DONOR, "donateur": Category.DONOR, "bailleur": Category.DONOR,
        "bailleur de fonds": Category.DONOR, "مانح": Category.DONOR, "جهة مانحة": Category.DONOR,
        "ngo": Category.CIVIL_SOCIETY, "ong": Category.CIVIL_SOCIETY, "منظمة غير حكومية": Category.CIVIL_SOCIETY,
        "press": Category.MEDIA, "presse": Category.MEDIA, "إعلام": Category.MEDIA, "صحافة": Category.MEDIA,
        "un": Category.INTERNATIONAL, "nations unies": Category.INTERNATIONAL, "united nations": Category.INTERNATIONAL,
        "others": Category.OTHER, "autres": Category.OTHER, "أخرى": Category.OTHER,
    },
    StandardField.LANGUAGE: {"anglais": "en", "إنجليزية": "en", "إنكليزية": "en", "فرنسية": "fr", "عربية": "ar"},
    StandardField.COUNTRY: {
        "usa": "US", "uk": "GB", "great britain": "GB", "grande bretagne": "GB", "royaume uni": "GB", "uae": "AE",
        "eau": "AE", "ksa": "SA", "holland": "NL", "palestine": "PS", "فلسطين": "PS", "ivory coast": "CI",
        "czech republic": "CZ", "drc": "CD", "rdc": "CD", "الجزاير": "DZ", "قطر": "QA",
    },
}  # fmt: skip
_YES = frozenset(folded(one) for one in ("yes", "y", "true", "1", "x", "oui", "o", "vrai", "نعم", "✓", "✔", "ok"))
_NO = frozenset(folded(one) for one in ("no", "n", "false", "0", "non", "faux", "لا", "-", "كلا"))
_AMOUNT = re.compile(r"(\d{6,})[.,]0+")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


# What English and French spreadsheets show where a formula failed, also in what they save as CSV.
_FAILED = frozenset(
    (
        "#N/A", "#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
        "#NOM?", "#VALEUR!", "#NOMBRE!", "#NUL!", "#EPARS!", "#CALCUL!",
    )
)  # fmt: skip


class BadValue(ValueError):
    """A cell that cannot be taken: `code` says why, `data` what the sentence about it needs."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code, self.data = code, data


@cache
def words_for(target: str) -> Mapping[str, str]:
    """The codes of a standard field by each of their words, folded, in all languages."""
    kinds: Mapping[str, tuple[Iterable[Any], Callable[[str], str]]] = {
        StandardField.TITLE: (Title, title_words),
        StandardField.SEX: (Sex, sex_words),
        StandardField.CATEGORY: (Category, category_words),
    }
    known: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            if target == StandardField.COUNTRY:
                known |= {folded(name): code for code, name in formatting.countries(language)}
            elif target == StandardField.LANGUAGE:
                known |= {folded(one.name_in(language)): one.code for one in LANGUAGES}
            else:
                codes, say = kinds[target]
                known |= {folded(say(code)): str(code) for code in codes}
    if target == StandardField.COUNTRY:
        known |= {folded(code): code for code in set(known.values())}
    elif target == StandardField.LANGUAGE:
        known |= {folded(one.native_name): one.code for one in LANGUAGES} | {one.code: one.code for one in LANGUAGES}
    else:
        known |= {folded(str(code)): str(code) for code in kinds[target][0] if code}
    return known | {folded(word): str(code) for word, code in _MORE.get(target, {}).items()}


def code_of(target: str, cell: str) -> str:
    """The code that a cell names. Raises BadValue."""
    found = words_for(target).get(folded(cell))
    if found is None:
        raise BadValue("unknown", target=target)
    return found


def line(cell: str, *, longest: int = SHORT, multiline: bool = False) -> str:
    """What a person wrote, as our forms would take it. Raises BadValue."""
    cleaned = text.clean(cell)
    if not multiline:
        # A line that was broken to fit its cell is one line.
        cleaned = " ".join(cleaned.split("\n"))
    if len(cleaned) > longest:
        raise BadValue("too_long", longest=longest, length=len(cleaned))
    if text.has_bidi_controls(cleaned):
        raise BadValue("direction")
    if text.has_control_characters(cleaned, multiline=multiline):
        raise BadValue("characters")
    return cleaned


def address(cell: str) -> str:
    """Raises BadValue for what is no complete address."""
    found = text.email_address(line(cell, longest=254))
    if found is None:
        raise BadValue("email")
    return found


def is_failed(cell: str) -> bool:
    """Whether a spreadsheet shows here that its formula failed."""
    return cell in _FAILED


def yes_no(cell: str) -> bool:
    """Raises BadValue."""
    key = folded(cell)
    if key in _YES or cell.strip() in ("✓", "✔", "☑"):
        return True
    if key in _NO or cell.strip() in ("✗", "✘", "☐", "-"):
        return False
    raise BadValue("yes_no")


def day(cell: str) -> date:
    """A day as ISO 8601 writes it or day first, as people in Europe and North Africa do. Raises BadValue."""
    typed = text.latin_digits(cell.strip())
    try:
        if parts := _DAY.fullmatch(typed):
            return date(int(parts[3]), int(parts[2]), int(parts[1]))
        return date.fromisoformat(typed)
    except ValueError:
        raise BadValue("date") from None


def answer(field: FormField, cell: str, *, country: str, organisations: Mapping[str, Organisation]) -> dict[str, Any]:
    """A cell as the answer to a question. `country` is the person's, for telephone numbers. Raises BadValue."""
    kind = FieldType(field.type)
    if kind == FieldType.TEXT:
        return {"text": _long_enough(field, line(cell, longest=field.most or SHORT))}
    if kind == FieldType.LONG_TEXT:
        return {"text": _long_enough(field, line(cell, longest=field.most or LONG, multiline=True))}
    if kind == FieldType.NUMBER:
        return {"number": _number(field, cell)}
    if kind == FieldType.DATE:
        return {"date": day(cell).isoformat()}
    if kind == FieldType.YES_NO:
        return {"yes": yes_no(cell)}
    if kind == FieldType.EMAIL:
        return {"text": address(cell)}
    if kind == FieldType.PHONE:
        return {"text": _phone(cell, country)}
    if kind == FieldType.COUNTRY:
        return {"country": code_of(StandardField.COUNTRY, cell)}
    if kind == FieldType.ORGANISATION:
        known = organisations.get(folded(cell))
        return {"organisation": known.id if known else None, "text": line(cell)}
    return {"choices": _choices(field, cell)}


def _long_enough(field: FormField, written: str) -> str:
    if len(written) < (field.least or 0):
        raise BadValue("too_short", least=field.least, length=len(written))
    return written


def _number(field: FormField, cell: str) -> int:
    least, most = field.least or 0, field.most or 1_000_000
    typed = text.latin_digits(re.sub(r"[\s\u00a0\u202f]", "", cell))
    if not typed.isascii() or not typed.isdigit() or len(typed) > 12 or not least <= int(typed) <= most:
        raise BadValue("number", least=least, most=most)
    return int(typed)


def _phone(cell: str, country: str) -> str:
    typed = text.latin_digits(line(cell, longest=40))
    # A number that was an amount for a while: 212612345678.0.
    if amount := _AMOUNT.fullmatch(typed):
        typed = amount[1]
    # A spreadsheet that took a number for an amount has cut the plus or the zeros before the country's code.
    for attempt in (typed, f"+{typed.lstrip('0')}"):
        try:
            number = phonenumbers.parse(attempt, country or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise BadValue("phone")


def _choices(field: FormField, cell: str) -> list[int]:
    known = {
        folded(choice.label.text(language)): choice.id for choice in field.open_choices for language in choice.label
    }
    whole = known.get(folded(cell))
    if field.type == FieldType.CHOICE:
        if whole is None:
            raise BadValue("choice", choice=cell[:SHORT])
        return [whole]
    pattern = r"[;|\n؛]" if re.search(r"[;|\n؛]", cell) else r"[,،]"
    # The words of one choice may hold what tells several apart.
    parts = [part.strip() for part in re.split(pattern, cell) if part.strip()] if whole is None else [cell]
    for part in parts:
        if folded(part) not in known:
            raise BadValue("choice", choice=part[:SHORT])
    chosen = sorted({known[folded(part)] for part in parts})
    if field.most is not None and len(chosen) > field.most:
        raise BadValue("too_many", most=field.most)
    if len(chosen) < (field.least or 0):
        raise BadValue("too_few", least=field.least)
    return chosen
