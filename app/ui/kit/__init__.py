"""Parts that all faces share: text, cards, fields, notes, themes, tasks."""
