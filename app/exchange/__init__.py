"""What other programs ask of the house: the till of another maker, and later website and data."""
