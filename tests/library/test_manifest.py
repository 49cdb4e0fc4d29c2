"""A whole library goes out with its manifest and comes in again: looked at first, taken over once, refused in words."""

from __future__ import annotations

import io
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import xlsxwriter

from conference.core.file_types import PDF
from conference.core.languages import ARABIC, ENGLISH, Language
from conference.core.storage import storage
from conference.core.xlsx_rows import sheet_rows
from conference.events.models import Role
from conference.library import service
from conference.library.bringing.manifest import COLUMNS
from conference.library.models import Document, Revision
from conference.library.queries.arrivals import documents_whole
from tests.client import Page, Visitor
from tests.library.test_bringing import OTHER_KIND
from tests.made.agenda import make_session
from tests.made.library import make_document, pdf
from tests.world import World, in_three

MANAGE = "/en/thamm-2021/manage/documents"
IMPORTS = f"{MANAGE}/imports"
ENORMOUS = "This ZIP would become enormous when it is unpacked, or holds archives in archives, so we do not take it."
DAMAGED = "This is no ZIP, or it is damaged: what it holds is not what its list says. Pack it anew."


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


def workbook(*rows: dict[str, Any], columns: Iterable[str] = COLUMNS) -> bytes:
    body, headings = io.BytesIO(), list(columns)
    with xlsxwriter.Workbook(body) as book:
        sheet = book.add_worksheet("library")
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(rows, 1):
            for name, value in row.items():
                sheet.write_string(number, headings.index(name), value)
    return body.getvalue()


def packed(*rows: dict[str, Any], **files: bytes) -> bytes:
    """A ZIP with a manifest and files, whose dots are written as two underscores here."""
    return zipped({"manifest.xlsx": workbook(*rows)} | {n.replace("__", "."): body for n, body in files.items()})


def zipped(files: dict[str, bytes], change: Callable[[zipfile.ZipFile], Any] = lambda _archive: None) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        change(archive)
    return body.getvalue()


def send(visitor: Visitor, body: bytes, event: str = "thamm-2021") -> Page:
    address = f"/en/{event}/manage/documents/imports"
    data = visitor.get(address).values("form[data-upload]")
    page = visitor.post(address, data | {"file": (io.BytesIO(body), "library.zip")})
    return visitor.follow(page) if page.status == 302 else page


def take_over(page: Page, **typed: Any) -> Page:
    return page.submit("form[action$=apply]", **typed)


