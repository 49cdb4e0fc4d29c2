"""The speaker's forms, and the organisers' forms about speakers."""

from conference.speakers.forms.address import AddressForm
from conference.speakers.forms.assistant import AssistantForm
from conference.speakers.forms.deadline import DeadlineForm
from conference.speakers.forms.profile import OwnTextField, ProfileForm
from conference.speakers.forms.slides import Place, ReplacementForm, SlidesForm, kept_name

__all__ = [
    "AddressForm",
    "AssistantForm",
    "DeadlineForm",
    "OwnTextField",
    "Place",
    "ProfileForm",
    "ReplacementForm",
    "SlidesForm",
    "kept_name",
]
