"""The desk: the cashier's window and what it asks of the rest of the program."""
