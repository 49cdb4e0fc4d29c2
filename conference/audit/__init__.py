"""Who changed what: one row for every change that an organiser makes."""
