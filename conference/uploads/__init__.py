"""Files that arrive in pieces and go on after a broken line: the tus protocol, for all that takes large files."""
