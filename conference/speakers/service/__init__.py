"""The verbs of the speakers: inviting and answering, one's own profile, sending and publishing slides."""

from conference.speakers.service.invitations import (
    AlreadyAnswered,
    AlreadyInvited,
    NoAddress,
    answer,
    change_address,
    follow_address,
    invite,
    renew,
    token_of,
    withdraw_invitation,
)
from conference.speakers.service.profile import change_profile, own_language
from conference.speakers.service.slides import (
    AlreadyPublished,
    NotPublished,
    NotTheirs,
    Sent,
    publish_slides,
    receive_slides,
    withdraw_slides,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyInvited",
    "AlreadyPublished",
    "NoAddress",
    "NotPublished",
    "NotTheirs",
    "Sent",
    "answer",
    "change_address",
    "change_profile",
    "follow_address",
    "invite",
    "own_language",
    "publish_slides",
    "receive_slides",
    "renew",
    "token_of",
    "withdraw_invitation",
    "withdraw_slides",
]
