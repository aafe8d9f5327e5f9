"""Plays a cashier's day in real windows and writes down what was seen."""
