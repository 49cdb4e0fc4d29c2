"""Which higher feature answers what a lower one asks: every port, by name."""

from __future__ import annotations

from flask import Flask

from conference.accounts import ports as accounts_ports
from conference.agenda import contributions as agenda_contributions
from conference.agenda import ports as agenda_ports
from conference.agenda import queries as agenda_queries
from conference.attendance import badge_contributions, certificate_contributions
from conference.attendance import contributions as attendance_contributions
from conference.attendance import ports as attendance_ports
from conference.attendance import queries as attendance_queries
from conference.attendance.evidence import found as attendance_evidence
from conference.attendance.personal_data import Presences
from conference.core import (
    storage,
)
from conference.events import contributions as events_contributions
from conference.events import ports as events_ports
from conference.feeds import contributions as feeds_contributions
from conference.feeds.personal_data import OwnCalendars, SentToCalendar
from conference.library import contributions as library_contributions
from conference.library import ports as library_ports
from conference.library import queries as library_queries
from conference.library.personal_data import DownloadsOfPerson
from conference.library.queries import arrivals as library_arrivals
from conference.outbox import ports as outbox_ports
from conference.pages import history as pages_history
from conference.registration import contributions as registration_contributions
from conference.registration import ports as registration_ports
from conference.registration import queries as registration_queries
from conference.registration.chosen_sessions import ChosenSessions
from conference.speakers import contributions as speakers_contributions
from conference.speakers import early_contributions
from conference.speakers import ports as speakers_ports
from conference.speakers import queries as speakers_queries
from conference.speakers.personal_data import Assisting, Photographs
from conference.speakers.responsible import Responsible
from conference.speakers.said import SaidAsSpeaker
from conference.translation import contributions as translation_contributions
from conference.translation import queries as translation_queries
from conference.uploads import contributions as uploads_contributions


def plug(app: Flask) -> None:
    """Give each port its answers."""
    accounts_ports.workplaces.plug(
        app,
        events_contributions.workplaces,
        registration_contributions.workplaces,
        speakers_contributions.workplaces,
    )
    agenda_ports.dependents.plug(
        app, attendance_contributions.evidence_of, speakers_contributions.slides_of, library_contributions.recordings_of
    )
    agenda_ports.address_listeners.plug(app, speakers_contributions.address_changed)
    agenda_ports.departures.plug(
        app,
        feeds_contributions.speaker_departs,
        speakers_contributions.photograph_departs,
        certificate_contributions.speaker_departs,
    )
    library_ports.recording_consents.plug(app, speakers_contributions.recording_consents)
    agenda_ports.speaker_pictures.plug(app, speakers_contributions.pictures)
    agenda_ports.speaker_panels.plug(app, speakers_contributions.documents_panel)
    agenda_ports.draft_speaker_panels.plug(app, speakers_contributions.photograph_panel)
    agenda_ports.confirmations.plug(app, speakers_contributions.confirmations)
    agenda_ports.session_choices.plug(app, registration_contributions.session_choices)
    agenda_ports.concerned.plug(app, registration_contributions.choosers, speakers_contributions.speakers_in)
    agenda_ports.taken_over.plug(app, feeds_contributions.agenda_taken_over)
    agenda_ports.absent.plug(app, registration_contributions.withdrawn)
    agenda_ports.publication_listeners.plug(
        app, feeds_contributions.agenda_published, library_contributions.agenda_published
    )
    agenda_ports.sent_entries.plug(app, feeds_contributions.SentEntries())
    agenda_ports.agenda_actions.plug(app, registration_contributions.register_action)
    agenda_ports.session_panels.plug(
        app,
        attendance_contributions.join_panel,
        library_contributions.recordings_panel,
        library_contributions.documents_panel,
    )
    agenda_ports.session_notes.plug(app, library_contributions.document_notes)
    accounts_ports.after_sign_in.plug(app, events_contributions.after_sign_in)
    events_ports.language_uses.plug(
        app,
        registration_contributions.language_uses,
        speakers_contributions.language_uses,
        early_contributions.early_language_uses,
    )
    library_ports.taking_part.plug(app, speakers_contributions.takes_part, attendance_contributions.takes_part)
    events_ports.timed_things.plug(
        app,
        agenda_contributions.timed_things,
        registration_contributions.timed_things,
        library_contributions.timed_things,
    )
    events_ports.zone_listeners.plug(
        app,
        agenda_contributions.zone_changed,
        registration_contributions.zone_changed,
        library_contributions.zone_changed,
    )
    events_ports.change_listeners.plug(app, feeds_contributions.event_changed)
    events_ports.vocabulary.plug(app, pages_history.vocabulary)
    events_ports.standing_of.plug(app, registration_contributions.standing_of)
    outbox_ports.hourly.plug(
        app,
        *uploads_contributions.WORK_OF_THE_HOUR,
        *agenda_contributions.WORK_OF_THE_HOUR,
        *library_contributions.WORK_OF_THE_HOUR,
        *registration_contributions.WORK_OF_THE_HOUR,
        *early_contributions.WORK_OF_THE_HOUR,
        *speakers_contributions.WORK_OF_THE_HOUR,
        *attendance_contributions.WORK_OF_THE_HOUR,
        *feeds_contributions.WORK_OF_THE_HOUR,
        *translation_contributions.WORK_OF_THE_HOUR,
    )
    registration_ports.personal_data.plug(
        app,
        Presences(),
        ChosenSessions(),
        early_contributions.EarlyReading(),
        OwnCalendars(),
        SentToCalendar(),
        Photographs(),
        Assisting(),
        SaidAsSpeaker(),
        DownloadsOfPerson(),
        badge_contributions.Badges(),
        certificate_contributions.Certificates(),
        Responsible(),
    )
    registration_ports.letter_entries.plug(app, feeds_contributions.LetterEntries())
    speakers_ports.has_answered.plug(app, feeds_contributions.tell_speaker)
    speakers_ports.has_moved.plug(app, feeds_contributions.speaker_moved)
    speakers_ports.own_panels.plug(app, certificate_contributions.speakers_certificate)
    speakers_ports.meetings.plug(app, attendance_contributions.speakers_ways_in)
    attendance_ports.passes.plug(app, feeds_contributions.calendar_pass)
    registration_ports.entry_codes.plug(app, badge_contributions.BadgeCodes())
    registration_ports.registration_panels.plug(
        app,
        badge_contributions.own_badge,
        certificate_contributions.own_certificate,
        attendance_contributions.todays_joins,
    )
    storage.known_blobs.plug(
        app,
        agenda_queries.known_blobs,
        library_queries.known_blobs,
        library_queries.known_recordings,
        library_arrivals.known_arrivals,
        speakers_queries.known_blobs,
        speakers_queries.known_photographs,
        registration_queries.known_blobs,
        registration_queries.known_letters,
        attendance_queries.known_blobs,
        attendance_evidence.known_sealed_files,
        translation_queries.known_blobs,
    )
