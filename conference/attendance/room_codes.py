"""The code that a room shows, another one every minute: who can type it is there, or was told it a minute ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from conference.core.text import latin_digits
from conference.core.tokens import same_secret, seal_letters
from conference.core.typed_codes import number_of

PURPOSE: Final = "room"
DIGITS: Final = 6
MINUTE: Final = timedelta(minutes=1)


def code_at(session_id: int, moment: datetime) -> str:
    """The six digits that a session's room shows in the minute of this instant."""
    minute = int(moment.timestamp()) // 60
    letters = seal_letters(PURPOSE, [session_id, minute], 10)
    return f"{number_of(letters) % 10**DIGITS:0{DIGITS}}"


def is_shown(session_id: int, typed: str, moment: datetime) -> bool:
    """Whether this is what the room shows, or showed in the minute before: typing takes time."""
    digits = "".join(one for one in latin_digits(typed) if one.isalnum())
    return any(same_secret(digits, code_at(session_id, at)) for at in (moment, moment - MINUTE))


def seconds_left(moment: datetime) -> int:
    """For how long the code of this instant is still shown."""
    return 60 - int(moment.timestamp()) % 60
