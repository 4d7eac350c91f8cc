"""Facts, versions of answers and states of assessments in a database: one SQLite file, or PostgreSQL.

    from benchlib.tables import store
    with store.opened() as place:                          # BENCHLIB_DATABASE, or data/benchlib.sqlite
        store.import_(place, "data/portfolio", by="office")
        tables = store.load(place)                         # text, as from a folder
        store.export(place, "copy")                        # import_ of it gives the same store

Answers: `versions`; states: `states`; who may enter: `invitations`; peers: `peers`.
"""

from benchlib.tables.store.connections import Store
from benchlib.tables.store.contents import load
from benchlib.tables.store.exporting import export
from benchlib.tables.store.importing import Imported, import_
from benchlib.tables.store.opening import opened

__all__ = ["Imported", "Store", "export", "import_", "load", "opened"]
