"""Messages to members: texts per language, the sender with its ways out, and texts that come in."""
