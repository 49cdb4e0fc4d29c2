"""The words in which the history of an event tells what every feature recorded."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from conference.agenda.models import (
    SessionStatus,
    SessionType,
    SpeakerRole,
)
from conference.agenda.words import role_words as speaker_role_words
from conference.agenda.words import type_words
from conference.attendance import history as attendance_history
from conference.core.formatting import countries
from conference.core.languages import LANGUAGES
from conference.core.localization import current_language
from conference.events.header import format_label, kind_label
from conference.events.models import Format, Kind, Publication, Role
from conference.events.ports import Vocabulary
from conference.events.words import month_style_choices, publication_words, role_words
from conference.library import history as library_history
from conference.library import recording_history
from conference.pages.history_names import names
from conference.registration import history as registration_history
from conference.registration.models import (
    Category,
    RegistrationState,
)
from conference.registration.words import category_words as constituency_words
from conference.registration.words import state_words
from conference.speakers import history as speakers_history
from conference.speakers.models import InvitationState
from conference.speakers.words import invitation_words
from conference.translation import history as translation_history


def vocabulary() -> Vocabulary:
    return Vocabulary(sentences=_sentences(), columns=_columns(), values=_values(), names=names)


def _sentences() -> Mapping[str, str]:
    return {
        "event create event": _("The event was created"),
        "event change event": _("The event was changed"),
        "event retry messages": _("Failed messages were sent again"),
        "event_body add body": _("An organising body was added"),
        "event_body change body": _("An organising body was changed"),
        "event_body move body": _("An organising body was moved"),
        "event_body remove body": _("An organising body was removed"),
        "event_contact add contact": _("A contact was added"),
        "event_contact change contact": _("A contact was changed"),
        "event_contact move contact": _("A contact was moved"),
        "event_contact remove contact": _("A contact was removed"),
        "event_role give role": _("A role was given"),
        "event_role take role": _("A role was taken away"),
        "role_invitation invite": _("Somebody was asked to join the team"),
        "role_invitation withdraw invitation": _("A role that waited for somebody was withdrawn"),
        "session add session": _("A session was added"),
        "session change session": _("A session was changed"),
        "presentation bring back presentation": _("A presentation came back from an earlier version"),
        "room bring back room": _("A room came back from an earlier version"),
        "track bring back track": _("A track came back from an earlier version"),
        "session restore roles": _("A session got back the speakers of an earlier version"),
        "session cancel session": _("A session was cancelled"),
        "session restore session": _("A session was taken back into the agenda"),
        "session delete session": _("A session was deleted"),
        "session move session": _("A session was moved"),
        "session copy session": _("A session was copied"),
        "session split session": _("A session was split"),
        "session undo change": _("A step of the agenda’s editor was undone"),
        "presentation add presentation": _("A presentation was added"),
        "presentation change presentation": _("A presentation was changed"),
        "presentation move presentation": _("A presentation was moved"),
        "presentation delete presentation": _("A presentation was deleted"),
        "room add room": _("A room was added"),
        "room change room": _("A room was changed"),
        "room delete room": _("A room was deleted"),
        "track add track": _("A track was added"),
        "track change track": _("A track was changed"),
        "track delete track": _("A track was deleted"),
        "speaker change speaker": _("A speaker was changed"),
        "speaker change address": _("A speaker’s address was changed"),
        "speaker change own profile": _("A speaker changed their own page"),
        "speaker delete speaker": _("A speaker was deleted"),
        "agenda_import import agenda": _("An agenda was imported from a file"),
        **translation_history.sentences(),
        "session_speaker add role": _("A speaker was put into a session"),
        "session_speaker move role": _("The order of speakers was changed"),
        "session order roles": _("The speakers of a session were put in the order of protocol"),
        "session_speaker remove role": _("A speaker was taken out of a session"),
        "event change agenda checks": _("The checks of the agenda were changed"),
        "agenda_version publish agenda": _("The agenda was published"),
        "agenda_version restore agenda": _("An earlier version of the agenda became the draft again"),
        "event make agenda preview": _("A secret link to the draft of the agenda was made"),
        "event end agenda preview": _("The secret link to the draft of the agenda was ended"),
        "event erase assistants": _("The assistants of speakers were erased"),
        "event erase what speakers told": _("What speakers told the organisers, and who had files early, was erased"),
        **library_history.sentences(),
        **attendance_history.sentences(),
        "outbox_message retry": _("A failed message was sent again"),
        **registration_history.sentences(),
        "speaker bring back speaker": _("A speaker came back from an earlier version"),
        "speaker add speaker": _("A speaker was added"),
        **recording_history.sentences(),
        **speakers_history.sentences(),
    }


def _columns() -> Mapping[str, str]:
    return {
        "title": _("Title"),
        "short_title": _("Short title"),
        "name": _("Name"),
        "acronym": _("Acronym"),
        "label": _("Who this is"),
        "native_name": _("Full name"),
        "latin_name": _("Name in Latin script"),
        "function": _("Function"),
        "organisation": _("Organisation"),
        "biography": _("Biography"),
        "summary": _("Summary"),
        "abstract": _("Abstract"),
        "kind": _("Kind"),
        "format": _("Format"),
        "type": _("Type"),
        "code": _("Code"),
        "symbol": _("Symbol"),
        "category": _("Category"),
        "visibility": _("Who may read it"),
        "keeps_people": _("Who downloads is kept"),
        "publication": _("State"),
        "state": _("State"),
        "status": _("State"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "starts_at": _("Begins"),
        "ends_at": _("Ends"),
        "zone": _("Time zone"),
        "venue": _("Venue"),
        "is_online": _("Online"),
        "minutes": _("Minutes"),
        "floor_codes": _("Spoken in the room"),
        "interpretation_codes": _("Interpretation"),
        "language_codes": _("Languages"),
        "source_code": _("Source language"),
        "language_code": _("Language"),
        "month_style": _("Names of months in Arabic"),
        "registration_open": _("Registration is open"),
        "places": _("Places"),
        "capacity": _("Places"),
        "join_minutes": _("Minutes before an online session from which people can join"),
        "is_rehearsal": _("Rehearsal"),
        "agenda_note": _("Note on the agenda"),
        "donor_line": _("Donor’s line"),
        "disclaimer": _("Disclaimer"),
        "account_id": _("Person"),
        "email": _("E-mail address"),
        "assistant": _("Assistant"),
        "roles_new": _("New roles"),
        "invited": _("People invited"),
        "due_on": _("Slides until"),
        "answers_due_on": _("Answers until"),
        "profiles_due_on": _("Profiles until"),
        "answer_reminder_days": _("Days until the reminder to answer"),
        "slides_reminder_days": _("Days before, for the reminder of slides"),
        "country": _("Country"),
        "role": _("Role"),
        "number": _("Number"),
        "note": _("Note"),
        "sessions_left": _("Left as they are"),
        "sessions_taken_out": _("Taken out"),
        "speakers_new": _("New speakers"),
        "places_new": _("New rooms and tracks"),
        **translation_history.columns(),
        "conflicts_taken": _("Conflicts decided for the file"),
        "conflicts_left": _("Conflicts decided for the event"),
        **attendance_history.columns(),
        **library_history.columns(),
        **registration_history.columns(),
        **recording_history.columns(),
        **speakers_history.columns(),
    }


def _values() -> Mapping[str, Mapping[str, str]]:
    language_names = {language.code: language.name_in(current_language()) for language in LANGUAGES}
    roles = {str(role): role_words(role) for role in Role}
    roles |= {str(role): speaker_role_words(role) for role in SpeakerRole}
    states = {str(state): invitation_words(state) for state in InvitationState}
    states |= {str(state): state_words(state) for state in RegistrationState}
    documents = library_history.values()
    return {
        "kind": {str(kind): kind_label(kind) for kind in Kind},
        "format": {str(format_): format_label(format_) for format_ in Format},
        "type": {str(type_): type_words(type_) for type_ in SessionType},
        **documents,
        "category": {**{str(one): constituency_words(one) for one in Category}, **documents["category"]},
        "publication": {str(one): publication_words(one) for one in Publication},
        "state": states,
        "status": {SessionStatus.SCHEDULED: _("Takes place"), SessionStatus.CANCELLED: _("Cancelled")},
        "floor_codes": language_names,
        "interpretation_codes": language_names,
        "language_codes": language_names,
        "source_code": language_names,
        "target_code": language_names,
        "language_code": language_names,
        "month_style": dict(month_style_choices()),
        "role": roles,
        "seen_by": roles,
        "country": dict(countries(current_language())),
        **registration_history.values(),
        **recording_history.values(),
        **speakers_history.values(),
    }
