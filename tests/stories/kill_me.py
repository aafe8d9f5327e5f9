"""A desk in a process of its own that works until it is killed: FOLDER ACKED ROUND."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.ui.service.answers import Done
from tests.support.at_desk import AtDesk, redeem, spend, top_up


def work(folder: Path, acked: Path, turn: str) -> None:
    """Post, top up and redeem with the PIN, and write each acknowledged slip down for good."""
    at_desk = AtDesk(folder).sign_in()
    with acked.open("ab") as file:

        def tell(outcome: object) -> None:
            if isinstance(outcome, Done):
                file.write(f"{outcome.slip.slip_id}\n".encode())
                file.flush()
                os.fsync(file.fileno())
                print("acknowledged", flush=True)

        number = 0
        while True:
            number += 1
            bill = f"{turn}-{number}"
            tell(at_desk.submit(spend("shen", bill=f"{bill}-c", amount_minor=20_000)))
            tell(at_desk.submit(top_up("lin", 3_000)))
            pay = spend("lin", bill=f"{bill}-s", amount_minor=9_000, stored_minor=3_000)
            tell(at_desk.submit(pay, at_desk.pin("lin")))
            if number % 5 == 0:
                tell(at_desk.submit(redeem("lin"), at_desk.pin("lin")))


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
