"""The one place where a PIN is opened: compared by HMAC and forgotten."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import Protocol

import msgspec

from app.loyalty.ids import MemberId
from app.loyalty.member import CredentialRow
from app.operations.decision import PinResult
from app.operations.set_pin import How, SetPin
from app.operations.slip import Body, Slip
from app.poster.submission import PinEntry

_DIGITS = range(4, 13)


class PinOpener(Protocol):
    """Opens an encrypted PIN block; holds the pad's keys."""

    def open(self, entry: PinEntry) -> str | None:
        """Return the digits, or None where the block cannot be opened under the pad's keys."""


class PinFound(msgspec.Struct, frozen=True):
    """What the check says, and the credential to store when a PIN is set."""

    result: PinResult
    credential: CredentialRow | None = None


class PinCheck:
    """Compares PINs.

    Args:
        key: The house's PIN key, 32 bytes.
        opener: Opens blocks.
        chance: Where salts come from.
    """

    def __init__(
        self, key: bytes, opener: PinOpener, chance: Callable[[int], bytes] = secrets.token_bytes
    ) -> None:
        self._key = key
        self._opener = opener
        self._chance = chance

    def check(
        self, slip: Slip[Body], pins: tuple[PinEntry, ...], credential: CredentialRow | None
    ) -> PinFound:
        """Say what the PINs beside a slip are worth; digits live only within this call."""
        if not pins or not slip.pin or pins[0].id != slip.pin:
            return PinFound(PinResult.NONE)
        if isinstance(slip.body, SetPin):
            return self._new_pin(slip.member, slip.body.how, pins, credential)
        return PinFound(self._compared(pins[0], credential))

    def agree(self, entries: tuple[PinEntry, ...]) -> bool:
        """Tell whether entries of a new PIN are the same, and a PIN; the digits live only within this call."""
        opened = [self._opener.open(one) for one in entries]
        first = opened[0] if opened else None
        is_pin = first is not None and len(first) in _DIGITS
        return is_pin and all(one == first for one in opened)

    def is_staff_pin(self, entry: PinEntry, fits: Callable[[str], bool]) -> PinResult:
        """Say whether an entry is the PIN of somebody who works here.

        Args:
            entry: As the pad gave it.
            fits: Compares the digits with the slow hash that is kept; they live only within this call.
        """
        digits = self._opener.open(entry)
        if digits is None:
            return PinResult.UNREADABLE
        return PinResult.RIGHT if fits(digits) else PinResult.WRONG

    def _compared(self, entry: PinEntry, credential: CredentialRow | None) -> PinResult:
        if credential is None or not credential.mac:
            return PinResult.NOT_SET
        digits = self._opener.open(entry)
        if digits is None:
            return PinResult.UNREADABLE
        same = hmac.compare_digest(self._mac(credential.salt, digits), credential.mac)
        return PinResult.RIGHT if same else PinResult.WRONG

    def _new_pin(
        self,
        member: MemberId,
        how: How,
        pins: tuple[PinEntry, ...],
        credential: CredentialRow | None,
    ) -> PinFound:
        if how is How.CHANGE:
            old = self._compared(pins[0], credential)
            if old is not PinResult.RIGHT:
                return PinFound(old)
            pins = pins[1:]
        opened = [self._opener.open(entry) for entry in pins]
        digits = opened[0] if opened else None
        if digits is None or len(digits) not in _DIGITS or any(one != digits for one in opened):
            return PinFound(PinResult.UNREADABLE)
        salt = self._chance(16)
        row = CredentialRow(
            member=member, salt=salt, mac=self._mac(salt, digits), tries=0, blocked=False
        )
        return PinFound(PinResult.STORED, row)

    def _mac(self, salt: bytes, digits: str) -> bytes:
        return hmac.new(self._key, salt + digits.encode(), sha256).digest()


def replayed(member: MemberId, result: PinResult) -> PinFound:
    """Return what a check said then; a PIN that was set stands as set, so that tries count as they did."""
    if result is not PinResult.STORED:
        return PinFound(result)
    row = CredentialRow(member=member, salt=b"", mac=b"replayed", tries=0, blocked=False)
    return PinFound(result, row)
