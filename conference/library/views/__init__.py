"""The library's pages: what readers find and take home, and the organisers' board."""

from conference.library.views import archive, organisers, public, share_links
from conference.library.views.blueprint import blueprint

__all__ = ["archive", "blueprint", "organisers", "public", "share_links"]
