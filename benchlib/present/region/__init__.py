"""The report of one region: what its economy is strong in, and which cluster organisations are there."""
