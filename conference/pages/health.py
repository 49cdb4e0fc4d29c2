"""Whether this installation is alive, and whether it can do its work."""

from __future__ import annotations

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
from conference.core.storage import storage

blueprint = Blueprint("health", __name__)


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


@blueprint.get("/healthz")
@access(public)
def alive() -> Response:
    return jsonify(status="alive")


@blueprint.get("/readyz")
@access(public)
def ready() -> tuple[Response, int]:
    """200 when each part answers, 503 with the names of those that do not."""
    failed = []
    for name, check in CHECKS.items():
        try:
            check()
        except Exception:
            log.exception("not ready", extra={"facts": {"part": name}})
            failed.append(name)
    return jsonify(status="not ready" if failed else "ready", failed=failed), 503 if failed else 200
