"""A terminal's side of a centre: its encrypted file, its outbox, the line, and a replica of what it needs."""
