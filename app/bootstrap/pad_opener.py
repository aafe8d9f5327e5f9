"""Opens PIN blocks with the pad's keys, which live here and in the settings, never at the desk's face."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.poster.submission import PinEntry
from devices.codec import dukpt, pin_block
from devices.errors import PinBlockError

_AES_BLOCK = 16
_TDES_KSN_DIGITS = 20


@dataclass(frozen=True, slots=True)
class PadOpener:
    """The keys of one pad.

    Attributes:
        session_key: Clear session key with master and session keys: TDES 16 bytes, or AES.
        base_key: Base derivation key with DUKPT: TDES 16 bytes, or AES.
    """

    session_key: bytes = field(default=b"", repr=False)
    base_key: bytes = field(default=b"", repr=False)

    def open(self, entry: PinEntry) -> str | None:
        """Return the digits; None where the block was made with other keys or for another account."""
        fmt = 4 if len(entry.block) == _AES_BLOCK else 0
        try:
            key = self._key_of(entry)
            return pin_block.decode(fmt, entry.block, entry.account_digits, key) if key else None
        except (PinBlockError, ValueError):
            return None

    def _key_of(self, entry: PinEntry) -> bytes:
        if not entry.ksn:
            return self.session_key
        if not self.base_key:
            return b""
        if len(entry.ksn) > _TDES_KSN_DIGITS:
            ksn = bytes.fromhex(entry.ksn)
            return dukpt.aes_working_key(self.base_key, ksn, "PIN", 128)
        ksn = bytes.fromhex(entry.ksn.rjust(_TDES_KSN_DIGITS, "F"))
        return dukpt.tdes_session_keys(self.base_key, ksn).pin
