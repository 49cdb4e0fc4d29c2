"""What translation gives to the features below it."""

from __future__ import annotations

from conference.outbox.ports import HourlyWork
from conference.translation.service import events_with_old_imports, forget_old_imports

WORK_OF_THE_HOUR = (HourlyWork("forget old files of translations", events_with_old_imports, forget_old_imports),)
