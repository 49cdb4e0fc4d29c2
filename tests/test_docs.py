"""The tables of settings and commands say what the code reads, no more and no less."""

from __future__ import annotations

import re

from conference.cli import main
from conference.config import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table_of(text: str, heading: str) -> set[str]:
    """The words in code style of the first column of the first table after a heading."""
    blocks = text.split(heading, 1)[1].split("\n\n")
    table = next(block for block in blocks if block.startswith("|"))
    cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    return {name for cell in cells for name in re.findall(r"`([A-Z_a-z -]+)`", cell)}


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    source = "".join((ROOT / "conference" / name).read_text(encoding="utf-8") for name in ("config.py", "cli.py"))
    read = set(re.findall(r'environ(?:ment)?(?:\.get)?[\[(]"([A-Z_]+)"', source))
    read |= set(re.findall(r'_integer\(environment, "([A-Z_]+)"', source))
    documented = table_of(OPERATIONS, "## Settings")
    assert documented - {"SITE_NAME_FR", "SITE_NAME_AR"} == read


def test_the_readme_names_only_settings_that_exist() -> None:
    assert table_of(README, "## A real installation") <= table_of(OPERATIONS, "## Settings")


def test_every_command_is_documented() -> None:
    documented = {name.split()[1] for name in table_of(OPERATIONS, "## Commands")}
    assert documented == set(main.commands)
