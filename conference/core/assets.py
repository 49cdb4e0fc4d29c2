"""Our static files, served from memory under the digest of their folder, so that a year of caching is safe."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from conference.core.access import access, public

ROOT = Path(__file__).resolve().parents[2] / "static"
A_YEAR = 365 * 24 * 3600
EXTENSION = "conference.assets"
_COMPRESSED = {".css", ".js", ".svg", ".json", ".webmanifest"}

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    body: bytes
    gzipped: bytes | None
    media_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    digest: str
    files: dict[str, Asset]


def load(root: Path = ROOT) -> Assets:
    """Read and compress the whole folder; it is small, and stays so (design §6)."""
    files, hasher = {}, hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if not path.is_file():
            continue
        name, body = path.relative_to(root).as_posix(), path.read_bytes()
        hasher.update(name.encode() + b"\0" + body + b"\0")
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if media_type.startswith("text/") or media_type.endswith("javascript"):
            media_type += "; charset=utf-8"
        gzipped = gzip.compress(body, 9, mtime=0) if path.suffix in _COMPRESSED else None
        files[name] = Asset(body, gzipped, media_type)
    return Assets(hasher.hexdigest()[:12], files)


def configure(app: Flask) -> None:
    app.extensions[EXTENSION] = load()
    app.register_blueprint(blueprint)
    app.jinja_env.globals["static_url"] = static_url


def static_url(name: str) -> str:
    """The address of a static file. Raises KeyError for one that does not exist: a page cannot lack it unseen."""
    assets: Assets = current_app.extensions[EXTENSION]
    if name not in assets.files:
        raise KeyError(f"static/{name} does not exist")
    return f"/static/{assets.digest}/{name}"


@blueprint.get("/static/<digest>/<path:name>")
@access(public)
def file(digest: str, name: str) -> Response:
    assets: Assets = current_app.extensions[EXTENSION]
    asset = assets.files.get(name)
    if asset is None:
        abort(404)
    zipped = asset.gzipped is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(asset.gzipped if zipped else asset.body, content_type=asset.media_type)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    fresh = digest == assets.digest
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if fresh else "no-cache"
    return response
