"""The translators' pages: the list of what is to be done, one text side by side, and hand-over by files."""

from conference.translation.views import desk, handover, imports, remarks, rules, text
from conference.translation.views.blueprint import blueprint

__all__ = ["blueprint", "desk", "handover", "imports", "remarks", "rules", "text"]
