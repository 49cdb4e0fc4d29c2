"""A pytest plugin that writes down how a run ended: the counts, and each skipped test with its reason."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "TALLY"


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Write the tally as JSON to the file that the environment variable ``TALLY`` names."""
    if target := os.environ.get(VARIABLE):
        Path(target).write_text(json.dumps(tally(terminalreporter.stats)), encoding="utf-8")


def tally(stats: dict[str, list[Any]]) -> dict[str, Any]:
    """The counts of a finished run. A test that fails and then cannot be cleaned up has failed once."""
    failed = {report.nodeid for kind in ("failed", "error") for report in stats.get(kind, [])}
    passed = {report.nodeid for kind in ("passed", "xfailed") for report in stats.get(kind, [])}
    return {
        "passed": len(passed - failed),
        "failed": len(failed),
        "skipped": [[report.nodeid, _reason(report)] for report in stats.get("skipped", [])],
    }


def _reason(report: Any) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return " ".join(text.removeprefix("Skipped: ").split())
