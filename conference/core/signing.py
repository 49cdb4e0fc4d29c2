"""An address in S3 that is good for minutes and gives a file under our own name (AWS Signature Version 4, in a query).

`obstore` signs too, but not what the answer's headers shall be, and a file whose name is its SHA-256 is no use to
anybody (docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qsl, quote, urlsplit

import obstore
from obstore.store import S3Store


@dataclass(frozen=True, slots=True)
class Signer:
    """Who lets readers fetch files from the store itself: with the secret of its key, each time for `lasts`."""

    secret: str = field(repr=False)
    lasts: timedelta

    def url(self, store: S3Store, path: str, headers: Mapping[str, str]) -> str:
        """The address of a file, whose answer carries `headers`.

        Of these S3 takes Content-Type, Content-Disposition, Content-Language and Cache-Control.
        """
        # Host, path, key and hour are the store's to know; what is asked of the answer comes beside them.
        signed = obstore.sign(store, "GET", path, self.lasts)
        base, _mark, given = signed.partition("?")
        asked = dict(parse_qsl(given)) | {f"response-{name.lower()}": value for name, value in headers.items()}
        del asked["X-Amz-Signature"]
        query = "&".join(f"{_quoted(name)}={_quoted(asked[name])}" for name in sorted(asked))
        parts = urlsplit(base)
        wanted = f"GET\n{parts.path}\n{query}\nhost:{parts.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
        _key_id, _slash, scope = asked["X-Amz-Credential"].partition("/")
        digest = hashlib.sha256(wanted.encode()).hexdigest()
        to_sign = f"{asked['X-Amz-Algorithm']}\n{asked['X-Amz-Date']}\n{scope}\n{digest}"
        key = f"AWS4{self.secret}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return f"{base}?{query}&X-Amz-Signature={hmac.digest(key, to_sign.encode(), 'sha256').hex()}"


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")
