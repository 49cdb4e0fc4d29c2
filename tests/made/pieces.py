"""Sends a file in pieces as a tus client does, through the address of a speaker's page."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from tests.client import Page, Visitor

VERSION = {"Tus-Resumable": "1.0.0"}
PIECE = {"Content-Type": "application/offset+octet-stream"}


@dataclass
class Sender:
    """A client at one page: it knows the page's token of CSRF and the address that takes pieces."""

    visitor: Visitor
    address: str
    csrf: str

    @classmethod
    def at(cls, page: Page, form: str = "form[data-upload]") -> Sender:
        address = page.one(form).get("data-pieces") or ""
        return cls(page.visitor, address, page.values(form)["csrf_token"])

    def ask(self, method: str, address: str, **options: Any) -> TestResponse:
        headers = VERSION | {"X-CSRFToken": self.csrf} | options.pop("headers", {})
        answer = self.visitor.client.open(address, method=method, headers=headers, **options)
        answer.get_data()
        return answer

    def begin(self, length: int, name: str = "slides.pdf") -> TestResponse:
        encoded = base64.b64encode(name.encode()).decode()
        headers = {"Upload-Length": str(length), "Upload-Metadata": f"filename {encoded}"}
        return self.ask("POST", self.address, headers=headers)

    def patch(self, address: str, body: bytes, offset: int, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("PATCH", address, data=body, headers=PIECE | {"Upload-Offset": str(offset)} | named)

    def broken(self, address: str, body: bytes, offset: int, promised: int) -> TestResponse:
        """A request whose line breaks: fewer bytes come than it promised."""
        return self.ask(
            "PATCH",
            address,
            input_stream=BytesIO(body),
            headers=PIECE | {"Upload-Offset": str(offset)},
            environ_overrides={"CONTENT_LENGTH": str(promised)},
        )

    def offset(self, address: str) -> int:
        answer = self.ask("HEAD", address)
        assert answer.status_code == 200
        return int(answer.headers["Upload-Offset"])

    def whole(self, body: bytes, name: str = "slides.pdf") -> str:
        """Send a file in one go, and answer its address."""
        address = self.begin(len(body), name).headers["Location"]
        if body:
            assert self.patch(address, body, 0).status_code == 204
        return address


def finish(page: Page, address: str, form: str = "form[data-upload]", **typed: Any) -> Page:
    """Send the form of a page with an upload in the place of its file."""
    fields = page.values(form) | {"upload": address.rpartition("/")[2]} | typed
    return page.visitor.post(
        page.one(form).get("action") or "", {key: value for key, value in fields.items() if value is not None}
    )


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
