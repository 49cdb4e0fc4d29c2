"""People's places at an event: the form, the confirmation, and the link by which each keeps their own."""
