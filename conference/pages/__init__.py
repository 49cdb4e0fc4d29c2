"""Pages made of several features: the homes, errors, health, and the frame that they all stand in."""
