"""Families of IC cards: what each is told to be a member card; no port, only a way to talk."""
