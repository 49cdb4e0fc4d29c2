"""The library's pages: what readers find and take home, and the organisers' board."""

from conference.library.views import archive, arrivals, manifest, organisers, public
from conference.library.views.blueprint import blueprint

__all__ = ["archive", "arrivals", "blueprint", "manifest", "organisers", "public"]
