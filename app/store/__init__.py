"""Books on disk: one schema for SQLite and PostgreSQL, opened, read, searched and verified here."""
