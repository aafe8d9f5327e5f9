"""One file per family of devices: what to say on the wire and what the answers mean."""
