"""Warns of a module too long to be read at one go; it never fails, for some are long with reason."""

from pathlib import Path

from script.checks.problem import Problem

LIMIT = 300
ADVICE = "It wants to become two nouns, or a folder of verbs (registration/service/waiting_list.py)."


def check(root: Path) -> list[Problem]:
    """A warning for every module of ``root/conference`` of more than 300 lines."""
    problems = []
    for path in sorted((root / "conference").rglob("*.py")):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LIMIT:
            problems.append(Problem(path.relative_to(root), LIMIT + 1, f"{lines} lines", ADVICE, is_warning=True))
    return problems
