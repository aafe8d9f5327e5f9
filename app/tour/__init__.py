"""Plays a day at desk, till and kiosk in real windows and writes down what was seen."""
