"""What the views of feeds have in common."""

from __future__ import annotations

import hashlib

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("feeds", __name__, template_folder="../templates")
EVENT = "/<language:language>/<slug:event>"
Answer = str | Response | tuple[str, int]


def tag_of(*told: object) -> str:
    """The ETag of a file, without building it: a short digest of what its bytes hang on."""
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]
