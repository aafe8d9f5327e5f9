"""Builds everything once; the only room that knows every other."""
