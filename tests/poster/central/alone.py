"""A poster in a process of its own, to be killed: ``python -m tests.poster.central.alone URL``."""

from __future__ import annotations

import sys

from tests.support.central_poster import poster_of


def main(url: str) -> None:
    running = poster_of(url, "alone")
    running.service.run(running.stop)


if __name__ == "__main__":
    main(sys.argv[1])
