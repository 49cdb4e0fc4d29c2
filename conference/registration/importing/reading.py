"""Reading one row of a list: its cells as facts about a person, or as problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conference.accounts.models import email_key
from conference.core.csv_files import plain
from conference.core.folding import folded
from conference.core.tables import Row
from conference.registration.importing.headings import FAMILY_NAME, GIVEN_NAME, OWN
from conference.registration.importing.staged import Problem, StagedRow
from conference.registration.importing.values import BadValue, address, answer, code_of, is_failed, line
from conference.registration.models import Organisation, StandardField
from conference.registration.queries import EventForm

_CODES = (
    StandardField.COUNTRY,
    StandardField.CATEGORY,
    StandardField.TITLE,
    StandardField.SEX,
    StandardField.LANGUAGE,
)
_LINES = (StandardField.NATIVE_NAME, StandardField.LATIN_NAME, StandardField.FUNCTION, StandardField.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Reader:
    """What it takes to understand rows: the target of each column, the event's form, its registry by folded name.

    A row is read in two steps: a telephone number is one of the person's country, which is known once the person is.
    """

    columns: Mapping[int, str]
    form: EventForm
    organisations: Mapping[str, Organisation]

    def facts(self, row: Row) -> tuple[StagedRow, Mapping[str, str]]:
        """What the row says about the person, and its cells for `answer`; an empty cell says nothing."""
        cells = {target: plain(row.cells[number]) for number, target in self.columns.items() if number < len(row.cells)}
        failed = [target for target, cell in cells.items() if is_failed(cell)]
        cells = {target: cell for target, cell in cells.items() if cell and target not in failed}
        found = StagedRow(row.line, "", {}, {}, [Problem(target, "failed") for target in failed])
        for target, cell in cells.items():
            try:
                self._take(found, target, cell)
            except BadValue as bad:
                found.problems.append(Problem(target, bad.code, cell[:100], bad.data))
        self._whole_name(found, cells)
        if StandardField.EMAIL not in cells and StandardField.EMAIL not in failed:
            found.problems.append(Problem(StandardField.EMAIL.value, "empty"))
        return found, cells

    def answer(self, found: StagedRow, cells: Mapping[str, str], *, country: str) -> None:
        """Read the answers of somebody from `country`, which is empty if it is not known."""
        for target, cell in cells.items():
            if not target.startswith(OWN):
                continue
            field = self.form.field(target.removeprefix(OWN))
            if field is None:
                found.problems.append(Problem(target, "not_asked"))
                continue
            try:
                found.answers[field.key] = answer(field, cell, country=country, organisations=self.organisations)
            except BadValue as bad:
                found.problems.append(Problem(target, bad.code, cell[:100], bad.data))

    def _take(self, found: StagedRow, target: str, cell: str) -> None:
        if target == StandardField.EMAIL:
            found.email = address(cell)
        elif target in _CODES:
            found.details[target] = code_of(target, cell)
        elif target in _LINES:
            found.details[target] = line(cell)
            if target == StandardField.ORGANISATION:
                known = self.organisations.get(folded(cell))
                found.details["organisation_id"] = known.id if known else None

    def _whole_name(self, found: StagedRow, cells: Mapping[str, str]) -> None:
        parts = [cells[one] for one in (GIVEN_NAME, FAMILY_NAME) if one in cells]
        if not parts:
            return
        name = StandardField.LATIN_NAME if StandardField.NATIVE_NAME in cells else StandardField.NATIVE_NAME
        if name in cells:
            return
        try:
            found.details[name] = line(" ".join(parts))
        except BadValue as bad:
            found.problems.append(Problem(name, bad.code, " ".join(parts)[:100], bad.data))


def key_of(row: StagedRow) -> str:
    """What the person is known by."""
    return email_key(row.email)
