"""A card's own keys from the house's key (NXP AN10922 rev 2.2, clause 2.2: AES-128)."""

from devices.codec.cmac import cmac

_AES128 = b"\x01"
_PADDED = 32


def diversify(master: bytes, uid: bytes, application: bytes = b"", system: bytes = b"") -> bytes:
    """Derive a 16-byte key for one card.

    Args:
        master: The house's AES-128 key.
        uid: The card's own number.
        application: Application identifier, as it stands in commands or not, but always alike.
        system: What else tells keys apart.

    Raises:
        ValueError: There is nothing to derive from, or more than 31 bytes.
    """
    told = uid + application + system
    if not 1 <= len(told) < _PADDED:
        raise ValueError("a key is derived from 1 to 31 bytes")
    return cmac(master, _AES128 + told, shortest=_PADDED)
