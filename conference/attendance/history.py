"""The words in which the history of an event tells what was done about badges and certificates."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _


def sentences() -> Mapping[str, str]:
    """What was done, by subject and verb as `audit.record` notes them."""
    return {
        "badge revoke badge": _("A badge was revoked"),
        "certificate_terms change certificates": _("The rule or the words of certificates were changed"),
        "certificate reissue certificate": _("A certificate was issued anew"),
        "certificate revoke certificate": _("A certificate was revoked"),
    }
