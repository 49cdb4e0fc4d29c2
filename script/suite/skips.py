"""Which tests may be skipped where everything is installed: a skip that nobody explained is a hole."""

import sys
from fnmatch import fnmatchcase
from pathlib import Path


def write_report(path: Path, skipped: list[tuple[str, str]]) -> None:
    """One line per skipped test: its id, a tab, its reason."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{test}\t{reason}\n" for test, reason in skipped), encoding="utf-8")


def read_report(path: Path) -> list[tuple[str, str]]:
    """What ``write_report`` wrote."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(test, reason) for test, _, reason in (line.partition("\t") for line in lines)]


def read_permissions(text: str) -> dict[str, str]:
    """The patterns of ``.ci/may-skip.txt``, each with its reason: ``tests/e2e/*  # why``.

    A ``[`` stands for itself, as in the id of a parametrised test. Raises ``ValueError`` for a pattern
    without a reason.
    """
    permissions = {}
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        pattern, _, reason = line.partition(" #")
        if not reason.strip():
            raise ValueError(f"{pattern.strip()} has no reason: write it after it, as in: {pattern.strip()}  # why")
        permissions[pattern.strip()] = reason.strip()
    return permissions


def unexplained(skipped: list[tuple[str, str]], permissions: dict[str, str]) -> list[tuple[str, str]]:
    """The skipped tests that no pattern covers."""
    patterns = [pattern.replace("[", "[[]") for pattern in permissions]
    return [(test, reason) for test, reason in skipped if not any(fnmatchcase(test, pattern) for pattern in patterns)]


def main(report: str, permissions: str) -> int:
    """Compare the two files; prints what nobody explained and returns the exit status."""
    skipped = read_report(Path(report))
    left = unexplained(skipped, read_permissions(Path(permissions).read_text(encoding="utf-8")))
    for test, reason in left:
        print(f"skipped without leave: {test} ({reason})")
    if left:
        print(f"Install what they need ({permissions} is for what cannot be), or name them there with a reason.")
        return 1
    print(f"{len(skipped)} skipped, all with leave.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
