"""What attendance's views have in common."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("attendance", __name__, template_folder="../templates")
EVENT = "/<language:language>/<slug:event>"
Answer = str | Response | tuple[str, int]
