"""Runs all our checks over the checkout and fails if one of them found something (warnings aside)."""

import sys
from pathlib import Path

from script.checks import catalogues, css, length, templates


def main(root: Path) -> int:
    """Print every problem under ``root``; returns the exit status."""
    problems = [problem for check in (catalogues, css, templates, length) for problem in check.check(root)]
    for problem in problems:
        print(problem)
    errors = sum(not problem.is_warning for problem in problems)
    print(f"our checks: {errors} problems, {len(problems) - errors} warnings")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(Path()))
