"""The blueprint of the events' own pages."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("events", __name__, template_folder="../templates")
Answer = str | Response | tuple[str, int]
MANAGE = "/<language:language>/<slug:event>/manage"
