"""Key blocks: a key wrapped under a protection key, bound to what it may be used for.

Source: ASC X9 TR-31:2018, versions A, B, C (TDES) and D (AES). Keys travel to pads in these, so
that no person and no file ever holds one in the clear.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from devices.codec import aes, tdes
from devices.codec.check_value import Cipher, check_value
from devices.codec.key_block_header import CIPHER_BLOCK, KeyBlockHeader
from devices.codec.tdes import xor
from devices.errors import KeyBlockError

_MAC_BYTES = {"A": 4, "B": 8, "C": 4, "D": 16}
_ENCRYPTING, _CHECKING = 0x45, 0x4D
_DERIVED = {16: (0, 128), 24: (1, 192)}
_DERIVED_AES = {16: (2, 128), 24: (3, 192), 32: (4, 256)}
_CIPHERS = {"T": Cipher.TDES, "A": Cipher.AES}

_Block = Callable[[bytes, bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyBlock:
    """A key block, opened.

    Attributes:
        header: What the key may be used for.
        key: The key.
    """

    header: KeyBlockHeader
    key: bytes = field(repr=False)

    @property
    def check_value(self) -> str:
        """Check value in hex; ``""`` where the algorithm has none here."""
        cipher = _CIPHERS.get(self.header.algorithm)
        return "" if cipher is None else check_value(self.key, cipher).hex().upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionKeys:
    """The two keys that protect a block, derived from the protection key.

    Attributes:
        encrypting: Encrypts the key.
        checking: Authenticates head and key.
    """

    encrypting: bytes = field(repr=False)
    checking: bytes = field(repr=False)


def unwrap(kbpk: bytes, text: str) -> KeyBlock:
    """Open a key block.

    Args:
        kbpk: Protection key: TDES 16 or 24 bytes, AES 16, 24 or 32 with version D.
        text: The block, head first.

    Raises:
        KeyBlockError: Another protection key, a damaged or forged block. It is a ``ValueError``.
    """
    header, start = KeyBlockHeader.parse(text)
    keys = protection_keys(kbpk, header.version)
    mac_chars = 2 * _MAC_BYTES[header.version]
    size = CIPHER_BLOCK[header.version]
    data, mac = _hex(text[start:-mac_chars]), _hex(text[-mac_chars:])
    if start > len(text) - mac_chars - 2 * size or len(data) % size:
        raise KeyBlockError("the encrypted key is no whole number of blocks")
    head = text[:start].encode("ascii")
    if header.version in "AC":
        expected = _variant_mac(keys.checking, head + data)
        clear = _cbc_decrypt(tdes.decrypt, keys.encrypting, head[:8], data)
    else:
        decrypt = aes.decrypt if header.version == "D" else tdes.decrypt
        clear = _cbc_decrypt(decrypt, keys.encrypting, mac, data)
        expected = _cmac(header.version)(keys.checking, head + clear)
    if not hmac.compare_digest(expected, mac):
        raise KeyBlockError(
            "the check bytes do not fit: another protection key, or not as it was made"
        )
    return _opened(header, clear)


def wrap(kbpk: bytes, header: KeyBlockHeader, key: bytes, *, hide_length: bool = True) -> str:
    """Make a key block.

    Args:
        kbpk: Protection key, as in ``unwrap``.
        header: What the key may be used for, and the version.
        key: The key.
        hide_length: Fill up with random bytes, so that the block of a short key looks like that of
            the longest of its algorithm.

    Raises:
        KeyBlockError: The protection key has no length of that version, or the head is not possible.
    """
    keys = protection_keys(kbpk, header.version)
    size = CIPHER_BLOCK[header.version]
    longest = {"T": 24, "A": 32}.get(header.algorithm, 0) if hide_length else 0
    clear = (8 * len(key)).to_bytes(2, "big") + key
    fill = max(longest - len(key), 0)
    fill += -(len(clear) + fill) % size
    clear += secrets.token_bytes(fill)
    mac_bytes = _MAC_BYTES[header.version]
    head_text = header.text(2 * (len(clear) + mac_bytes))
    head = head_text.encode("ascii")
    if header.version in "AC":
        data = _cbc_encrypt(tdes.encrypt, keys.encrypting, head[:8], clear)
        mac = _variant_mac(keys.checking, head + data)
    else:
        encrypt = aes.encrypt if header.version == "D" else tdes.encrypt
        mac = _cmac(header.version)(keys.checking, head + clear)
        data = _cbc_encrypt(encrypt, keys.encrypting, mac, clear)
    return head_text + (data + mac).hex().upper()


def protection_keys(kbpk: bytes, version: str) -> ProtectionKeys:
    """Derive the keys that encrypt and authenticate (A.4 and A.5).

    Raises:
        KeyBlockError: The protection key has no length of that version, or there is no such version.
    """
    if version not in CIPHER_BLOCK:
        raise KeyBlockError(f"key blocks of version {version} are not known")
    lengths = _DERIVED_AES if version == "D" else _DERIVED
    if len(kbpk) not in lengths:
        known = ", ".join(str(length) for length in lengths)
        raise KeyBlockError(f"the protection key of version {version} has {known} bytes")
    if version in "AC":
        return ProtectionKeys(
            encrypting=bytes(byte ^ _ENCRYPTING for byte in kbpk),
            checking=bytes(byte ^ _CHECKING for byte in kbpk),
        )
    return ProtectionKeys(
        encrypting=_derived(kbpk, version, 0, lengths[len(kbpk)]),
        checking=_derived(kbpk, version, 1, lengths[len(kbpk)]),
    )


def _derived(kbpk: bytes, version: str, usage: int, what: tuple[int, int]) -> bytes:
    algorithm, bits = what
    mac = _cmac(version)
    made = b""
    number = 1
    while len(made) < len(kbpk):
        data = bytes([number, 0, usage, 0, 0, algorithm]) + bits.to_bytes(2, "big")
        made += mac(kbpk, data)
        number += 1
    return made[: len(kbpk)]


def _cmac(version: str) -> _Block:
    return aes.cmac if version == "D" else tdes.cmac


def _variant_mac(key: bytes, data: bytes) -> bytes:
    """CBC-MAC over whole blocks; a head of another length is filled with zeros."""
    value = bytes(tdes.BLOCK)
    padded = data + bytes(-len(data) % tdes.BLOCK)
    for at in range(0, len(padded), tdes.BLOCK):
        value = tdes.encrypt(key, xor(value, padded[at : at + tdes.BLOCK]))
    return value[: _MAC_BYTES["A"]]


def _cbc_encrypt(encrypt: _Block, key: bytes, start: bytes, data: bytes) -> bytes:
    size, before, made = len(start), start, b""
    for at in range(0, len(data), size):
        before = encrypt(key, xor(before, data[at : at + size]))
        made += before
    return made


def _cbc_decrypt(decrypt: _Block, key: bytes, start: bytes, data: bytes) -> bytes:
    return xor(decrypt(key, data), (start + data)[: len(data)])


def _opened(header: KeyBlockHeader, clear: bytes) -> KeyBlock:
    bits = int.from_bytes(clear[:2], "big")
    if bits % 8 or not 0 < bits // 8 <= len(clear) - 2:
        raise KeyBlockError("the key in the block has no possible length")
    key = clear[2 : 2 + bits // 8]
    lengths = {"T": (8, 16, 24), "A": aes.KEY_BYTES}.get(header.algorithm)
    if lengths is not None and len(key) not in lengths:
        raise KeyBlockError("the key in the block has no length of its algorithm")
    return KeyBlock(header=header, key=key)


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise KeyBlockError("the key block holds something that is not hexadecimal") from error
