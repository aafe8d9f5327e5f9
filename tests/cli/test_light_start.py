"""A command takes in only what it needs: none waits for databases or windows of another."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("sqlalchemy", "PySide6", "psycopg", "cryptography", "msgspec", "keyring")


def test_the_command_line_itself_takes_in_nothing_heavy() -> None:
    code = f"import sys, app.cli.main; print([one for one in {HEAVY!r} if one in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
