"""What an administrator types: migrate, serve, create the first administrator, load the demonstration."""

from __future__ import annotations

import os
import threading

import click
from flask_migrate import upgrade

from conference.accounts.passwords import SHORTEST, hash_password
from conference.accounts.queries import account_by_email
from conference.accounts.service import create_account
from conference.app import create_app
from conference.config import ROOT, Config, ConfigurationError
from conference.core.catalogues import compile_catalogues
from conference.core.database import db, write
from conference.core.languages import ENGLISH
from conference.outbox import worker


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
    with create_app(_config()).app_context():
        upgrade()


@main.command("create-admin")
@click.argument("email")
@click.option("--password", prompt=False, help="Set one; without it the account signs in by e-mailed links.")
def create_admin(email: str, password: str | None) -> None:
    """Make EMAIL a site administrator, with a new account if it has none."""
    if password is not None and len(password) < SHORTEST:
        raise click.ClickException(f"A password has at least {SHORTEST} characters.")
    hashed = hash_password(password) if password else ""
    with create_app(_config()).app_context():
        with write() as session:
            account = account_by_email(session, email) or create_account(session, email=email, language=ENGLISH)
            account.is_site_administrator = True
            account.password_hash = hashed or account.password_hash
        click.echo(f"{email} is a site administrator.")


@main.command("worker")
def run_worker() -> None:
    """Deliver the outbox until interrupted."""
    stop = threading.Event()
    try:
        worker.run(create_app(_config()), stop)
    except KeyboardInterrupt:
        stop.set()


@main.command()
def serve() -> None:
    """Migrate, then serve with granian, the outbox worker beside it."""
    config = _config()
    compile_catalogues(ROOT / "translations")
    with create_app(config).app_context():
        upgrade()
        db.engine.dispose()
    os.environ["CONFERENCE_WORKER"] = "beside"
    click.echo(config.public_url)


if __name__ == "__main__":
    main()
