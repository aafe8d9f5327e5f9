"""Settings of this computer: where books lie, which devices are plugged in, keys and print format."""
