"""The document library: one work, several languages, their revisions."""
