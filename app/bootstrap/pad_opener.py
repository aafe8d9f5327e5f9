"""Opens PIN blocks with the pad's keys, which live here and in the settings, never at the desk's face."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.poster.submission import PinEntry
from devices.codec import dukpt, pin_block, tdes
from devices.errors import PinBlockError
from devices.events import PinBlockFormat


@dataclass(frozen=True, slots=True)
class PadOpener:
    """The keys of one pad.

    Attributes:
        session_key: Clear session key with master and session keys, 16 bytes.
        base_key: Base derivation key with DUKPT, 16 bytes.
    """

    session_key: bytes = field(default=b"", repr=False)
    base_key: bytes = field(default=b"", repr=False)

    def open(self, entry: PinEntry) -> str | None:
        """Return the digits; None where the block was made with other keys or for another account."""
        key = self._key_of(entry)
        if not key or len(entry.block) != 8:
            return None
        try:
            clear = tdes.decrypt(key, entry.block)
            return pin_block.decode(clear, entry.account_digits, block_format=PinBlockFormat.ISO_0)
        except (PinBlockError, ValueError):
            return None

    def _key_of(self, entry: PinEntry) -> bytes:
        if not entry.ksn:
            return self.session_key
        if not self.base_key:
            return b""
        ksn = bytes.fromhex(entry.ksn.rjust(20, "F"))
        return dukpt.pin_key(dukpt.initial_key(self.base_key, ksn), ksn)
