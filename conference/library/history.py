"""The words in which the history of an event tells what was done with documents."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from conference.library.models import Visibility
from conference.library.words import visibility_words
from conference.registration.models import Category
from conference.registration.words import category_words as constituency_words


def sentences() -> Mapping[str, str]:
    """What was done, by subject and verb as `audit.record` notes them."""
    return {
        "document create": _("A document was added"),
        "document change": _("A document was changed"),
        "document place": _("The sessions of a document were changed"),
        "document make share link": _("A link to share a document was made"),
        "document end share link": _("A link to a document was ended"),
        "revision add": _("A file was added to a document"),
        "revision publish": _("A file of a document was published"),
        "language_version withdraw": _("A language version was withdrawn"),
    }


def columns() -> Mapping[str, str]:
    return {
        "visible_to": _("Categories that may read it"),
        "embargo_until": _("Not before"),
        "embargo_announced": _("Said until then that it will be available"),
        "share_label": _("Whom it is for"),
        "share_until_on": _("Opens until the end of"),
    }


def values() -> Mapping[str, Mapping[str, str]]:
    return {
        "visibility": {str(one): visibility_words(one) for one in Visibility},
        "visible_to": {str(one): constituency_words(one) for one in Category},
    }
