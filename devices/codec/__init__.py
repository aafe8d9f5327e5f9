"""Bytes and their meaning: pure functions and parsers, no port, no thread, no clock."""
