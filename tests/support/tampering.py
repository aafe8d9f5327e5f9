"""Changes a book behind the program's back, as somebody with the file and a tool for it would."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path


def altered(book: Path, copy: Path, *statements: str) -> Path:
    """Copy a book and change the copy; returns the copy."""
    shutil.copy(book, copy)
    alter(copy, *statements)
    return copy


def alter(book: Path, *statements: str) -> None:
    """Change a book; its triggers are as they were afterwards, its checks are passed over.

    Each statement must change something.
    """
    raw = sqlite3.connect(book)
    raw.execute("PRAGMA ignore_check_constraints = ON")
    triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        assert raw.execute(statement).rowcount != 0, statement
    for _, sql in triggers:
        raw.execute(sql)
    raw.commit()
    raw.close()
