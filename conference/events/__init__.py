"""The event: its languages, dates, organisers and team."""
