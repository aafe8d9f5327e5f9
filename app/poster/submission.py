"""What reaches the poster: a slip with what travels beside it and never stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from app.operations.decision import Decision, Observed
from app.operations.slip import Body, Slip
from app.store.personal import SealedRecord


@dataclass(frozen=True, slots=True)
class PinEntry:
    """A PIN as the pad gave it: an encrypted block that only the poster's PIN check opens.

    Attributes:
        id: The entry's id, which stands in the slip.
        block: Encrypted PIN block.
        ksn: Key serial number under DUKPT; empty with master and session key.
        account_digits: The digits that the block is bound to.
    """

    id: str
    block: bytes = field(repr=False)
    ksn: str = field(default="", repr=False)
    account_digits: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A slip on its way.

    Attributes:
        pins: PIN entries in the order asked: the one that proves, then the new one.
        record: The personal record that the slip names.
        tokens: Search tokens of that record.
        others: Records with their tokens that slips which follow from it name; one that no member
            names afterwards is not kept.
        text: The slip's canonical form as it came; empty to have it written here.
    """

    slip: Slip[Body]
    pins: tuple[PinEntry, ...] = ()
    record: SealedRecord | None = None
    tokens: tuple[int, ...] = ()
    others: tuple[tuple[SealedRecord, tuple[int, ...]], ...] = ()
    text: bytes = field(default=b"", repr=False)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the poster says to one slip; ``is_repeat`` when the slip had been decided before."""

    slip_id: str
    decision: Decision
    observed: Observed | None = None
    is_repeat: bool = False
