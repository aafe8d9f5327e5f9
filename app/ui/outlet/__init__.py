"""The outlet's till: one page from the card to the printed receipt, by keys or touch."""
