"""What the views of feeds have in common."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("feeds", __name__, template_folder="../templates")
EVENT = "/<language:language>/<slug:event>"
Answer = str | Response | tuple[str, int]
