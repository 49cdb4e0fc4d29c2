"""What the columns of a list hold, by the words that stand above them in English, French and Arabic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import zip_longest

from conference.core.folding import folded
from conference.core.languages import LANGUAGES
from conference.core.localization import speaking
from conference.registration.default_form import LABELS
from conference.registration.models import FieldType, FormField, StandardField
from conference.registration.queries import EventForm

FAMILY_NAME, GIVEN_NAME = "family_name", "given_name"
OWN = "field:"
# What people allow, they allow themselves; files and sessions are chosen on the form.
_NOT_READ = (FieldType.FILE, FieldType.SESSIONS, FieldType.CONSENT)

SYNONYMS: Mapping[str, Sequence[str]] = {
    StandardField.TITLE: (
        "title", "salutation", "civility", "honorific", "form of address",
        "titre", "civilité", "formule d’appel",
        "اللقب", "لقب المخاطبة", "صفة المخاطبة", "اللقب التشريفي",
    ),
    StandardField.NATIVE_NAME: (
        "name", "full name", "participant", "name and surname", "participant name", "name of participant",
        "name in own script", "name in arabic", "arabic name", "nominee", "delegate",
        "nom complet", "nom et prénom", "nom et prénoms", "prénom et nom", "noms et prénoms", "nom du participant",
        "participant(e)", "nom en arabe",
        "الاسم", "الاسم الكامل", "الاسم واللقب", "الإسم", "الاسم واللقب بالعربية", "اسم المشارك", "اسم المشاركة",
        "الاسم بالعربية", "المشارك", "الاسم الثلاثي",
    ),
    StandardField.LATIN_NAME: (
        "name in latin script", "latin name", "name in latin letters", "name in english", "name in french",
        "name as in passport", "passport name", "transliteration",
        "nom en caractères latins", "nom en lettres latines", "nom latin", "nom en français", "nom selon le passeport",
        "الاسم باللاتينية", "الاسم بالحروف اللاتينية", "الاسم بالأحرف اللاتينية", "الاسم بالفرنسية",
        "الاسم بالإنجليزية", "الاسم بالإنكليزية", "الاسم اللاتيني",
    ),
    GIVEN_NAME: (
        "first name", "given name", "given names", "forename", "prénom", "prénoms", "الاسم الأول", "الاسم الشخصي",
    ),
    FAMILY_NAME: (
        "last name", "surname", "family name", "nom", "nom de famille", "اسم العائلة", "الاسم العائلي", "النسب",
        "الكنية",
    ),
    StandardField.EMAIL: (
        "e-mail", "email", "mail", "e-mail address", "email address", "address e-mail", "contact e-mail",
        "courriel", "adresse électronique", "adresse e-mail", "adresse email", "adresse mail", "mél",
        "courrier électronique",
        "البريد الإلكتروني", "بريد إلكتروني", "عنوان البريد الإلكتروني", "البريد", "الإيميل", "ايميل",
        "البريد الالكترونى",
    ),
    StandardField.ORGANISATION: (
        "organisation", "organization", "institution", "company", "employer", "affiliation", "agency", "ministry",
        "entity",
        "organisme", "structure", "société", "entreprise", "employeur", "ministère", "entité", "établissement",
        "organisation / institution", "institution / organisation",
        "المؤسسة", "المنظمة", "الجهة", "الهيئة", "الوزارة", "جهة العمل", "الشركة", "المؤسسة أو المنظمة",
    ),
    StandardField.FUNCTION: (
        "function", "position", "job title", "role", "post", "job", "designation", "occupation", "title / function",
        "fonction", "poste", "intitulé du poste", "qualité", "profession", "titre / fonction",
        "الوظيفة", "المنصب", "الصفة", "المسمى الوظيفي", "الخطة الوظيفية", "المهنة",
    ),
    StandardField.COUNTRY: (
        "country", "country code", "nation", "state / country", "pays", "code pays", "code du pays", "البلد", "الدولة",
        "رمز البلد",
    ),
    StandardField.CATEGORY: (
        "category", "constituency", "group", "constituent", "type of participant", "you come from",
        "catégorie", "mandant", "groupe", "type de participant",
        "الفئة", "المجموعة", "الصنف", "فئة المشارك",
    ),
    StandardField.SEX: (
        "sex", "gender", "m/f", "sexe", "genre", "h/f", "الجنس", "النوع", "النوع الاجتماعي", "ذكر/أنثى",
    ),
    StandardField.LANGUAGE: (
        "language", "preferred language", "language of correspondence", "working language", "mail language",
        "langue", "langue préférée", "langue de correspondance", "langue de travail",
        "اللغة", "اللغة المفضلة", "لغة المراسلة", "لغة التواصل",
    ),
}  # fmt: skip


@cache
def _known() -> Mapping[str, str]:
    """The target of each folded heading; the platform's own labels come after the synonyms of people."""
    known: dict[str, str] = {}
    for target, words in SYNONYMS.items():
        for word in words:
            known.setdefault(folded(word), str(target))
    for language in LANGUAGES:
        with speaking(language):
            for target, label in LABELS.items():
                known.setdefault(folded(str(label)), str(target))
    return known


def readable_fields(form: EventForm) -> list[FormField]:
    """The questions that a column can answer: files, sessions and consents cannot come in a list."""
    return [one for one in form.fields if not one.is_standard and one.type not in _NOT_READ]


def target_of(field: FormField) -> str:
    """What a column that answers a field holds: the key of a standard field, or one that says it is the event's own."""
    return field.key if field.is_standard else f"{OWN}{field.key}"


def targets_of(headings: Sequence[str], form: EventForm) -> list[str]:
    """What stands under each heading, empty for one that says nothing known; «Nom» without «Prénom» is the whole name.

    The form's own labels, in any language, are looked for first.
    """
    own: dict[str, str] = {}
    for field in form.fields:
        if field.is_standard or field in readable_fields(form):
            for language in field.label:
                own.setdefault(folded(field.label.text(language)), target_of(field))
    keys = [folded(heading) for heading in headings]
    found = [own.get(key) or _known().get(key, "") if key else "" for key in keys]
    if GIVEN_NAME not in found:
        whole = "" if StandardField.NATIVE_NAME in found else StandardField.NATIVE_NAME.value
        found = [whole if target == FAMILY_NAME else target for target in found]
    return found


def recognised(headings: Sequence[str], form: EventForm) -> dict[int, str]:
    """What each column holds, by its number from 0; columns that say nothing known are left out.

    No target is given twice: the first column wins.
    """
    found: dict[int, str] = {}
    for number, target in enumerate(targets_of(headings, form)):
        if target and target not in found.values():
            found[number] = target
    return found


def heading_row(rows: Sequence[Sequence[str]], form: EventForm) -> tuple[int, list[str]]:
    """The headings among the first rows of a list, and which row they end on: that most of whose cells are known.

    Where cells are merged, two rows make the headings: what stands in neither of them alone. Without any that are
    known, the first row is taken for them.
    """
    alone = [(number, list(row)) for number, row in enumerate(rows)]
    merged = [
        (number, [below or above for above, below in zip_longest(*rows[number - 1 : number + 1], fillvalue="")])
        for number in range(1, len(rows))
    ]
    counts = [len(recognised(cells, form)) for _number, cells in (*alone, *merged)]
    if not counts or max(counts) < 2:
        return 0, list(rows[0]) if rows else []
    return [*alone, *merged][counts.index(max(counts))]
