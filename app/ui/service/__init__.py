"""What every face asks the rest of the program, and the records it is told; no widget and no book."""
