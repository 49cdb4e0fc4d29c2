"""What every test stands on: a clean database, an application of its own, a visitor, and no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from conference.app import create_app
from conference.config import ROOT, Config
from conference.core.catalogues import TRANSLATIONS, compile_catalogues
from conference.core.database import db
from tests.client import Visitor
from tests.databases import Databases, databases
from tests.network import guard
from tests.remembered import Templates, remember_addresses
from tests.world import World

# Templates and addresses are compiled once for all the applications that the tests make.
BYTECODE = Templates()
remember_addresses()
SHARED = ROOT.parent / "shared" / "data"


def configuration(database_url: str, instance: Path, **changes: object) -> Config:
    """A development installation in a folder of its own."""
    settings: dict[str, object] = {
        "mode": "development",
        "instance": instance,
        "secret_key": "only for tests " * 3,
        "database_url": database_url,
        "redis_url": None,
        "storage_url": (instance / "files").as_uri(),
        "smtp_url": None,
        "mail_from": "no-reply@conference.example.org",
        "public_url": "http://localhost",
        "site_names": {"": "THAMM Conferences", "fr": "Conférences THAMM", "ar": "مؤتمرات تام"},
        "max_upload": 4 * 1024 * 1024,
        "worker_threads": 0,
        "trusted_proxies": 0,
    }
    return Config(**(settings | changes))  # type: ignore[arg-type]


def migrate(database_url: str, instance: Path) -> None:
    app = create_app(configuration(database_url, instance))
    with app.app_context():
        upgrade()
        db.engine.dispose()


# Where databases differ though no thread shows it: migrations, and search with its index.
DIFFER = ("test_databases.py", "test_migrations.py", "test_search", "test_database")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what databases do differently, and the journeys in a browser, which take minutes."""
    for item in items:
        if hasattr(getattr(item, "module", None), "threading") or item.path.name.startswith(DIFFER):
            item.add_marker(pytest.mark.databases)
        if item.path.parent.name == "e2e":
            item.add_marker(pytest.mark.exhaustive)


@pytest.fixture(scope="session")
def clean_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    compile_catalogues(TRANSLATIONS)
    chosen = databases()
    chosen.prepare(lambda url: migrate(url, tmp_path_factory.mktemp("migration")))
    yield chosen
    chosen.close()


@pytest.fixture
def make_app(clean_databases: Databases, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Makes an application on this test's database, with changed settings where a test needs them."""
    url = clean_databases.fresh()
    made: list[Flask] = []

    def make(**changes: object) -> Flask:
        app = create_app(configuration(url, tmp_path / "instance", **changes))
        app.testing = True
        app.jinja_env.bytecode_cache = BYTECODE
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def world(app: Flask) -> World:
    """Makes what a test needs and looks at what came of it."""
    return World(app)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody with a browser, not signed in; every page they get is inspected."""
    return Visitor(app)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Nothing leaves the test."""
    with guard.standing():
        yield
    assert guard.take_refused() == []


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files beside the project, or a skip that names it."""
    if not SHARED.is_dir():
        pytest.skip("shared/data is not beside the project")
    return SHARED
