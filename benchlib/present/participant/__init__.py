"""The report of one participant: its own rows, and of the others only what it may learn."""
