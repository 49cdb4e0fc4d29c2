"""Inviting speakers, the page that their link opens, and the slides that they send."""
