"""The store keeps and gives back the same bytes in a folder and in S3, and sweeps only what nobody names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from flask import Flask
from moto.server import ThreadedMotoServer

from conference.core import clock, storage
from conference.core.database import db
from conference.core.storage import BlobMissing, EmptyFile, Storage

A_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The endpoint of an S3 server on this machine, with a bucket `files`."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=endpoint, **keys).create_bucket(Bucket="files")
    yield endpoint
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
    if request.param == "folder":
        return Storage.at((tmp_path / "files").as_uri())
    settings = {
        "AWS_ENDPOINT_URL": request.getfixturevalue("bucket"),
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return Storage.at(f"s3://files/{tmp_path.name}")


def test_what_is_kept_is_given_back(store: Storage) -> None:
    blob = store.keep(io.BytesIO("شرائح".encode() * 400_000))
    assert blob.size == 4_000_000
    assert b"".join(store.read(blob.sha256)) == "شرائح".encode() * 400_000


def test_a_part_is_given_without_the_rest(store: Storage) -> None:
    body = bytes(range(256)) * 20_000
    blob = store.keep(io.BytesIO(body))
    for start, stop in ((0, 1), (0, blob.size), (3_000_001, 3_000_007), (blob.size - 1, blob.size), (77, 4_000_000)):
        assert b"".join(store.read(blob.sha256, start, stop)) == body[start:stop]
    with pytest.raises(BlobMissing):
        store.read("0" * 64, 0, 1)


def test_equal_files_are_one_blob(store: Storage) -> None:
    assert store.keep(io.BytesIO(b"slides")) == store.keep(io.BytesIO(b"slides"))


def test_an_empty_file_is_refused(store: Storage) -> None:
    with pytest.raises(EmptyFile):
        store.keep(io.BytesIO(b""))


def test_a_broken_connection_leaves_nothing(store: Storage) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 0:
                raise ConnectionResetError
            return super().read(3)

    with pytest.raises(ConnectionResetError):
        store.keep(Broken(b"slides"))
    with pytest.raises(BlobMissing):
        store.read("0" * 64)


def test_the_sweep_takes_what_is_old_and_named_by_nobody(app: Flask, store: Storage) -> None:
    named, forgotten = (store.keep(io.BytesIO(body)) for body in (b"named", b"forgotten"))
    storage.known_blobs.plug(app, lambda _session: {named.sha256})
    with app.app_context():
        assert store.sweep(db.session(), older_than=A_DAY) == [], "what is young may still get its row"
        with clock.at(clock.now() + 2 * A_DAY):
            assert store.sweep(db.session(), older_than=A_DAY) == [forgotten.sha256]
    assert b"".join(store.read(named.sha256)) == b"named"
    with pytest.raises(BlobMissing):
        store.read(forgotten.sha256)


def test_pieces_are_kept_apart_and_go_together(store: Storage) -> None:
    keys = [store.put_piece("one", body) for body in (b"first", b"second")]
    other = store.put_piece("two", b"third")
    assert [store.piece(key) for key in (*keys, other)] == [b"first", b"second", b"third"]
    store.drop_piece(keys[0])
    store.drop_pieces("one")
    for gone in keys:
        with pytest.raises(BlobMissing):
            store.piece(gone)
    assert store.piece(other) == b"third"


def test_folders_of_pieces_are_told_by_their_newest(app: Flask, store: Storage) -> None:
    store.put_piece("one", b"x")
    with app.app_context():
        assert store.folders_of_pieces(older_than=A_DAY) == set()
        assert store.sweep(db.session(), older_than=-A_DAY) == []
        with clock.at(clock.now() + 2 * A_DAY):
            assert store.folders_of_pieces(older_than=A_DAY) == {"one"}


def test_the_store_is_ready(store: Storage) -> None:
    store.check()
