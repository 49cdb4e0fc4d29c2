"""The organisers' forms of the library."""

from __future__ import annotations

from conference.library.forms.document import DocumentForm
from conference.library.forms.downloads import DownloadRuleForm
from conference.library.forms.revision import ReplacingForm, RevisionForm
from conference.library.forms.settings import CategoryForm, RulesForm
from conference.library.forms.work import WorkForm

__all__ = ["CategoryForm", "DocumentForm", "DownloadRuleForm", "ReplacingForm", "RevisionForm", "RulesForm", "WorkForm"]
