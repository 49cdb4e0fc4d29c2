"""Who was present at which session, and how that is known."""
