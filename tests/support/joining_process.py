"""A terminal that joins its centre and dies at one of its steps: an exchange with it, a commit, a file put in place.

Run as ``python -m tests.support.joining_process FOLDER CODEFILE NTH``; NTH 0 goes on to the end and prints how many
steps there were.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from app.bootstrap.joining import join_centre
from app.settings.join_code import read_file
from app.sync.line import Line

_seen = 0


def _step(nth: int) -> None:
    global _seen  # noqa: PLW0603 - one process, one count
    _seen += 1
    if _seen == nth:
        os.kill(os.getpid(), signal.SIGKILL)


def run(folder: Path, code_file: Path, nth: int) -> int:
    """Join, unless the process dies before; returns how many steps there were."""
    found = read_file(code_file.read_text("ascii"))
    assert found is not None
    whole = Line.exchange

    @contextmanager
    def exchange(line: Line) -> Iterator[Any]:
        _step(nth)
        with whole(line) as connection:
            yield connection
        _step(nth)

    Line.exchange = exchange  # type: ignore[method-assign]
    event.listen(Engine, "commit", lambda _: _step(nth))
    sys.addaudithook(lambda name, _: _step(nth) if name in {"os.rename", "os.remove"} else None)
    join_centre(folder, found[0], found[1], lambda: datetime.now(UTC), use_keyring=False)
    return _seen


if __name__ == "__main__":
    print(run(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
