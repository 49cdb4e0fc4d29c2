"""Tables as people send them: in which letters, exactly as they were written, and without harm from hostile files."""

from __future__ import annotations

import codecs
import csv
import io
import json
import struct
import tempfile
import tracemalloc
import zipfile
from pathlib import Path
from typing import IO, cast

import pytest

from conference.core import xlsx_rows
from conference.core.office_files import DamagedOfficeFile
from conference.core.tables import (
    LONGEST_CELL,
    MOST_COLUMNS,
    BrokenQuotes,
    DamagedTable,
    EmptyTable,
    HeavyTable,
    NoTable,
    TableRefused,
    TooLarge,
    Writing,
    recognise,
    rows,
)

MEBIBYTE = 1024 * 1024
# Letters as two ministries wrote them: enough of each alphabet to tell it by.
ARABIC = "الاسم الكامل;الوزارة\r\nفاطمة الزهراء بنعلي;وزارة التشغيل والتكوين المهني\r\nياسين پاشا;رئاسة الحكومة\r\n"
FRENCH = "Prénom;Organisme\r\nLoïc Œuvrard;Ministère de l’Emploi – cœur d’été\r\nÀgnès Çelik;Fédération à Nîmes, où\r\n"


def stored(body: bytes) -> IO[bytes]:
    """The bytes as a real file, which another process can read."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 the caller closes it
    file.write(body)
    file.seek(0)
    return cast(IO[bytes], file)


def read(body: bytes) -> list[list[str]]:
    with stored(body) as file:
        return [row.cells for row in rows(file, recognise(file))]


def refusal(body: bytes) -> TableRefused:
    with pytest.raises(TableRefused) as refused:
        read(body)
    return refused.value


def cells_of(text: str) -> list[list[str]]:
    return [line.split(";") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        *((encoding, text) for encoding in ("utf-8", "utf-8-sig", "utf-16") for text in (ARABIC, FRENCH)),
        *((encoding, text) for encoding in ("utf-16-le", "utf-16-be") for text in (ARABIC, FRENCH)),
        ("cp1256", ARABIC.replace("ی", "ي")),
        ("cp1252", FRENCH),
        ("cp1256", FRENCH.replace("À", "A").replace("Ç", "ç").replace("ï", "ï")),
    ],
)
def test_the_letters_of_a_list_are_known_without_asking(encoding: str, text: str) -> None:
    assert read(text.encode(encoding)) == cells_of(text)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_the_mark_of_utf_16_tells_which_way_round_it_is(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    body = mark + ARABIC.encode(encoding)
    with stored(body) as file:
        assert recognise(file) == Writing("csv", encoding, ";")
    assert read(body) == cells_of(ARABIC)


def test_every_table_of_csv_spectrum_is_read_exactly(shared_data: Path) -> None:
    tables = sorted((shared_data / "hostile" / "csv-spectrum").glob("csvs_*.csv"))
    assert len(tables) == 12
    for path in tables:
        told = json.loads(path.with_name(path.name.replace("csvs_", "json_")).with_suffix(".json").read_bytes())
        expected = told if isinstance(told, list) else [told]
        if path.name == "csvs_location_coordinates.csv":
            # The collection's own slip: table and answer name two telephone numbers.
            expected[0]["Contact Phone Number"] = "2095257564"
        headings, *found = read(path.read_bytes())
        read_as = [dict(zip(headings, [*cells, *[""] * len(headings)], strict=False)) for cells in found]
        assert read_as == [
            {key: value.strip().replace("\r\n", "\n") for key, value in row.items()} for row in expected
        ], path.name


def test_every_naughty_string_comes_out_of_a_cell_as_it_went_in(shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile" / "blns.json").read_text(encoding="utf-8"))
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=";").writerows([("before", string, "after") for string in strings])
    assert read(lines.getvalue().encode()) == [["before", string.strip(), "after"] for string in strings]


def test_the_naughty_strings_as_a_bare_text_are_read_line_by_line_or_refused_by_a_line(shared_data: Path) -> None:
    body = (shared_data / "hostile" / "blns.txt").read_bytes()
    refused = refusal(body)
    assert isinstance(refused, BrokenQuotes)
    lines = body.decode().split("\n")
    assert lines[refused.line - 1].startswith('"')
    # All before that line is read as it stands.
    head = "\n".join(lines[: refused.line - 1]).encode()
    with stored(head) as file:
        found = list(rows(file, Writing("csv", "utf-8", "\t")))
    assert [row.cells for row in found] == [
        [cell.strip() for cell in lines[row.line - 1].rstrip("\t").split("\t")] for row in found
    ]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b'name,mail\nLeila,l@example.org\n"Omar,o@example.org\nAmel,a@example.org\n', 3),
        (b'name,mail\n"Omar" Alaoui,o@example.org\n', 2),
        (b'name,mail\n\n\n"two\nlines",x\n"never ended', 6),
    ],
)
def test_quotes_that_would_swallow_other_lines_are_refused_by_the_line_where_they_begin(body: bytes, line: int) -> None:
    refused = refusal(body)
    assert isinstance(refused, BrokenQuotes)
    assert refused.line == line


def test_empty_lines_are_passed_over_and_counted() -> None:
    with stored(b"\r\n;;\r\nname;mail\r\n \r\n\r\nOmar;o@example.org\r\n;;;\r\n") as file:
        found = list(rows(file, recognise(file)))
    assert [(row.line, row.cells) for row in found] == [(3, ["name", "mail"]), (6, ["Omar", "o@example.org"])]


def test_a_row_that_would_fill_the_memory_is_refused_before_it_does() -> None:
    for body, what in (
        (b"a,b\n" + b"," * (8 * MEBIBYTE), "columns"),
        (b"a,b\n" + b'"\n"' + b',"\n"' * (2 * MEBIBYTE), "columns"),
        (b"a,b\n" + b"x" * (8 * MEBIBYTE), "cell"),
    ):
        tracemalloc.start()
        refused = refusal(body)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert isinstance(refused, TooLarge)
        assert (refused.what, refused.line, peak < 96 * MEBIBYTE) == (what, 2, True)


# Workbooks written by hand, as no spreadsheet program would.

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
)
PARTS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
ROOT = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def packed(data: str, *, strings: str = "", before: str = "", after: str = "", members: int = 0) -> bytes:
    """A workbook with one sheet of these rows and these shared strings."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", PARTS)
        sheet = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>{after}'
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
        for number in range(members):
            archive.writestr(f"{number}", b"")
    return stream.getvalue()


