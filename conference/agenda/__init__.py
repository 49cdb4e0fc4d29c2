"""Sessions, presentations, rooms, tracks and speakers; the draft that organisers edit and the versions they publish."""
