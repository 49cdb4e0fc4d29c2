"""What an administrator types: migrate, serve, create the first administrator, load the demonstration."""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
from datetime import timedelta

import click
from flask import Flask
from flask_migrate import upgrade

from conference.accounts.passwords import SHORTEST, hash_password
from conference.accounts.queries import account_by_email
from conference.accounts.service import create_account, forget_expired
from conference.app import create_app
from conference.config import ROOT, Config, ConfigurationError
from conference.core.catalogues import TRANSLATIONS, compile_catalogues
from conference.core.database import db, write
from conference.core.languages import ENGLISH
from conference.core.storage import storage
from conference.core.text import email_address
from conference.demonstration.loader import PASSWORD, SIGN_INS, load
from conference.outbox import worker
from conference.uploads.service import sweep_pieces

THREADS = 64
BACKLOG = 1024
SECONDS_TO_END = 30
"""How long a stop waits for requests in hand: a file whose line stands still would keep the server for ever."""
SITE_NAMES = {"": "THAMM Conferences", "_FR": "Conférences THAMM", "_AR": "مؤتمرات تام"}


def _config() -> Config:
    try:
        return Config.from_environment()
    except ConfigurationError as error:
        raise click.ClickException(str(error)) from None


@click.group()
def main() -> None:
    """A multilingual event platform."""


@main.command()
def migrate() -> None:
    """Bring the database to the newest migration."""
    _migrate(create_app(_config()))


def _migrate(app: Flask) -> None:
    compile_catalogues(TRANSLATIONS)
    with app.app_context():
        upgrade()


@main.command("create-admin")
@click.argument("email")
@click.option(
    "--password",
    prompt=True,
    prompt_required=False,
    hide_input=True,
    confirmation_prompt=True,
    help="Set one, asked for where none is given here; without it the account signs in by e-mailed links.",
)
def create_admin(email: str, password: str | None) -> None:
    """Make EMAIL a site administrator, with a new account if it has none."""
    address = email_address(email)
    if address is None:
        raise click.ClickException(f"{email} is no e-mail address.")
    if password is not None and len(password) < SHORTEST:
        raise click.ClickException(f"A password has at least {SHORTEST} characters.")
    hashed = hash_password(password) if password else ""
    with create_app(_config()).app_context():
        with write() as session:
            account = account_by_email(session, address) or create_account(session, email=address, language=ENGLISH)
            account.is_site_administrator = True
            account.password_hash = hashed or account.password_hash
        click.echo(f"{address} is a site administrator.")


@main.command("worker")
def run_worker() -> None:
    """Deliver the outbox until told to stop; the message in hand is finished first. Start as many as wanted."""
    stop = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda _number, _frame: stop.set())
    worker.run(create_app(_config()), stop)


@main.command()
def sweep() -> None:
    """Delete files that no row names, what uploads left, sign-in links that nobody used, sign-ins that nobody uses."""
    with create_app(_config()).app_context():
        swept = storage().sweep(db.session(), older_than=timedelta(days=1))
        left = sweep_pieces(db.session(), older_than=timedelta(days=1))
        with write() as session:
            forgotten = forget_expired(session)
    click.echo(f"{len(swept)} files, {left} uploads and {forgotten} links and sign-ins deleted.")


@main.command()
def demo() -> None:
    """Load the demonstration data; a second time changes nothing."""
    config = _config()
    if config.is_production:
        raise click.ClickException("The demonstration has known passwords: it is never loaded in production mode.")
    with create_app(config).app_context():
        load()


@main.command()
@click.option("--demonstration", is_flag=True, help="Load the demonstration first and print its sign-ins.")
def serve(demonstration: bool) -> None:
    """Migrate, then serve with granian, the outbox worker beside it."""
    if demonstration:
        os.environ.setdefault("CONFERENCE_MODE", "development")
        for suffix, name in SITE_NAMES.items():
            os.environ.setdefault(f"SITE_NAME{suffix}", name)
    config = _config()
    app = create_app(config)
    _migrate(app)
    if demonstration:
        if config.is_production:
            raise click.ClickException("The demonstration has known passwords: it is never loaded in production mode.")
        with app.app_context():
            load()
            db.engine.dispose()
        click.echo(f"\n  {config.public_url}\n\n  Sign in with one of these and the password “{PASSWORD}”:")
        for email, role in SIGN_INS.items():
            click.echo(f"    {email:<28}{role}")
        click.echo(f"\n  Mail is written to {config.instance / 'mail'}. Stop with Ctrl-C.\n")
    _become_server()


def _become_server() -> None:
    """Turn this process into granian, which forks its worker: libraries that hold threads must not be loaded then."""
    settings = {
        "--interface": "wsgi",
        "--host": os.environ.get("HOST") or "127.0.0.1",
        "--port": os.environ.get("PORT") or "8000",
        "--workers": "1",
        "--blocking-threads": str(THREADS),
        "--backlog": str(BACKLOG),
        "--workers-kill-timeout": str(SECONDS_TO_END),
        "--log-level": "error",
    }
    command = [sys.executable, "-m", "granian", *itertools.chain.from_iterable(settings.items()), "wsgi:app"]
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 # our own interpreter, and no shell


if __name__ == "__main__":
    main()
