"""The application: one explicit list of what it is made of and what is plugged into what."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from conference.accounts import access as accounts_access
from conference.accounts import ports as accounts_ports
from conference.accounts import tasks as accounts_tasks
from conference.accounts import views as accounts_views
from conference.agenda import contributions as agenda_contributions
from conference.agenda import kept as agendas_kept
from conference.agenda import ports as agenda_ports
from conference.agenda import queries as agenda_queries
from conference.agenda import tasks as agenda_tasks
from conference.agenda import views as agenda_views
from conference.agenda.views import own as agenda_own
from conference.attendance import badge_contributions, certificate_contributions
from conference.attendance import contributions as attendance_contributions
from conference.attendance import ports as attendance_ports
from conference.attendance import queries as attendance_queries
from conference.attendance import tasks as attendance_tasks
from conference.attendance import views as attendance_views
from conference.attendance.evidence import found as attendance_evidence
from conference.attendance.personal_data import Presences
from conference.config import ROOT, Config
from conference.core import (
    access,
    assets,
    checksums,
    database,
    limits,
    localization,
    logs,
    rendering,
    scanning,
    security,
    storage,
)
from conference.core.catalogues import TRANSLATIONS
from conference.core.database import db
from conference.core.public_cache import PublicCache
from conference.core.signing import Signer
from conference.events import access as events_access
from conference.events import contributions as events_contributions
from conference.events import ports as events_ports
from conference.events import tasks as events_tasks
from conference.events import views as events_views
from conference.events.queries import public_revisions
from conference.feeds import contributions as feeds_contributions
from conference.feeds import tasks as feeds_tasks
from conference.feeds import views as feeds_views
from conference.feeds.personal_data import OwnCalendars, SentToCalendar
from conference.library import contributions as library_contributions
from conference.library import counting as library_counting
from conference.library import ports as library_ports
from conference.library import queries as library_queries
from conference.library import reader as library_reader
from conference.library import tasks as library_tasks
from conference.library import views as library_views
from conference.library.personal_data import DownloadsOfPerson
from conference.library.queries import arrivals as library_arrivals
from conference.library.searching import cards as library_cards
from conference.messages import views as messages_views
from conference.outbox import ports as outbox_ports
from conference.outbox import tasks as outbox_tasks
from conference.outbox import worker
from conference.outbox.mail import transport_for
from conference.pages import errors, frame, health, sitemap
from conference.pages import history as pages_history
from conference.pages import views as pages_views
from conference.registration import contributions as registration_contributions
from conference.registration import import_tasks
from conference.registration import ports as registration_ports
from conference.registration import queries as registration_queries
from conference.registration import tasks as registration_tasks
from conference.registration import views as registration_views
from conference.registration.chosen_sessions import ChosenSessions
from conference.speakers import contributions as speakers_contributions
from conference.speakers import early_contributions, early_tasks
from conference.speakers import ports as speakers_ports
from conference.speakers import queries as speakers_queries
from conference.speakers import tasks as speakers_tasks
from conference.speakers import views as speakers_views
from conference.speakers.personal_data import Assisting, Photographs
from conference.speakers.responsible import Responsible
from conference.speakers.said import SaidAsSpeaker
from conference.translation import contributions as translation_contributions
from conference.translation import queries as translation_queries
from conference.translation import tasks as translation_tasks
from conference.translation import views as translation_views
from conference.uploads import contributions as uploads_contributions

MEBIBYTE = 1024 * 1024
MIGRATIONS = ROOT / "migrations"
migrate = Migrate(render_as_batch=True, directory=str(MIGRATIONS), compare_type=True)

BLUEPRINTS = (
    accounts_views.blueprint,
    events_views.blueprint,
    agenda_views.blueprint,
    library_views.blueprint,
    registration_views.blueprint,
    speakers_views.blueprint,
    attendance_views.blueprint,
    feeds_views.blueprint,
    feeds_views.api.blueprint,
    translation_views.blueprint,
    messages_views.blueprint,
    pages_views.languages,
    pages_views.blueprint,
    sitemap.blueprint,
    health.blueprint,
)
HANDLERS = {
    **outbox_tasks.HANDLERS,
    **accounts_tasks.HANDLERS,
    **events_tasks.HANDLERS,
    **agenda_tasks.HANDLERS,
    **registration_tasks.HANDLERS,
    **import_tasks.HANDLERS,
    **library_tasks.HANDLERS,
    **speakers_tasks.HANDLERS,
    **translation_tasks.HANDLERS,
    **early_tasks.HANDLERS,
    **attendance_tasks.HANDLERS,
    **feeds_tasks.HANDLERS,
}


def create_app(config: Config) -> Flask:
    """A new application for one installation. Raises AccessNotDeclared for a view that says not who may call it."""
    app = Flask("conference", static_folder=None, root_path=str(ROOT / "conference"))
    app.config.update(
        SECRET_KEY=config.secret_key,
        PUBLIC_URL=config.public_url,
        IS_HTTPS=config.is_https,
        IS_PRODUCTION=config.is_production,
        SITE_NAMES=config.site_names,
        MIGRATIONS=str(MIGRATIONS),
        MAX_CONTENT_LENGTH=2 * MEBIBYTE,
        MAX_UPLOAD=config.max_upload,
        SESSION_COOKIE_NAME="__Host-session" if config.is_https else "session",
        SESSION_COOKIE_SECURE=config.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MY_AGENDA_COOKIE=agenda_own.cookie_name(is_https=config.is_https),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        # Pages reached by token send no Referer (`no-referrer`), and `__Host-` cookies need no such proof.
        WTF_CSRF_SSL_STRICT=False,
        WTF_I18N_ENABLED=False,
        TRUSTED_HOSTS=trusted_hosts(config),
        PRIVATE_FOLDERS=private_folders(config),
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    config.instance.mkdir(parents=True, exist_ok=True)

    logs.configure(app, quiet=not config.is_production)
    security.configure(app, is_https=config.is_https)
    database.configure(app, config.database_url)
    migrate.init_app(app, db)
    storage.configure(app, config.storage_url, signer=signer(config))
    checksums.configure(app)
    scanning.configure(app, config.clamd)
    limits.configure(app, config.redis_url)
    localization.configure(app, translations=str(TRANSLATIONS))
    access.csrf.init_app(app)
    rendering.configure(app)
    assets.configure(app)
    agendas_kept.configure(app)
    library_cards.configure(app)
    library_counting.configure(app, library_tasks.write_downloads)
    library_reader.configure(app)
    accounts_access.configure(app, is_https=config.is_https)
    events_access.configure(app)
    frame.configure(app)
    errors.configure(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    plug(app)
    worker.configure(app, outbox(config))
    access.require_declared_access(app)
    serve_publicly(app, config)
    return app


def trusted_hosts(config: Config) -> list[str] | None:
    """In production only its own name is answered, and what a health check on the machine itself calls it."""
    own_name = urlsplit(config.public_url).hostname or ""
    return [own_name, "127.0.0.1", "localhost"] if config.is_production else None


def signer(config: Config) -> Signer | None:
    """Who signs addresses of files, where the installation wants readers to fetch these from S3 itself."""
    lasts = timedelta(minutes=config.signed_minutes)
    return Signer(config.storage_secret, lasts) if lasts else None


def private_folders(config: Config) -> list[Path]:
    """What programs that open files of strangers must not read: the database, the files, the secret."""
    kept = config.storage_url.removeprefix("file://")
    return [config.instance, *([Path(unquote(kept))] if kept != config.storage_url else [])]


def plug(app: Flask) -> None:
    """Which higher feature answers what a lower one asks."""
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
    agenda_ports.departures.plug(app, feeds_contributions.speaker_departs, speakers_contributions.photograph_departs)
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


def outbox(config: Config) -> worker.Outbox:
    transport = transport_for(config.smtp_url, sender=config.mail_from, folder=config.instance / "mail")
    return worker.Outbox(HANDLERS, transport, config.mail_from)


def serve_publicly(app: Flask, config: Config) -> None:
    """Put the first handler before the application, and believe the proxies that the installation names."""

    def revisions() -> dict[str, int]:
        with app.app_context():
            return dict(public_revisions(db.session()))

    session_cookies = tuple(app.config[name] for name in ("SESSION_COOKIE_NAME", "SIGN_IN_COOKIE", "MY_AGENDA_COOKIE"))
    app.wsgi_app = PublicCache(  # type: ignore[method-assign]
        app.wsgi_app, revisions=revisions, session_cookies=session_cookies
    )
    if config.trusted_proxies:
        count = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
