"""A ZIP is the same bytes however it is asked for: whole, from any byte on, to any byte, before and after a restart."""

from __future__ import annotations

import io
import itertools
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conference.core import later
from conference.core.archive import EARLIEST, Archive, Member, local_time, made, member_name, stored
from conference.core.checksums import Checksum, checksums
from conference.core.database import db
from conference.core.storage import BlobMissing, storage

NAMES = ("00 Contents.html", "01 Z-1 Fair recruitment (en).pdf", "02 وثيقة (ar).pdf", "folder/03 é.bin")
BODIES = (b"<p>", bytes(range(256)) * 9, b"\0" * 5000, b"PK\x05\x06" * 7)
AT = datetime(2021, 7, 5, 9, 30)


class Reading:
    """Members that write down which bytes of them were asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, int]] = []

    def members(self) -> list[Member]:
        return [self._member(made(name, body, at=AT)) for name, body in zip(NAMES, BODIES, strict=True)]

    def _member(self, one: Member) -> Member:
        def piece(start: int, stop: int) -> Iterator[bytes]:
            self.asked.append((one.name, start, stop))
            yield from one.piece(start, stop)

        return Member(one.name, one.size, one.at, one.sha256, piece)


def whole(archive: Archive) -> bytes:
    return b"".join(archive.piece(0, len(archive)))


def test_it_is_opened_as_what_was_put_in(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        archive = Archive(Reading().members())
    data = whole(archive)
    assert len(data) == len(archive)
    packed = zipfile.ZipFile(io.BytesIO(data))
    assert packed.testzip() is None
    assert tuple(packed.namelist()) == NAMES
    assert tuple(packed.read(name) for name in NAMES) == BODIES
    assert {info.date_time for info in packed.infolist()} == {(2021, 7, 5, 9, 30, 0)}
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    subprocess.run(["unzip", "-tq", path], check=True, capture_output=True)


@pytest.fixture
def known(app: Flask) -> bytes:
    with app.app_context():
        return whole(Archive(Reading().members()))


def test_every_place_to_go_on_from_gives_the_rest(app: Flask, known: bytes) -> None:
    with app.app_context():
        for start in [*range(0, len(known), 97), *range(len(known) - 700, len(known))]:
            assert b"".join(Archive(Reading().members()).piece(start, len(known))) == known[start:]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_part_is_that_part(app: Flask, data: st.DataObject) -> None:
    with app.app_context():
        archive = Archive(Reading().members())
        size = len(archive)
        start = data.draw(st.integers(0, size - 1))
        stop = data.draw(st.integers(start + 1, size))
        assert b"".join(archive.piece(start, stop)) == whole(Archive(Reading().members()))[start:stop]


def test_in_parts_one_after_the_other_it_is_whole(app: Flask, known: bytes) -> None:
    cuts = [0, 1, 29, 30, 31, 45, 46, 47, 60, 2500, 2501, 7000, len(known) - 23, len(known) - 22, len(known)]
    parts = []
    with app.app_context():
        for start, stop in itertools.pairwise(cuts):
            parts.append(b"".join(Archive(Reading().members()).piece(start, stop)))
    assert b"".join(parts) == known


def test_what_stands_before_is_not_read_again(app: Flask, known: bytes) -> None:
    """Once the archive was given, its end needs no file: not even where the process is another."""
    later.write_all(app)
    app.extensions.pop("conference.checksums")
    with app.app_context():
        from conference.core import checksums as module

        app.extensions[module.EXTENSION] = module.Checksums()
        reading = Reading()
        archive = Archive(reading.members())
        start = known.index(BODIES[2]) + 4000
        assert b"".join(archive.piece(start, len(known))) == known[start:]
        assert reading.asked == [(NAMES[2], 4000, 5000), (NAMES[3], 0, len(BODIES[3]))]
        reading.asked.clear()
        assert b"".join(Archive(reading.members()).piece(len(known) - 100, len(known))) == known[-100:]
        assert reading.asked == []


def test_what_nobody_has_read_yet_is_read_for_the_end_alone(app: Flask) -> None:
    with app.app_context():
        archive, reading = Archive(Reading().members()), Reading()
        end = b"".join(Archive(reading.members()).piece(len(archive) - 100, len(archive)))
        assert end == whole(archive)[-100:]
        assert [name for name, _start, _stop in reading.asked] == list(NAMES)


def test_checksums_are_written_once_by_whoever_learns_them(app: Flask, known: bytes) -> None:
    later.write_all(app)
    later.write_all(app)
    with app.app_context():
        checksums().learn(made("x", BODIES[0], at=AT).sha256, 1)
        later.write_all(app)
        found = {one.sha256: one.crc32 for one in db.session.query(Checksum)}
        assert found == {made("x", body, at=AT).sha256: zlib.crc32(body) for body in BODIES}


def test_the_tag_is_of_names_times_and_bytes(app: Flask) -> None:
    with app.app_context():
        first = Archive([made("a", b"x", at=AT)])
        assert first.etag == Archive([made("a", b"x", at=AT)]).etag
        others = [made("b", b"x", at=AT), made("a", b"y", at=AT), made("a", b"x", at=EARLIEST)]
        assert len({first.etag, *(Archive([one]).etag for one in others)}) == 4


def test_a_file_of_another_length_or_that_is_gone_breaks_the_line_instead_of_lying(app: Flask) -> None:
    with app.app_context():
        blob = storage().keep(io.BytesIO(b"12345"))
        wrong = stored("a", sha256=blob.sha256, size=6, at=AT)
        gone = stored("a", sha256="0" * 64, size=5, at=AT)
        with pytest.raises(RuntimeError, match="5 bytes instead of 6"):
            whole(Archive([wrong]))
        with pytest.raises(BlobMissing):
            whole(Archive([gone]))


def test_without_files_it_is_an_empty_zip(app: Flask) -> None:
    with app.app_context():
        assert zipfile.ZipFile(io.BytesIO(whole(Archive([])))).namelist() == []


def test_large_files_are_written_as_zip64_without_being_held(app: Flask) -> None:
    """Three gigabytes that nobody has: the length is known, and the end is right once the sums are."""
    size = 3 * 1024**3
    with app.app_context():
        sums = checksums()
        for name in "ab":
            sums.learn(name * 64, 7)
        members = [Member(name, size, AT, name * 64, lambda start, stop: (bytes(stop - start),)) for name in "ab"]
        archive = Archive(members)
        end = b"".join(archive.piece(len(archive) - 400, len(archive)))
        assert len(end) == 400
        assert end[-22:-18] == b"PK\x05\x06"
        assert b"PK\x06\x06" in end
        assert len(archive) > 2 * size


def test_times_are_of_the_clocks_on_the_wall() -> None:
    instant = datetime(2021, 7, 5, 23, 30, 1, tzinfo=timezone.utc)  # noqa: UP017
    assert local_time(instant, timezone(timedelta(hours=1))) == datetime(2021, 7, 6, 0, 30)
    assert local_time(instant.replace(year=1971), timezone.utc) == EARLIEST  # noqa: UP017


def test_names_leave_room_and_keep_what_tells_them_apart() -> None:
    name = member_name("01 THAMM-2021-3", "العمال المهاجرون " * 30, " (ar)", ending="pdf")
    assert name.startswith("01 THAMM-2021-3 العمال")
    assert name.endswith(" (ar).pdf")
    assert len(name) <= 110
    assert member_name("01", "", " (fr)", ending="pdf") == "01 (fr).pdf"
