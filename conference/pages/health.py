"""Whether this installation is alive, and whether it can do its work."""

from __future__ import annotations

import time
from collections.abc import Callable

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from flask_migrate import Config as AlembicConfig
from sqlalchemy import text
from werkzeug.wrappers import Response

from conference.core.access import access, public
from conference.core.database import db
from conference.core.logs import log
from conference.core.scanning import scanner
from conference.core.storage import storage

blueprint = Blueprint("health", __name__)
EXTENSION = "conference.readiness"
ANSWER_LIVES_SECONDS = 5


class MigrationsMissing(RuntimeError):
    """The database is not at the newest migration."""


def check_database() -> None:
    db.session.execute(text("SELECT 1"))


def check_migrations() -> None:
    config = AlembicConfig()
    config.set_main_option("script_location", current_app.config["MIGRATIONS"])
    wanted = set(ScriptDirectory.from_config(config).get_heads())
    present = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    if wanted != present:
        raise MigrationsMissing(f"present {sorted(present)}, wanted {sorted(wanted)}")


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "storage": lambda: storage().check(),
}


def check_scanner() -> None:
    found = scanner()
    if found is not None:
        found.check()


IMPAIRED: dict[str, Callable[[], None]] = {"scanner": check_scanner}
"""Parts without which nearly everything works: no node leaves the balance because files are refused for a while."""


@blueprint.get("/healthz")
@access(public)
def alive() -> Response:
    return jsonify(status="alive")


@blueprint.get("/readyz")
@access(public)
def ready() -> tuple[Response, int]:
    """200 when each part answers, 503 with the names of those that do not; asked of the parts once in five seconds.

    What is impaired is named too, and changes nothing else.
    """
    known: tuple[float, list[str], list[str]] | None = current_app.extensions.get(EXTENSION)
    if known is None or time.monotonic() - known[0] > ANSWER_LIVES_SECONDS:
        known = current_app.extensions[EXTENSION] = (time.monotonic(), _failing(CHECKS), _failing(IMPAIRED))
    _asked, failed, impaired = known
    status = "not ready" if failed else "ready"
    return jsonify(status=status, failed=failed, impaired=impaired), 503 if failed else 200


def _failing(checks: dict[str, Callable[[], None]]) -> list[str]:
    failed = []
    for name, check in checks.items():
        try:
            check()
        except Exception:
            log.exception("not ready", extra={"facts": {"part": name}})
            failed.append(name)
    return failed
