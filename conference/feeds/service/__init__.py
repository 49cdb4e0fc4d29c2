"""The verbs of feeds: calendars of one's own, and entries that mails bring."""

from conference.feeds.service.addresses import registrant_arrives, registrant_leaves, speaker_leaves, speaker_moves
from conference.feeds.service.event_entry import event_entry, follow_event
from conference.feeds.service.invitations import (
    AT_ONCE,
    RIGHTING,
    claim_for_letters,
    claim_for_news,
    follow_places,
    put_right,
    put_right_later,
    readers_of_changes,
    tell_speaker,
)
from conference.feeds.service.personal import NobodyThere, address_of, end, pass_of, registration_behind, renew, set_up
from conference.feeds.service.writing import MAIL

__all__ = [
    "AT_ONCE",
    "MAIL",
    "RIGHTING",
    "NobodyThere",
    "address_of",
    "claim_for_letters",
    "claim_for_news",
    "end",
    "event_entry",
    "follow_event",
    "follow_places",
    "pass_of",
    "put_right",
    "put_right_later",
    "readers_of_changes",
    "registrant_arrives",
    "registrant_leaves",
    "registration_behind",
    "renew",
    "set_up",
    "speaker_leaves",
    "speaker_moves",
    "tell_speaker",
]
