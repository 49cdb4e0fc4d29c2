"""The command that runs the tests: how it counts, what it passes on, and which skips it forgives."""

from types import SimpleNamespace

import pytest

from script.suite.__main__ import Outcome, for_postgres, options
from script.suite.skips import read_permissions, unexplained
from script.suite.tally import tally


def test_two_passes_are_summed_in_one_line() -> None:
    first = Outcome(passed=3, failed=0, skipped=[("a", "no browser")], status=0)
    assert str(first + Outcome(passed=2, failed=1, status=1)) == "5 passed, 1 failed, 1 skipped"
    assert (first + Outcome(status=1)).status == 1
    assert str(Outcome(passed=1)) == "1 passed, 0 failed"


@pytest.mark.parametrize(
    ("first", "second", "both"), [(0, 5, 0), (5, 0, 0), (5, 5, 5), (1, 5, 1), (5, 1, 1), (0, 0, 0)]
)
def test_no_tests_for_one_database_is_no_failure_but_none_for_both_is(first: int, second: int, both: int) -> None:
    assert (Outcome(status=first) + Outcome(status=second)).status == both


def test_exhaustive_tests_run_only_when_asked_for() -> None:
    assert options(["tests/agenda"])[1:3] == ["-m", "not exhaustive"]
    assert "-m" not in options(["--all"])
    assert "--all" not in options(["--all"])
    assert options(["-m", "exhaustive"]).count("-m") == 1
    assert "-n" not in options(["--pdb"])


def test_the_short_run_asks_postgresql_what_databases_do_differently_and_a_part_runs_whole() -> None:
    assert "not exhaustive and databases" in for_postgres([])
    assert "not exhaustive and databases" in for_postgres(["-x"])
    assert "not exhaustive" in for_postgres(["tests/agenda"])
    assert "-m" not in for_postgres(["--all"])
    assert "exhaustive" in for_postgres(["-m", "exhaustive"])


def test_a_test_that_fails_and_cannot_be_cleaned_up_fails_once() -> None:
    def report(nodeid: str, longrepr: object = None) -> SimpleNamespace:
        return SimpleNamespace(nodeid=nodeid, longrepr=longrepr)

    stats = {
        "passed": [report("a"), report("b")],
        "failed": [report("c")],
        "error": [report("c"), report("b")],
        "skipped": [report("d", ("test.py", 3, "Skipped: no\n browser"))],
    }
    assert tally(stats) == {"passed": 1, "failed": 2, "skipped": [["d", "no browser"]]}


def test_a_skip_needs_a_pattern_with_a_reason() -> None:
    permissions = read_permissions("# none\n\ntests/e2e/*  # no browser for this machine\ntests/a.py::t[x]  # why\n")
    skipped = [("tests/e2e/test_a.py::test_b", ""), ("tests/a.py::t[x]", ""), ("tests/a.py::t[y]", "lost")]
    assert unexplained(skipped, permissions) == [("tests/a.py::t[y]", "lost")]
    with pytest.raises(ValueError, match="has no reason"):
        read_permissions("tests/e2e/*\n")
