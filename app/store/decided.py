"""What is kept of a decision beside its columns: reasons, figures, trace, receipt, and what was observed."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from app.loyalty.forms import reader_of
from app.loyalty.member import TallyRow
from app.loyalty.trace import TraceLine
from app.operations.decision import Decision, Figure, Observed


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a decision.

    Attributes:
        facts: Of a refusal.
        claims: Values that the slip holds since.
    """

    observed: Observed
    facts: Mapping[str, str | int] = msgspec.field(default_factory=dict)
    gives: Mapping[str, Figure] = msgspec.field(default_factory=dict)
    trace: tuple[TraceLine, ...] = ()
    receipt: Mapping[str, str | int] = msgspec.field(default_factory=dict)
    operations: tuple[str, ...] = ()
    notified: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    tallies: tuple[TallyRow, ...] = ()


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = reader_of(Decided)


def decided_text(decision: Decision, observed: Observed, claims: tuple[str, ...]) -> bytes:
    """Write what is kept of a decision, as canonical JSON."""
    return _encoder.encode(
        Decided(
            observed=observed,
            facts=decision.refusal.facts if decision.refusal else {},
            gives=decision.gives,
            trace=decision.trace,
            receipt=decision.receipt,
            operations=decision.operations,
            notified=decision.notified,
            claims=claims,
            tallies=decision.tallies,
        )
    )


def decided_from(text: bytes) -> Decided:
    """Read what ``decided_text`` wrote.

    Raises:
        msgspec.DecodeError: The text is damaged; ``books verify`` names the slip.
    """
    return _decoder.decode(text)
