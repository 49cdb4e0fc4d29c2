"""The library's pages: what readers find and take home, and the organisers' board."""

from conference.library.views import archive, downloads, files, organisers, public, recording_board, recordings, viewer
from conference.library.views.blueprint import blueprint

__all__ = [
    "archive",
    "blueprint",
    "downloads",
    "files",
    "organisers",
    "public",
    "recording_board",
    "recordings",
    "viewer",
]
