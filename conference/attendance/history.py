"""The words in which the history of an event tells what attendance recorded."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _


def sentences() -> Mapping[str, str]:
    return {
        "attendance mark present": _("A person was marked present"),
        "attendance mark left": _("A person was marked as having left"),
        "desk_device add device": _("A device of the desk was set up"),
        "badge revoke badge": _("A badge was revoked"),
        "attendance withdraw presence": _("A mark of presence was taken back"),
        "attendance correct presence": _("A presence was corrected by hand"),
        "meeting_report keep report": _("A report of a meeting was kept"),
        "meeting_report decide report": _("People of a meeting’s report were decided about"),
        "meeting_report apply report": _("A report of a meeting was taken over as evidence of presence"),
        "meeting_report name columns": _("The columns of a meeting’s report were named"),
        "evidence_rules change attendance lists": _("What attendance lists say was changed"),
        "evidence_rules change evidence keeping": _("How long evidence is kept, or its legal hold, was changed"),
        "sealed_list seal list": _("An attendance list was sealed"),
        "certificate_terms change certificates": _("The rule or the words of certificates were changed"),
        "event issue certificates": _("Certificates were issued to those who earned one"),
        "certificate reissue certificate": _("A certificate was issued anew"),
        "certificate revoke certificate": _("A certificate was revoked"),
        "event erase evidence": _("The evidence of attendance was erased"),
    }


def columns() -> Mapping[str, str]:
    return {
        "edition": _("Edition"),
        "people": _("People"),
        "empty_lines": _("Empty lines"),
        "hold_reason": _("Reason for setting or lifting the hold"),
        "evidence_rows": _("Entries erased"),
        "evidence_sessions": _("Sessions of which entries were erased"),
        "evidence_reports": _("Files of meetings’ reports erased"),
        "evidence_lists": _("Sealed lists whose names were erased"),
    }
