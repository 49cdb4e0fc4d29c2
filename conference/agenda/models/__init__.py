"""The draft agenda, what its editing needs, the published versions, and what readers chose of them."""

from conference.agenda.models.draft import (
    RESERVED_CODES,
    Presentation,
    Room,
    Session,
    SessionStatus,
    SessionType,
    Speaker,
    SpeakerInSession,
    SpeakerRole,
    Track,
)
from conference.agenda.models.edit import AgendaEdit, EditKind
from conference.agenda.models.importing import AgendaImport
from conference.agenda.models.personal import ChosenSession, PersonalAgenda
from conference.agenda.models.settings import AgendaSettings
from conference.agenda.models.version import AgendaVersion

__all__ = [
    "RESERVED_CODES",
    "AgendaEdit",
    "AgendaImport",
    "AgendaSettings",
    "AgendaVersion",
    "ChosenSession",
    "EditKind",
    "PersonalAgenda",
    "Presentation",
    "Room",
    "Session",
    "SessionStatus",
    "SessionType",
    "Speaker",
    "SpeakerInSession",
    "SpeakerRole",
    "Track",
]
