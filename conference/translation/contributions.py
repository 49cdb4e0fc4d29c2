"""What translation gives to the features below it."""

from __future__ import annotations

from conference.events.sent_files import forgetting
from conference.translation.models import TranslationImport

WORK_OF_THE_HOUR = (forgetting("forget old files of translations", TranslationImport),)
