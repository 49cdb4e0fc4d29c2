"""Everything that leaves for another program: calendar addresses, invitations, schedules, the read API."""
