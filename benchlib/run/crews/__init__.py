"""Who makes the reports of a batch.

- `workers`, `worker`: processes of this machine.
- `distributed`, `workforce`, `station`: workers of a dask scheduler. `extract`, `parcel`: what travels to them.
"""
