"""What somebody asks the board for: a language, a state, who is responsible, only what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conference.accounts.models import email_key
from conference.core.languages import Language
from conference.library.board import Cell, Row
from conference.library.models.standing import Standing

NOBODY = "nobody"
"""Asks for the versions that nobody is responsible for."""


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Each of them may be missing. It finds language versions: a document is shown where one of its own fits."""

    language: Language | None = None
    standing: str = ""
    responsible: str = ""
    overdue: bool = False

    def __bool__(self) -> bool:
        return bool(self.language or self.standing or self.responsible or self.overdue)

    def fits(self, cell: Cell) -> bool:
        return (
            (self.language is None or cell.language == self.language)
            and (not self.standing or cell.standing == self.standing)
            and (not self.responsible or _responsible(cell) == self.responsible)
            and (not self.overdue or cell.is_overdue)
        )

    def of(self, rows: Iterable[Row]) -> Sequence[Row]:
        """The documents of which a version fits; where a language is asked for, with that language alone."""
        if not self:
            return list(rows)
        return [
            replace(row, cells=[cell for cell in row.cells if self.language in (None, cell.language)])
            for row in rows
            if any(self.fits(cell) for cell in row.cells)
        ]

    @property
    def asked(self) -> dict[str, Any]:
        """As the address says it."""
        said = {
            "language": self.language.code if self.language else "",
            "state": self.standing,
            "responsible": self.responsible,
            "overdue": "1" if self.overdue else "",
        }
        return {name: value for name, value in said.items() if value}


def _responsible(cell: Cell) -> str:
    email = cell.version.responsible_email if cell.version else ""
    return email_key(email) if email else NOBODY


def people_of(rows: Iterable[Row]) -> Mapping[str, str]:
    """Everybody who is responsible for something, by the key of their address: their name, else their address."""
    found: dict[str, str] = {}
    for version in (cell.version for row in rows for cell in row.cells):
        if version is not None and version.responsible_email:
            key = email_key(version.responsible_email)
            found[key] = version.responsible_name or found.get(key) or version.responsible_email
    return dict(sorted(found.items(), key=lambda one: one[1].casefold()))


def standings_of(rows: Iterable[Row]) -> Sequence[Standing]:
    """The states that there are, from the first to the last."""
    there = {cell.standing for row in rows for cell in row.cells}
    return [one for one in Standing if one in there]
