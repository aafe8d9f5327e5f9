"""The checks of ``app.store.verify``, a room each for the file, the ledger, the journal and the people."""
