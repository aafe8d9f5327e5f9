"""InnPoint: the loyalty desk of a hotel."""

VERSION = "0.1.0"
