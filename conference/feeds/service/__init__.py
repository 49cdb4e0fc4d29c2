"""The verbs of feeds: calendars of one's own, and entries that mails bring."""

from conference.feeds.service.event_entry import event_entry, follow_event
from conference.feeds.service.invitations import (
    AT_ONCE,
    MAIL,
    RIGHTING,
    claim_for_letter,
    claim_for_news,
    follow_places,
    forget_address,
    put_right,
    put_right_later,
    readers_of_changes,
    tell_speaker,
)
from conference.feeds.service.personal import NobodyThere, address_of, end, pass_of, registration_behind, renew, set_up

__all__ = [
    "AT_ONCE",
    "MAIL",
    "RIGHTING",
    "NobodyThere",
    "address_of",
    "claim_for_letter",
    "claim_for_news",
    "end",
    "event_entry",
    "follow_event",
    "follow_places",
    "forget_address",
    "pass_of",
    "put_right",
    "put_right_later",
    "readers_of_changes",
    "registration_behind",
    "renew",
    "set_up",
    "tell_speaker",
]
