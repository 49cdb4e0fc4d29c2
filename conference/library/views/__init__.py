"""The library's pages: what readers find and take home, and the organisers' board."""

from conference.library.views import archive, files, organisers, public, settings, work
from conference.library.views.blueprint import blueprint

__all__ = ["archive", "blueprint", "files", "organisers", "public", "settings", "work"]
