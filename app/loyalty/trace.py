"""The trace: why a decision came out so, step by step, in figures."""

from __future__ import annotations

import msgspec


class TraceLine(msgspec.Struct, frozen=True):
    """One step of reckoning, shown to cashier and member and kept with the decision.

    Attributes:
        step: What kind of step, e.g. ``base``, ``bonus``, ``discount``, ``total``, ``tier``.
        text: The reckoning in figures, e.g. ``188.00 × 5``.
        result: What came out, as text.
        rule: The rule's name in the pack, e.g. ``earn.rooms``; empty where no rule was asked.
        facts: Names for the sentence in the faces, e.g. the tier and percentage.
    """

    step: str
    text: str
    result: str
    rule: str = ""
    facts: dict[str, str] = msgspec.field(default_factory=dict)
