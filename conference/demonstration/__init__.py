"""The demonstration: the THAMM programme's public events as content that an empty installation can load."""