def rows_of(body: bytes) -> list[dict[str, str]]:
    """What the manifest in a ZIP says, without empty cells."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive, tempfile.TemporaryFile() as file:
        file.write(archive.read("manifest.xlsx"))
        lines = [cells for _number, cells in sheet_rows(file, 0, columns=40, longest=20_000)]
    return [{name: cell for name, cell in zip(lines[0], line, strict=False) if cell} for line in lines[1:]]


def whole(world: World, event_id: int) -> list[dict[str, Any]]:
    """All that a library says, without ids and instants."""
    with world.reading() as session:
        return [
            {
                "symbol": one.symbol,
                "slug": one.slug,
                "facts": [one.category, one.visibility, one.visible_to, one.issued_on, one.original_code, one.licence],
                "due": one.language_codes,
                "embargo": one.embargo_until,
                "base": (one.base.symbol if one.base else "", one.part, one.part_number),
                "sessions": one.session_codes,
                "texts": [
                    {language.code: text.text(language) for language in text}
                    for text in (one.title, one.summary, one.issued_by)
                ],
                "versions": sorted(
                    (
                        version.language_code,
                        version.stage,
                        version.withdrawn_at is not None,
                        version.responsible_name,
                        version.responsible_email,
                        version.due_on,
                        [
                            (revision.sha256, revision.published_at is not None, revision.note)
                            for revision in version.revisions
                        ],
                    )
                    for version in one.versions
                ),
            }
            for one in documents_whole(session, event_id)
        ]


def make_library(world: World, event: int) -> None:
    """Two works: one published in three languages with all that can be said of it; its addendum, not finished."""
    session = make_session(world, event)
    one = make_document(world, event, "THAMM/2021/1", sessions=[session], summary=in_three("About it"))
    two = make_document(world, event, "THAMM/2021/1/Add.1", title="Addendum", languages=())
    with world.writing() as database:
        first, second = database.get_one(Document, one), database.get_one(Document, two)
        first.issued_by, first.issued_on, first.original_code = in_three("The secretariat"), date(2021, 6, 1), "fr"
        first.licence, first.language_codes, first.visible_to = (
            "CC BY 4.0",
            ["en", "fr", "ar"],
            ["employers", "workers"],
        )
        first.embargo_until = datetime(2021, 7, 5, 8, tzinfo=UTC)
        second.base, second.part, second.part_number = first, "add", 1
    add(world, two, ENGLISH, "draft", note="First draft")
    add(world, two, ARABIC, "gone", published=True, withdrawn=True)
    with world.writing() as database:
        (english, _arabic) = sorted(database.get_one(Document, two).versions, key=lambda one: one.language_code)[::-1]
        english.stage, english.due_on = "in_review", date(2021, 6, 20)
        english.responsible_name, english.responsible_email = "Leïla Exemple", "leila@example.org"


def add(
    world: World,
    document: int,
    language: Language,
    words: str,
    *,
    note: str = "",
    published: bool = False,
    withdrawn: bool = False,
) -> None:
    with world.app.app_context():
        blob = storage().keep(io.BytesIO(pdf(words)))
    with world.writing() as database:
        found = database.get_one(Document, document)
        made = service.add_revision(
            database, found, language=language, blob=blob, file_type=PDF, pages=1, note=note, by=None
        )
        if published:
            service.publish_revision(database, made, by=None)
        if withdrawn:
            service.withdraw_version(database, made.version, by=None)


def test_a_library_goes_out_whole_and_into_an_empty_event_the_same(
    world: World, event: int, organiser: Visitor
) -> None:
    make_library(world, event)
    body = organiser.get(f"{MANAGE}/export.zip").response.data
    assert int(organiser.get(f"{MANAGE}/export.zip").response.headers["Content-Length"]) == len(body)
    other = world.event("elsewhere")
    make_session(world, other)
    colleague = world.organiser(other, "other@example.org")
    page = send(colleague, body, "elsewhere")
    assert page.texts(".notice p") == [
        "Nothing is taken over yet. Language versions: 6 new, 0 unchanged, 0 that differ from what is here."
    ]
    assert whole(world, other) == []
    done = take_over(page)
    assert done.location == "/en/elsewhere/manage/documents"
    assert whole(world, other) == whole(world, event)
    assert rows_of(colleague.get("/en/elsewhere/manage/documents/export.zip").response.data) == rows_of(body)
    again = send(colleague, body, "elsewhere")
    assert again.texts(".notice p") == ["Nothing changes: the library says all of this already."]
    assert again.all("form[action$=apply]") == []


def test_the_manifest_has_a_row_for_each_language_version(world: World, event: int, organiser: Visitor) -> None:
    make_library(world, event)
    rows = rows_of(organiser.get(f"{MANAGE}/export.zip").response.data)
    assert [(row["symbol"], row["language"], row.get("state"), row.get("file")) for row in rows] == [
        ("THAMM/2021/1", "en", "published", "files/THAMM-2021-1_en_rev1.pdf"),
        ("THAMM/2021/1", "fr", "published", "files/THAMM-2021-1_fr_rev1.pdf"),
        ("THAMM/2021/1", "ar", "published", "files/THAMM-2021-1_ar_rev1.pdf"),
        ("THAMM/2021/1/Add.1", "en", "in_review", "files/THAMM-2021-1-Add.1_en_rev1.pdf"),
        ("THAMM/2021/1/Add.1", "fr", None, None),
        ("THAMM/2021/1/Add.1", "ar", "withdrawn", "files/THAMM-2021-1-Add.1_ar_rev1.pdf"),
    ]


def test_what_an_import_brings_is_found_and_read_like_all_else(world: World, event: int, organiser: Visitor) -> None:
    row = {"symbol": "THAMM/2021/4", "language": "fr", "title": "Les ruelles", "state": "published", "file": "a.pdf"}
    take_over(send(organiser, packed(row, a__pdf=pdf("a"))))
    assert "Les ruelles" in organiser.get("/fr/thamm-2021/documents?q=ruelles").text
    assert organiser.get("/fr/thamm-2021/documents/thamm-2021-4/fr").response.data == pdf("a")


def test_a_symbol_with_other_content_is_a_conflict_and_only_replaced_when_said(
    world: World, event: int, organiser: Visitor
) -> None:
    make_document(world, event, "THAMM/2021/1", title="Concept note")
    rows: list[dict[str, Any]] = [
        {"symbol": "THAMM/2021/1", "language": "en", "title": "Another title", "file": "a.pdf", "category": "report"},
        {"symbol": "THAMM/2021/2", "language": "en", "title": "New", "due_on": "2021-06-20"},
    ]
    page = send(organiser, packed(*rows, a__pdf=pdf("another")))
    assert page.texts(".notice p") == [
        "Nothing is taken over yet. Language versions: 1 new, 0 unchanged, 1 that differ from what is here."
    ]
    assert (
        "Differs from what is here category English: Differs from what is here (title, file)"
        in page.texts("tbody td")[1]
    )
    take_over(page)
    (first, second) = whole(world, event)
    assert first["texts"][0]["en"] == "Concept note"
    assert [len(one[-1]) for one in first["versions"]] == [1, 1, 1]
    assert (second["symbol"], second["versions"][0][5]) == ("THAMM/2021/2", date(2021, 6, 20))
    (form,) = send(organiser, packed(*rows, a__pdf=pdf("another"))).all("form[action$=apply]")
    assert [one.get("name") for one in form.iter("input")] == ["csrf_token", "replace"]
    take_over(send(organiser, packed(*rows, a__pdf=pdf("another"))), replace="y")
    (first, _second) = whole(world, event)
    assert (first["texts"][0]["en"], first["facts"][0]) == ("Another title", "report")
    assert [len(one[-1]) for one in first["versions"]] == [1, 2, 1]


def test_each_wrong_cell_is_named_with_its_row_and_column(world: World, organiser: Visitor) -> None:
    page = send(
        organiser,
        packed(
            {"symbol": "///", "language": "en"},
            {"symbol": "A/1", "language": "de", "title": "T"},
            {
                "symbol": "A/2",
                "language": "en",
                "title": "T",
                "category": "poem",
                "due_on": "tomorrow",
                "state": "published",
            },
            {"symbol": "A/2", "language": "en", "title": "T", "licence": "CC"},
            {"symbol": "A/3", "language": "fr", "title": "T", "file": "gone.pdf", "belongs_to": "A/9"},
            {"symbol": "A/4", "language": "fr", "sessions": "D9-99"},
            {"symbol": "A/5", "language": "fr", "title": "T", "licence": "one"},
            {"symbol": "A/5", "language": "ar", "title": "T", "licence": "two"},
            extra__pdf=pdf("extra"),
        ),
    )
    plain = [one.replace("\u2068", "").replace("\u2069", "") for one in page.texts("tbody tr")]
    assert plain[:12] == [
        "2 symbol Each row needs a symbol with letters or digits, for example THAMM/2021/3.",
        "3 language This is none of the event’s languages: de. Write en, fr or ar.",
        "4 category This cannot be understood: poem. Write it as our own export does.",
        "4 due_on This cannot be understood: tomorrow. Write it as our own export does.",
        "4 file A version that is published or withdrawn needs a file.",
        "5 language This document has a row in this language already.",
        "9 licence This says something else than row 8, which is about the same document.",
        "6 file This file did not come with the manifest: gone.pdf.",
        "3 title A new document needs a title in one language at least.",
        "6 belongs_to There is no document with this symbol: A/9.",
        "6 part What belongs to another document says so twice: its symbol, and rev, add or corr.",
        "7 title A new document needs a title in one language at least.",
    ]
    remarks = [one.replace("\u2068", "").replace("\u2069", "") for one in page.texts(".card li")]
    assert remarks == [
        "No row names this file, so it stays out: extra.pdf.",
        "Row 7: This event has no session D9-99; the document comes without it.",
    ]
    assert page.all("form[action$=apply]") == []
    token = page.values("form[action$=drop]")["csrf_token"]
    forced = organiser.post(page.response.request.path + "/apply", {"csrf_token": token})
    assert forced.status == 422
    assert world.count(Document) == 0


def test_a_folder_comes_in_like_a_zip(world: World, event: int, organiser: Visitor) -> None:
    row = {"symbol": "A/1", "language": "ar", "title": "مذكرة", "file": "ملفات/مذكرة.pdf"}
    files = [("lib/manifest.xlsx", workbook(row)), ("lib/ملفات/مذكرة.pdf", pdf("a")), ("lib/.DS_Store", b"x")]
    data = organiser.get(IMPORTS).values("form[enctype]:not([data-upload])")
    page = organiser.post(IMPORTS, data | {"file": [(io.BytesIO(body), name) for name, body in files]})
    take_over(organiser.follow(page))
    assert [one["symbol"] for one in whole(world, event)] == ["A/1"]


def link(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("secret.pdf")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


def lie(archive: zipfile.ZipFile) -> None:
    archive.writestr("a.bin", bytes(200 * 1024 * 1024))
    archive.filelist[-1].file_size = 10


def bomb(archive: zipfile.ZipFile) -> None:
    with archive.open("a.bin", "w") as part:
        for _number in range(200):
            part.write(bytes(1024 * 1024))


HOSTILE: dict[str, tuple[Callable[[zipfile.ZipFile], Any], str]] = {
    "bomb": (bomb, ENORMOUS),
    "lying": (lie, ENORMOUS),
    "nested": (
        lambda archive: archive.writestr(
            "a.zip", zipped({"b.zip": zipped({"c.zip": zipped({"d.zip": zipped({"e": b"e"})})})})
        ),
        ENORMOUS,
    ),
    "absolute": (
        lambda archive: archive.writestr("/etc/cron.d/x", b"x"),
        "This file’s name leads out of the folder: /etc/cron.d/x. Pack the folder itself anew.",
    ),
    "parent": (
        lambda archive: archive.writestr("a/../../x.pdf", b"x"),
        "This file’s name leads out of the folder: a/../../x.pdf. Pack the folder itself anew.",
    ),
    "windows": (
        lambda archive: archive.writestr("C:x.pdf", b"x"),
        "This file’s name leads out of the folder: C:x.pdf. Pack the folder itself anew.",
    ),
    "link": (link, "secret.pdf is a link to another place, not a file. Put the file itself there."),
    "twice": (
        lambda archive: archive.writestr("manifest.xlsx", b"x"),
        "manifest.xlsx is in the ZIP twice. Pack the folder anew.",
    ),
    "program": (
        lambda archive: archive.writestr("a.exe", b"MZ\x00"),
        f"a.exe: {OTHER_KIND}",
    ),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_zip_should_not_be_is_refused_in_a_sentence(world: World, organiser: Visitor, name: str) -> None:
    change, sentence = HOSTILE[name]
    page = send(organiser, zipped({"manifest.xlsx": workbook()}, change))
    assert page.status == 422
    assert [one.replace("\u2068", "").replace("\u2069", "") for one in page.errors] == [sentence]
    assert organiser.get(IMPORTS).texts("tbody tr th a") == []


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"no zip", DAMAGED),
        (
            zipped({"a.pdf": pdf()}),
            "There is no manifest: the folder needs a file manifest.xlsx, as our own export has it.",
        ),
        (
            zipped({"manifest.xlsx": b"x"}),
            "The manifest cannot be read as an Excel workbook. Save it as XLSX and send all of it again.",
        ),
        (
            zipped({"manifest.xlsx": workbook(columns=["a", "b"])}),
            "The manifest has no line of headings with “symbol” and “language” first. Begin with our own export.",
        ),
    ],
)
def test_what_is_no_library_is_refused_in_a_sentence(organiser: Visitor, body: bytes, sentence: str) -> None:
    page = send(organiser, body)
    assert (page.status, page.errors) == (422, [sentence])


def test_a_library_is_dropped_or_taken_over_once(world: World, organiser: Visitor) -> None:
    row = {"symbol": "A/1", "language": "en", "title": "T", "file": "a.pdf"}
    page = send(organiser, packed(row, a__pdf=pdf("a")))
    organiser.follow(page.submit("form[action$=drop]"))
    late = take_over(page)
    assert organiser.follow(late).h1 == "A library from a file"
    assert world.count(Document) == 0
    second = send(organiser, packed(row, a__pdf=pdf("a")))
    take_over(second)
    assert "was taken over on" in organiser.get(second.response.request.path).text
    assert world.count(Revision) == 1


def test_libraries_are_the_organisers_alone(world: World, event: int, organiser: Visitor) -> None:
    page = send(organiser, packed({"symbol": "A/1", "language": "en", "title": "T"}))
    path = page.response.request.path
    for role in (Role.TRANSLATOR, Role.DESK):
        member = world.member(event, role)
        assert [member.get(one).status for one in (IMPORTS, path, f"{MANAGE}/export.zip")] == [403, 403, 403]
    other = world.event("elsewhere")
    stranger = world.organiser(other, "other@example.org")
    assert stranger.get(path.replace("thamm-2021", "elsewhere")).status == 404
