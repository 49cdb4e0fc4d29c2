"""A multilingual event platform: one folder per feature, from the top of the house to its ground."""
