"""Runs scenario files: a programme's rules as executable stories."""
