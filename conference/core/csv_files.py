"""Tables as CSV files that spreadsheet programs open rightly: in Arabic too, and without running what people typed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from werkzeug.wrappers import Response

# A number with its country's code computes nothing: +212 612 345 678 stays as it is.
_TELEPHONE = re.compile(r"\+[0-9](?: ?[0-9]){5,18}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table in UTF-8 with a byte order mark and CRLF line ends (RFC 4180).

    A cell that a spreadsheet would take for a formula begins with an apostrophe, which makes it text (OWASP, CSV
    injection); a telephone number alone stays a number.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return lines.getvalue().encode("utf-8-sig")


def csv_response(name: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """The table as a file to keep; `name` is ASCII."""
    response = Response(csv_bytes(headers, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) and not _TELEPHONE.fullmatch(cell) else cell
