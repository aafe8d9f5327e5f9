"""Opens PIN blocks with the pad's keys, which live here and in the settings, never at the desk's face."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from app.poster.submission import PinEntry
from devices.codec import dukpt, pin_block
from devices.errors import PinBlockError

_PLAIN = "keypad-cn:"
_AES_BLOCK = 16
_TDES_KSN_DIGITS = 20


@dataclass(frozen=True, slots=True)
class PadKeys:
    """What the terminal's pad and the opener of its blocks are given.

    Attributes:
        session_key: Clear session key.
        working_key: What goes to the pad's driver with each entry, hex.
        base_key: Base derivation key with DUKPT.
    """

    session_key: bytes = field(default=b"", repr=False)
    working_key: str = field(default="", repr=False)
    base_key: bytes = field(default=b"", repr=False)

    @classmethod
    def of(cls, devices: Mapping[str, str], pad_keys: Mapping[str, str]) -> Self:
        """Read the settings; a plain keypad gets a fresh session key, which is written nowhere."""
        if any(uri.startswith(_PLAIN) for uri in devices.values()):
            session = secrets.token_bytes(32)
            return cls(session_key=session, working_key=session.hex())
        return cls(
            session_key=bytes.fromhex(pad_keys.get("session_key", "")),
            working_key=pad_keys.get("working_key", ""),
            base_key=bytes.fromhex(pad_keys.get("base_key", "")),
        )


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
