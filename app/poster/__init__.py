"""The poster: the one place that turns slips into decisions."""
