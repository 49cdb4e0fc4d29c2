"""The verbs of feeds."""

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

__all__ = [
    "AT_ONCE",
    "MAIL",
    "RIGHTING",
    "claim_for_letter",
    "claim_for_news",
    "event_entry",
    "follow_event",
    "follow_places",
    "forget_address",
    "put_right",
    "put_right_later",
    "readers_of_changes",
    "tell_speaker",
]
