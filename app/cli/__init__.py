"""The command line: reads words, calls one room, prints what it said."""
