"""What the columns of a meeting's report hold, by the words that Zoom and Teams write above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache

from conference.core.folding import folded


class Column(StrEnum):
    """What stands under a heading. FIRST and LAST are a person's first coming and last going, breaks not counted."""

    NAME = "name"
    EMAIL = "email"
    JOINED = "joined"
    LEFT = "left"
    FIRST = "first"
    LAST = "last"
    MINUTES = "minutes"
    DURATION = "duration"
    ACTION = "action"
    AT = "at"
    WAITING = "waiting"


_WORDS: Mapping[Column, Sequence[str]] = {
    Column.NAME: (
        "name", "full name", "name original name", "user name original name", "user name", "participant",
        "nom", "nom complet", "nom nom original", "nom nom d origine", "nom d utilisateur nom original",
        "nom d utilisateur nom d origine", "nom d utilisateur", "nome", "nome completo",
        "الاسم", "الاسم الكامل", "الاسم الاسم الأصلي",
    ),
    Column.EMAIL: (
        "email", "e mail", "user email", "email address", "user e mail", "adresse e mail de l utilisateur",
        "adresse e mail", "adresse de courriel", "adresse électronique", "courriel", "adresse e mail utilisateur",
        "e mail de l utilisateur", "البريد الإلكتروني", "عنوان البريد الإلكتروني", "بريد المستخدم الإلكتروني",
    ),
    Column.JOINED: (
        "join time", "joined at", "joined", "heure d arrivée", "heure de connexion", "heure d entrée",
        "heure de participation", "hora de entrada", "وقت الانضمام", "وقت الدخول",
    ),
    Column.LEFT: (
        "leave time", "left at", "left", "heure de départ", "heure de déconnexion", "heure de sortie",
        "hora de saída", "وقت المغادرة", "وقت الخروج",
    ),
    Column.FIRST: (
        "first join", "first join time", "première participation", "première arrivée", "première connexion",
        "primeira entrada", "أول انضمام",
    ),
    Column.LAST: (
        "last leave", "last leave time", "dernier départ", "dernière sortie", "dernière déconnexion", "última saída",
        "آخر مغادرة",
    ),
    Column.MINUTES: (
        "duration minutes", "total duration minutes", "total durection minutes", "time in session minutes",
        "durée minutes", "durée totale minutes", "temps de session minutes", "durée de la session minutes",
        "temps passé dans la session minutes", "المدة دقائق", "المدة بالدقائق",
    ),
    Column.DURATION: (
        "duration", "in meeting duration", "durée", "durée de la réunion", "durée en réunion",
        "durée de participation à la réunion", "durée dans la réunion", "duração da reunião", "المدة",
    ),
    Column.ACTION: ("user action", "action", "action de l utilisateur", "action utilisateur", "إجراء المستخدم"),
    Column.AT: ("timestamp", "horodatage", "heure", "date et heure", "الطابع الزمني"),
    Column.WAITING: (
        "in waiting room", "salle d attente", "dans salle d attente", "dans la salle d attente", "في غرفة الانتظار",
    ),
}  # fmt: skip


@cache
def _known() -> Mapping[str, Column]:
    return {folded(word): column for column, words in _WORDS.items() for word in words}


def columns_of(cells: Sequence[str]) -> dict[Column, int]:
    """What the columns under a row of headings hold, by number from 0; the first of two that hold the same."""
    found: dict[Column, int] = {}
    for number, cell in enumerate(cells):
        column = _known().get(folded(cell)) if len(cell) < 80 else None
        if column is not None:
            found.setdefault(column, number)
    return found


def is_head(found: Mapping[Column, int]) -> bool:
    """Whether these columns are those of a list of people."""
    return Column.NAME in found and any(
        one in found for one in (Column.JOINED, Column.FIRST, Column.MINUTES, Column.ACTION)
    )
