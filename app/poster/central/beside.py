"""What travels beside a slip, opened and made the centre's own."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import msgspec
from cryptography.exceptions import InvalidTag

from app.loyalty.ids import MemberId
from app.poster.submission import PinEntry
from app.store.centre_keys import replica_key_of, seal_key_of
from app.store.keys import Keys
from app.store.personal import SealedRecord, rewrapped
from app.store.push import Beside, SealedPerson, beside_from
from app.store.sealed_box import open_box

Sealed = tuple[SealedRecord, tuple[int, ...]]


class Besides:
    """Opens what terminals sealed for the centre.

    Args:
        keys: The house's.
        chance: Where nonces come from.
    """

    def __init__(self, keys: Keys, chance: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._private = seal_key_of(keys)
        self._from, self._to = replica_key_of(keys), keys.personal
        self._chance = chance

    def opened(self, slip: str, box: bytes | None) -> Beside | None:
        """Open what came with a slip; None where it is sealed for somebody else, or is nothing."""
        if not box:
            return Beside()
        text = open_box(self._private, box, slip)
        try:
            return None if text is None else beside_from(text)
        except msgspec.DecodeError:
            return None

    def record(self, person: SealedPerson | None) -> Sealed | None:
        """Wrap a person's own key with the centre's; None for nobody, and where the wrapping is not ours."""
        if person is None:
            return None
        sealed = SealedRecord(
            person.record, MemberId(person.member), person.wrapped_key, person.ciphertext
        )
        try:
            return rewrapped(sealed, self._from, self._to, self._chance), person.tokens
        except (InvalidTag, ValueError):
            return None


def pins_of(beside: Beside) -> tuple[PinEntry, ...]:
    """Return the PIN entries as the PIN check takes them."""
    return tuple(PinEntry(one.id, one.block, one.ksn, one.account_digits) for one in beside.pins)
