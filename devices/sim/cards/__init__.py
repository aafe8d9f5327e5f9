"""Simulated IC cards: each answers the bytes that its family answers behind a reader."""
