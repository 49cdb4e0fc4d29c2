"""The verbs of the speakers: inviting and answering, one's own profile, sending and publishing slides."""

from conference.speakers.queries.missing import own_language
from conference.speakers.service.deadline import close_slides, open_slides, set_deadline
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
from conference.speakers.service.profile import change_profile
from conference.speakers.service.reminders import remind
from conference.speakers.service.slides import (
    DRAW,
    AlreadyPublished,
    NotExpected,
    NotPublished,
    NotTheirs,
    Sent,
    publish_slides,
    receive_slides,
    replace_slides,
    withdraw_slides,
)

__all__ = [
    "DRAW",
    "AlreadyAnswered",
    "AlreadyInvited",
    "AlreadyPublished",
    "NoAddress",
    "NotExpected",
    "NotPublished",
    "NotTheirs",
    "Sent",
    "answer",
    "change_address",
    "change_profile",
    "close_slides",
    "follow_address",
    "invite",
    "open_slides",
    "own_language",
    "publish_slides",
    "receive_slides",
    "remind",
    "renew",
    "replace_slides",
    "set_deadline",
    "token_of",
    "withdraw_invitation",
    "withdraw_slides",
]
