"""Rules as data: a programme is one TOML pack; nothing here knows a programme's name."""
