"""The library's pages: what readers find and take home, and the organisers' board."""

from conference.library.views import (
    archive,
    arrivals,
    downloads,
    files,
    manifest,
    organisers,
    public,
    publishing,
    recording_board,
    recordings,
    settings,
    share_links,
    viewer,
    work,
)
from conference.library.views.blueprint import blueprint

__all__ = [
    "archive",
    "arrivals",
    "blueprint",
    "downloads",
    "files",
    "manifest",
    "organisers",
    "public",
    "publishing",
    "recording_board",
    "recordings",
    "settings",
    "share_links",
    "viewer",
    "work",
]
