"""Terminals for tests: real encrypted files, joined as by a centre, with short ways to write slips."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.loyalty.ids import MemberId, OperatorId
from app.operations.pen import Draft, new_slip_id
from app.operations.slip import Body, Slip
from app.operations.top_up import TopUp
from app.store.push import Beside
from app.store.sealed_box import public_of
from app.sync.key_safe import ChainKeys, KeySafe
from app.sync.outbox import OldFile, Outbox
from app.sync.terminal_file import Identity, TerminalFile
from tests.support.book import DAY

CENTRE_SEAL = bytes(range(32))
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def fresh_keys() -> ChainKeys:
    """Make the keys of a chain."""
    return ChainKeys(secrets.token_bytes(32), secrets.token_bytes(32))


def who(terminal: str = "desk-1", **more: Any) -> Identity:
    """Say who a terminal is."""
    words = {"login": f"t_{terminal.replace('-', '_')}", "seal_key": public_of(CENTRE_SEAL)} | more
    return Identity(terminal=terminal, property="hotel", **words)


class Terminal:
    """A terminal with its file open.

    Attributes:
        now: What its clock says; each slip comes a second later.
    """

    def __init__(self, folder: Path, name: str = "desk-1", *, incarnation: int = 1) -> None:
        self.folder, self.name = folder, name
        self.path = folder / f"{name}.terminal"
        self.now = START
        self.safe = KeySafe(folder / "safe", name, use_keyring=False)
        self.file = TerminalFile.open(self.path, self.safe, who(name))
        if self.file.pen().incarnation < incarnation:
            self.file.join(who(name), incarnation, fresh_keys(), "")
        self.outbox = Outbox(self.file, lambda: self.now, secrets.token_bytes)

    def draft(self, kind: str, body: Body, *, member: str = "", pin: str = "") -> Draft:
        """Make a draft a second later."""
        self.now += timedelta(seconds=1)
        return Draft(
            id=new_slip_id(self.now, secrets.token_bytes), kind=kind, body=body, operator=OperatorId("ann"),
            occurred_at=self.now, member=MemberId(member), pin=pin,
        )  # fmt: skip

    def write(
        self, kind: str, body: Body, *, beside: Beside | None = None, **more: Any
    ) -> Slip[Body]:
        """Write a slip that must be written."""
        slip = self.outbox.write(self.draft(kind, body, **more), beside or Beside(), DAY, 1)
        assert not isinstance(slip, OldFile)
        return slip

    def top_up(self, amount_minor: int = 1_00, member: str = "li") -> Slip[Body]:
        """Write a slip that takes nothing."""
        return self.write("top_up", TopUp(amount_minor=amount_minor), member=member)

    def reopen(self) -> None:
        """Close the file and open it again, as after a restart."""
        self.file.close()
        self.file = TerminalFile.open(self.path, self.safe)
        self.outbox = Outbox(self.file, lambda: self.now, secrets.token_bytes)

    def close(self) -> None:
        """Close the file."""
        self.file.close()
