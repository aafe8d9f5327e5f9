"""How many texts this terminal's modem may send, and whether the network is asked what became of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSettings:
    """Bounds of what leaves by text; whatever goes wrong, no member is sent hundreds.

    Attributes:
        a_day: Texts to one member within 24 hours, answers apart; more are dropped.
        answers_a_day: Answers to texts of one member within 24 hours; more are dropped.
        a_minute: Texts within a minute by the modem; more wait.
        reports: Whether the network is asked to say when a phone has a text.
    """

    a_day: int = 20
    answers_a_day: int = 10
    a_minute: int = 30
    reports: bool = True
