"""What the kiosk asks, answered: one guest at a time, and nothing of them kept."""
