"""Addresses in S3 that are good for minutes: signed as Amazon's own library signs, and answered under our own name."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import Message
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import boto3
import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from flask import Flask
from moto.server import ThreadedMotoServer

from conference.config import Config, ConfigurationError
from conference.core.languages import FRENCH
from conference.core.signing import Signer
from conference.core.storage import Storage
from tests.client import Visitor
from tests.made.library import make_document, make_revision, pdf
from tests.world import World

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "s/e+c", "AWS_REGION": "eu-west-3"}
FILE = "/en/thamm-2021/documents/thamm-2021-1/fr"


@pytest.fixture
def in_s3(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """Where an installation's files are in S3, on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="test",
        aws_secret_access_key="s/e+c",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="files")
    yield f"s3://files/{tmp_path.name}"
    server.stop()


@pytest.fixture
def signing(in_s3: str, make_app: Callable[..., Flask]) -> World:
    return World(make_app(storage_url=in_s3, signed_minutes=5, storage_secret="s/e+c"))


def fetched(url: str) -> tuple[bytes, Message]:
    with urllib.request.urlopen(url) as answer:
        return answer.read(), answer.headers


def test_a_reader_is_led_to_the_file_for_minutes_and_gets_it_under_its_name(signing: World) -> None:
    document = make_document(signing, signing.event(), "THAMM/2021/1", languages=())
    body = pdf("from the store itself")
    make_revision(signing, document, FRENCH, body=body)
    answer = Visitor(signing.app).get(FILE).response
    assert (answer.status_code, answer.data) == (302, b"")
    assert answer.headers["Cache-Control"] == "private, no-store"
    location = answer.headers["Location"]
    assert parse_qs(urlsplit(location).query)["X-Amz-Expires"] == ["300"]
    given, headers = fetched(location)
    assert given == body
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == 'attachment; filename="THAMM-2021-1_fr_rev1.pdf"'


def test_who_has_it_is_not_led_and_head_is_answered_here(signing: World) -> None:
    document = make_document(signing, signing.event(), languages=())
    make_revision(signing, document, FRENCH, body=pdf("x"))
    visitor = Visitor(signing.app)
    head = visitor.client.head(FILE)
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(pdf("x"))))
    assert visitor.get(FILE, headers={"If-None-Match": head.headers["ETag"]}).status == 304


def test_who_may_not_read_it_is_led_nowhere(signing: World) -> None:
    make_document(signing, signing.event(), visibility="organisers")
    assert Visitor(signing.app).get(FILE).status == 404


def test_a_zip_streams_from_the_store_and_resumes(signing: World) -> None:
    make_document(signing, signing.event())
    visitor = Visitor(signing.app)
    whole = visitor.get("/en/thamm-2021/documents.zip").response
    assert whole.status_code == 200
    part = visitor.get("/en/thamm-2021/documents.zip", headers={"Range": "bytes=777-"}).response
    assert part.data == whole.data[777:]


def test_the_signature_is_the_one_that_amazons_library_makes(in_s3: str) -> None:
    """Over the same address, hour and query: only the signature itself is worked out anew."""
    storage = Storage.at(in_s3, signer=Signer("s/e+c", timedelta(minutes=5)))
    headers = {
        "Content-Disposition": "attachment; filename=\"a b.pdf\"; filename*=UTF-8''%D9%88",
        "Content-Type": "a/b",
    }
    url = storage.signed_url("ab" * 32, headers)
    assert url is not None
    base, _mark, query = url.partition("?")
    rest, _mark, signature = query.rpartition("&X-Amz-Signature=")
    asked = {name: values[0] for name, values in parse_qs(rest).items()}
    assert asked["response-content-disposition"] == headers["Content-Disposition"]
    auth = S3SigV4QueryAuth(Credentials("test", "s/e+c"), "s3", "eu-west-3", expires=300)
    request = AWSRequest("GET", f"{base}?{urlencode(asked)}")
    request.context["timestamp"] = asked["X-Amz-Date"]
    to_sign = auth.string_to_sign(request, _canonical(auth, base, asked))
    assert auth.signature(to_sign, request) == signature


def _canonical(auth: S3SigV4QueryAuth, base: str, asked: dict[str, str]) -> str:
    parts = urlsplit(base)
    query = auth.canonical_query_string(AWSRequest("GET", base, params=asked))
    return "\n".join(("GET", parts.path, query, f"host:{parts.netloc}", "", "host", "UNSIGNED-PAYLOAD"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"STORAGE_URL": ""}, "STORAGE_URL"),
        ({"STORAGE_URL": "file:///tmp/files"}, "STORAGE_URL"),
        ({"AWS_SECRET_ACCESS_KEY": ""}, "AWS_SECRET_ACCESS_KEY"),
        ({"SIGNED_MINUTES": "1441"}, "1440"),
        ({"SIGNED_MINUTES": "soon"}, "whole number"),
    ],
)
def test_what_cannot_be_signed_is_refused_at_the_start(tmp_path: Path, changes: dict[str, str], named: str) -> None:
    environment = {"CONFERENCE_MODE": "development", "CONFERENCE_INSTANCE": str(tmp_path), **KEYS}
    environment |= {"STORAGE_URL": "s3://files", "SIGNED_MINUTES": "5"}
    assert Config.from_environment(environment).signed_minutes == 5
    with pytest.raises(ConfigurationError, match=named):
        Config.from_environment(environment | changes)
