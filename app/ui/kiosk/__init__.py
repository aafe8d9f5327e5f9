"""The kiosk in the lobby: what a guest does alone, by touch or by the PIN pad's keys."""
