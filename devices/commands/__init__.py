"""What ``python -m devices`` can do, a file for each word."""
