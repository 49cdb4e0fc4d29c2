"""The forms of the draft: what organisers type about sessions, talks, places and people, in all languages at once."""

from conference.agenda.forms.checks import ChecksForm
from conference.agenda.forms.editor import BreakForm, CutForm, PlacingForm, ShiftForm
from conference.agenda.forms.parts import (
    PresentationForm,
    PublishForm,
    RestoreForm,
    RoleForm,
    RoomForm,
    SpeakerForm,
    TrackForm,
)
from conference.agenda.forms.session import SessionForm

__all__ = [
    "BreakForm",
    "ChecksForm",
    "CutForm",
    "PlacingForm",
    "PresentationForm",
    "PublishForm",
    "RestoreForm",
    "RoleForm",
    "RoomForm",
    "SessionForm",
    "ShiftForm",
    "SpeakerForm",
    "TrackForm",
]
