"""The speaker's forms, and the organisers' forms about speakers."""

from conference.speakers.forms.address import AddressForm
from conference.speakers.forms.assistant import AssistantForm
from conference.speakers.forms.deadline import DeadlineForm
from conference.speakers.forms.lists import InvitationListForm, receive_invitation_list
from conference.speakers.forms.own import ConsentsForm, MessageForm, NeedsForm, PaperForm
from conference.speakers.forms.photograph import (
    PhotographForm,
    PhotographOfSomebodyForm,
    most_bytes,
    receive_photograph,
    refuse_size,
)
from conference.speakers.forms.profile import OwnTextField, ProfileForm
from conference.speakers.forms.slides import Place, ReplacementForm, SlidesForm, kept_name

__all__ = [
    "AddressForm",
    "AssistantForm",
    "ConsentsForm",
    "DeadlineForm",
    "InvitationListForm",
    "MessageForm",
    "NeedsForm",
    "OwnTextField",
    "PaperForm",
    "PhotographForm",
    "PhotographOfSomebodyForm",
    "Place",
    "ProfileForm",
    "ReplacementForm",
    "SlidesForm",
    "kept_name",
    "most_bytes",
    "receive_invitation_list",
    "receive_photograph",
    "refuse_size",
]
