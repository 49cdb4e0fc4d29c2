"""Lists of people to invite: read from a spreadsheet, compared with the draft, taken over whole or not at all."""
