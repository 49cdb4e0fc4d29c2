"""What does not fit in a draft, found while it is edited: pure functions over the loaded agenda, weighed by event."""

from conference.agenda.checks.findings import (
    DEFAULTS,
    Check,
    Finding,
    PlaceNamed,
    SessionNamed,
    Severity,
    SpeakerNamed,
    by_check,
    errors_among,
    severities,
    worst_by_session,
)
from conference.agenda.checks.gathering import findings_of

__all__ = [
    "DEFAULTS",
    "Check",
    "Finding",
    "PlaceNamed",
    "SessionNamed",
    "Severity",
    "SpeakerNamed",
    "by_check",
    "errors_among",
    "findings_of",
    "severities",
    "worst_by_session",
]
