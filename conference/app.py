"""The application: one explicit list of what it is made of and what is plugged into what."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from conference.accounts import access as accounts_access
from conference.accounts import tasks as accounts_tasks
from conference.accounts import views as accounts_views
from conference.agenda import kept as agendas_kept
from conference.agenda import tasks as agenda_tasks
from conference.agenda import views as agenda_views
from conference.agenda.views import own as agenda_own
from conference.attendance import tasks as attendance_tasks
from conference.attendance import views as attendance_views
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
from conference.events import tasks as events_tasks
from conference.events import views as events_views
from conference.events.queries import public_revisions
from conference.feeds import tasks as feeds_tasks
from conference.feeds import views as feeds_views
from conference.library import counting as library_counting
from conference.library import reader as library_reader
from conference.library import tasks as library_tasks
from conference.library import views as library_views
from conference.library.searching import cards as library_cards
from conference.messages import views as messages_views
from conference.outbox import tasks as outbox_tasks
from conference.outbox import worker
from conference.outbox.mail import transport_for
from conference.pages import errors, frame, health, sitemap
from conference.pages import views as pages_views
from conference.registration import import_tasks
from conference.registration import tasks as registration_tasks
from conference.registration import views as registration_views
from conference.speakers import early_tasks
from conference.speakers import tasks as speakers_tasks
from conference.speakers import views as speakers_views
from conference.translation import tasks as translation_tasks
from conference.translation import views as translation_views
from conference.wiring import plug

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
