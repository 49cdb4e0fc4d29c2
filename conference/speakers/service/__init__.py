"""The verbs of the speakers: inviting and answering, one's own profile, sending and publishing slides."""

from conference.speakers.queries.missing import own_language
from conference.speakers.service.approval import (
    AlreadyApproved,
    NotApproved,
    approve_slides,
    change_slides_language,
    disapprove_slides,
    publish_approved,
)
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
    receive_slides_for,
    replace_slides,
    replace_slides_for,
    withdraw_slides,
)

__all__ = [
    "DRAW",
    "AlreadyAnswered",
    "AlreadyApproved",
    "AlreadyInvited",
    "AlreadyPublished",
    "NoAddress",
    "NotApproved",
    "NotExpected",
    "NotPublished",
    "NotTheirs",
    "Sent",
    "answer",
    "approve_slides",
    "change_address",
    "change_profile",
    "change_slides_language",
    "close_slides",
    "disapprove_slides",
    "follow_address",
    "invite",
    "open_slides",
    "own_language",
    "publish_approved",
    "publish_slides",
    "receive_slides",
    "receive_slides_for",
    "remind",
    "renew",
    "replace_slides",
    "replace_slides_for",
    "set_deadline",
    "token_of",
    "withdraw_invitation",
    "withdraw_slides",
]
