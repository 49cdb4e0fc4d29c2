"""The translators' desk: everything of an event that is translated, found through the models themselves."""
