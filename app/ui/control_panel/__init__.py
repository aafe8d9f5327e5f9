"""The control panel beside a demo: cards, PIN pad, printer and faults of the simulated devices."""
