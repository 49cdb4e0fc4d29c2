"""The words in which the history of an event tells what happened at its doors."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _


def sentences() -> Mapping[str, str]:
    """What was done, by subject and verb as `audit.record` notes them."""
    return {
        "attendance mark left": _("A person was marked as having left"),
        "desk_device add device": _("A device of the desk was set up"),
    }
