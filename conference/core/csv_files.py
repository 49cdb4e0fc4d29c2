"""Tables as CSV files that spreadsheet programs open rightly: in Arabic too, and without running what people typed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from werkzeug.wrappers import Response

# A number with its country's code computes nothing: +212 612 345 678 stays as it is.
_TELEPHONE = re.compile(r"\+[0-9](?: ?[0-9]){5,18}")
# East Asian spreadsheets run the full-width forms too, and some programs look past white space and hidden marks.
_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\u2066-\u2069\ufeff]*[=+\-@＝＋－＠﹢﹣﹦﹫−]|[\t\r\n]")


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table in UTF-8 with a byte order mark and CRLF line ends (RFC 4180).

    A cell that a spreadsheet would take for a formula begins with an apostrophe, which makes it text (OWASP, CSV
    injection); a telephone number alone stays a number.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in (headers, *rows))
    return lines.getvalue().encode("utf-8-sig")


def csv_response(name: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """The table as a file to keep; `name` is ASCII."""
    response = Response(csv_bytes(headers, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def plain(cell: str) -> str:
    """A cell without the apostrophe that made it harmless when it was written by us."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _TELEPHONE.fullmatch(cell) else cell
