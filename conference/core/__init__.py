"""The ground of the house: what every feature stands on and none of which knows a feature."""
