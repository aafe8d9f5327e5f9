"""Ports: serial, network, printer files, keys; the only rooms that open anything."""
