"""The words for types, roles and people, in the language that is being spoken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from conference.agenda.models import AgendaEdit, EditKind, SessionType, SpeakerRole
from conference.agenda.published import Appearance, Person
from conference.core.text import isolated

NAMED_AT_MOST = 3
LEADING = (SpeakerRole.CHAIR, SpeakerRole.MODERATOR)


_TYPES = {
    SessionType.OPENING: _l("Opening"),
    SessionType.PLENARY: _l("Plenary"),
    SessionType.PANEL: _l("Panel"),
    SessionType.WORKSHOP: _l("Workshop session"),
    SessionType.TRAINING: _l("Training session"),
    SessionType.CLOSING: _l("Closing"),
    SessionType.BREAK: _l("Break"),
}
_ROLES = {
    SpeakerRole.CHAIR: _l("Chair"),
    SpeakerRole.MODERATOR: _l("Moderator"),
    SpeakerRole.SPEAKER: lazy_pgettext("role", "Speaker"),
    SpeakerRole.PANELLIST: _l("Panellist"),
    SpeakerRole.RAPPORTEUR: _l("Rapporteur"),
}


def type_words(type_: str) -> str:
    """One word looked up, not all of them: an agenda of a day says it hundreds of times."""
    return str(_TYPES[SessionType(type_)])


def role_words(role: str) -> str:
    return str(_ROLES[SpeakerRole(role)])


def type_choices() -> list[tuple[str, str]]:
    return [(str(type_), type_words(type_)) for type_ in SessionType]


def role_choices() -> list[tuple[str, str]]:
    return [(str(role), role_words(role)) for role in SpeakerRole]


def undo_words(edit: AgendaEdit) -> str:
    """What a button says that takes back a step of the editor."""
    count = len(edit.after)
    made = next((state for key, state in edit.after.items() if edit.before[key] is None), None)
    first = made or next(iter(edit.after.values()))
    code = isolated(first["code"])
    return {
        EditKind.MOVE: _("Undo the move of %(code)s", code=code),
        EditKind.UNPLACE: _("Undo that %(code)s was taken off the plan", code=code),
        EditKind.COPY: _("Undo the copy %(code)s", code=code),
        EditKind.SPLIT: _("Undo the split that made %(code)s", code=code),
        EditKind.SHIFT: ngettext("Undo the shift of %(num)s session", "Undo the shift of %(num)s sessions", count),
        EditKind.BREAK: _("Undo the break %(code)s", code=code),
    }[EditKind(edit.kind)]


@dataclass(frozen=True, slots=True)
class Mention:
    """One part of the line that says who is in a session: a person, or how many there are."""

    person: Person | None
    role: str = ""
    words: str = ""

    @property
    def name(self) -> str:
        return self.person.name_in(g.language) if self.person else ""


def mentions(everybody: Iterable[Appearance]) -> Sequence[Mention]:
    """Who leads a session by name and role, and the others by name while they are few; else how many they are."""
    seen: dict[int, Appearance] = {}
    for appearance in everybody:
        seen.setdefault(appearance.person.id, appearance)
    leading = [one for one in seen.values() if one.role in LEADING]
    others = [one for one in seen.values() if one.role not in LEADING]
    line = [Mention(one.person, role=role_words(one.role)) for one in leading]
    if len(others) <= NAMED_AT_MOST:
        return [*line, *(Mention(one.person) for one in others)]
    counted = ngettext("%(num)s speaker", "%(num)s speakers", len(others))
    return [*line, Mention(None, words=counted)]
