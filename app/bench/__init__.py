"""Measures the program against a limit that is measured in the same run."""
