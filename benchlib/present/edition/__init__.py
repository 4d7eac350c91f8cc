"""The publication on all organisations of an edition: what it reads, reckons, draws and says."""
