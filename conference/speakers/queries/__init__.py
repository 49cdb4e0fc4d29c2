"""What is read of speakers: invitations, slides, and the organisers' board of both."""

from conference.speakers.queries.board import Line, board
from conference.speakers.queries.checklist import Checklist, Step, checklist
from conference.speakers.queries.consents import consents_of
from conference.speakers.queries.invitations import (
    LINK,
    answers_of,
    appearances_of,
    invitation_by_token,
    invitation_of,
    invitations_for,
    invited_count,
    speakers_to_tell,
)
from conference.speakers.queries.messages import (
    answers_from,
    last_message,
    last_with_mail,
    messages_since,
    thread_of,
    unread_counts,
    unread_messages,
)
from conference.speakers.queries.missing import Missing, MissingItem, missing_of
from conference.speakers.queries.needs import needs_of, were_told
from conference.speakers.queries.organisers import organisers_of
from conference.speakers.queries.own_sessions import OwnSession, own_sessions
from conference.speakers.queries.photograph import known_photographs, photographs_of, public_photographs
from conference.speakers.queries.reminders import reminders_of
from conference.speakers.queries.slides import (
    Expected,
    WithReaders,
    document_for,
    documents_of,
    known_blobs,
    newest_of,
    page_of,
    pages_of,
    pages_of_all,
    revisions_of,
    slides_by_id,
    slides_count,
    slides_due_on,
    slides_expected,
    slides_of,
    slides_of_upload,
    speakers_with_openings,
    with_readers,
)

__all__ = [
    "LINK",
    "Checklist",
    "Expected",
    "Line",
    "Missing",
    "MissingItem",
    "OwnSession",
    "Step",
    "WithReaders",
    "answers_from",
    "answers_of",
    "appearances_of",
    "board",
    "checklist",
    "consents_of",
    "document_for",
    "documents_of",
    "invitation_by_token",
    "invitation_of",
    "invitations_for",
    "invited_count",
    "known_blobs",
    "known_photographs",
    "last_message",
    "last_with_mail",
    "messages_since",
    "missing_of",
    "needs_of",
    "newest_of",
    "organisers_of",
    "own_sessions",
    "page_of",
    "pages_of",
    "pages_of_all",
    "photographs_of",
    "public_photographs",
    "reminders_of",
    "revisions_of",
    "slides_by_id",
    "slides_count",
    "slides_due_on",
    "slides_expected",
    "slides_of",
    "slides_of_upload",
    "speakers_to_tell",
    "speakers_with_openings",
    "thread_of",
    "unread_counts",
    "unread_messages",
    "were_told",
    "with_readers",
]
