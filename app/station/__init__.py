"""The only door to devices: swipes, PIN entries, receipts and cards to write, as values the desk understands."""