def lying(body: bytes, name: bytes, size: int) -> bytes:
    """The same ZIP, saying that a member unfolds to `size` bytes."""
    changed = bytearray(body)
    for mark, size_at, length_at, name_at in ((b"PK\x03\x04", 22, 26, 30), (b"PK\x01\x02", 24, 28, 46)):
        at = changed.find(mark)
        while at >= 0:
            length = struct.unpack_from("<H", changed, at + length_at)[0]
            if changed[at + name_at : at + name_at + length] == name:
                struct.pack_into("<I", changed, at + size_at, size)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def inline(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


def test_a_workbook_written_by_hand_is_read() -> None:
    assert read(packed(ROW + '<row r="3"><c r="B3" t="s"><v>0</v></c></row>', strings="<si><t>x</t></si>")) == [
        ["1"],
        ["", "x"],
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a sheet of 300 MB of nothing", TooLarge),
        ("one that says it is small", DamagedTable),
        ("a string of 200 MB", HeavyTable),
        ("a cell in the farthest corner", HeavyTable),
        ("a row beyond the last one", DamagedTable),
        ("entities inside entities", DamagedTable),
        ("an entity that names a file", DamagedTable),
        ("100 000 members", NoTable),
        ("a sheet that is no XML", DamagedTable),
        ("a string that is not there", DamagedTable),
        ("a sheet that ends before its rows", EmptyTable),
    ],
)
def test_a_hostile_workbook_is_refused_and_takes_no_memory_of_ours(name: str, kind: type[TableRefused]) -> None:
    string = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    entities = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    nothing = packed(ROW, after=" " * (300 * MEBIBYTE)) if "nothing" in name or "small" in name else b""
    bodies = {
        "a sheet of 300 MB of nothing": lambda: nothing,
        "one that says it is small": lambda: lying(nothing, b"xl/worksheets/sheet1.xml", 500),
        "a string of 200 MB": lambda: packed(string, strings="<si><t>" + "a" * (200 * MEBIBYTE) + "</t></si>"),
        "a cell in the farthest corner": lambda: packed(ROW + corner),
        "a row beyond the last one": lambda: packed('<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>'),
        "entities inside entities": lambda: packed(inline("&b;"), before=entities),
        "an entity that names a file": lambda: packed(
            inline("&a;"), before='<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        ),
        "100 000 members": lambda: packed(ROW, members=100_000),
        "a sheet that is no XML": lambda: packed("<<<<"),
        "a string that is not there": lambda: packed('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        "a sheet that ends before its rows": lambda: packed("</sheetData><row>"),
    }
    body = bodies[name]()
    tracemalloc.start()
    refused = refusal(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (type(refused), peak < 16 * MEBIBYTE) == (kind, True)


def test_wide_rows_and_long_cells_are_cut_before_they_reach_us() -> None:
    cells = "".join('<c t="s"><v>0</v></c>' for _number in range(2_000))
    wide = packed(f"{ROW}<row r='2'>{cells}</row>", strings=f"<si><t>{'ا' * (LONGEST_CELL + 500)}</t></si>")
    with stored(wide) as file:
        found = dict(xlsx_rows.sheet_rows(file, 0, columns=MOST_COLUMNS, longest=LONGEST_CELL))
    assert (len(found[2]), {len(cell) for cell in found[2]}) == (MOST_COLUMNS + 1, {LONGEST_CELL + 1})
    refused = refusal(wide)
    assert isinstance(refused, TooLarge)
    assert (refused.what, refused.line) == ("columns", 2)


def test_a_workbook_that_is_cut_off_or_empty_says_so() -> None:
    whole = packed(ROW)
    with stored(whole[:300]) as file, pytest.raises(DamagedOfficeFile):
        recognise(file)
    assert type(refusal(packed(""))) is EmptyTable
