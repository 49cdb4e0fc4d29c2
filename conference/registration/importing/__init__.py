"""A list of participants on its way in: what its headings and cells mean, the dry run, and writing it."""
