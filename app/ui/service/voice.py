"""The kiosk's voice, as a face asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique
from typing import Protocol


@unique
class VoiceTrouble(Enum):
    """Why nothing is heard; staff read it on the service page."""

    NO_PROGRAM = "no-program"
    NO_SOUND = "no-sound"


class Voice(Protocol):
    """Says one thing at a time, to whoever wears the earphone; no method blocks."""

    def say(self, text: str, language: str) -> None:
        """Say something now; what was being said ends.

        Args:
            text: Of any length, with figures as they are to be said.
            language: zh_CN or en.
        """

    def hush(self) -> None:
        """Be silent at once."""

    def is_speaking(self) -> bool:
        """Tell whether something is being said, or about to be."""

    def trouble(self) -> str:
        """Return why the last was not heard, as ``VoiceTrouble`` names it; empty where all is well."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads pages aloud.

    Attributes:
        always: From the first page on, not only from the star key until the visit ends.
    """

    voice: Voice
    always: bool
