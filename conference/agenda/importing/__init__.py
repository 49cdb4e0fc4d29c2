"""Agendas that come in as files: read into one shape, compared with the draft, taken over whole or not at all."""
