"""The speaker's forms, and the organisers' forms about speakers."""

from conference.speakers.forms.address import AddressForm
from conference.speakers.forms.own import ConsentsForm, MessageForm, NeedsForm, PaperForm
from conference.speakers.forms.profile import OwnTextField, ProfileForm
from conference.speakers.forms.slides import DeadlineForm, Place, ReplacementForm, SlidesForm, kept_name

__all__ = [
    "AddressForm",
    "ConsentsForm",
    "DeadlineForm",
    "MessageForm",
    "NeedsForm",
    "OwnTextField",
    "PaperForm",
    "Place",
    "ProfileForm",
    "ReplacementForm",
    "SlidesForm",
    "kept_name",
]
