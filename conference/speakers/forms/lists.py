"""Sending a list of people to invite."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from conference.core.office_files import DamagedOfficeFile, ProtectedOfficeFile
from conference.core.tables import TableRefused
from conference.events.models import Event
from conference.registration.forms.importing import ListField, ListForm, ReceivedList, receive_list
from conference.speakers.listing.reading import read_list
from conference.speakers.listing.words import refusal_sentence


class InvitationListForm(ListForm):
    """People to invite, as a file."""

    file = ListField(
        _l("List of people to invite (XLSX or CSV)"),
        hint=_l("A line for each person and session, headings above."),
    )


def receive_invitation_list(form: InvitationListForm, event: Event) -> ReceivedList | None:
    """Store the list of a valid form; None after a sentence was put beside the field. Call it before `write()`."""
    sent = cast(FileStorage, form.file.data)
    try:
        read_list(cast(Any, sent.stream), event)
    except (TableRefused, DamagedOfficeFile, ProtectedOfficeFile) as refused:
        form.refuse(form.file, refusal_sentence(refused))
        return None
    return receive_list(form)
