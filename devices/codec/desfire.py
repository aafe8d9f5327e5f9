"""MIFARE DESFire EV1 with AES: authentication, session MACs, change of keys.

Source: recorded exchanges of DESFire EV1 cards, recomputed in the vectors. Commands travel in the
ISO wrapping ``90 cmd 00 00 Lc data 00``; the answer ends with ``91`` and the card's status.
"""

import zlib
from dataclasses import dataclass, field
from enum import IntEnum, unique
from hmac import compare_digest

from devices.codec.apdu import ANY_LENGTH, Command
from devices.codec.cmac import BLOCK, cmac, decrypt, encrypt
from devices.codec.tdes import xor
from devices.errors import CardKeyError, WrongAnswerError

MAC = 8
STATUS_CLASS = 0x91


@unique
class Ins(IntEnum):
    """Native commands used here."""

    AUTHENTICATE_AES = 0xAA
    MORE = 0xAF
    CHANGE_KEY = 0xC4
    SELECT_APPLICATION = 0x5A
    CREATE_APPLICATION = 0xCA
    CREATE_STANDARD_FILE = 0xCD
    READ_DATA = 0xBD
    WRITE_DATA = 0x3D


@unique
class Status(IntEnum):
    """Status bytes by their meaning."""

    OK = 0x00
    INTEGRITY = 0x1E
    NO_SUCH_KEY = 0x40
    LENGTH = 0x7E
    PERMISSION = 0x9D
    PARAMETER = 0x9E
    NO_APPLICATION = 0xA0
    AUTHENTICATION = 0xAE
    MORE = 0xAF
    BOUNDARY = 0xBE
    ABORTED = 0xCA
    DUPLICATE = 0xDE
    NO_FILE = 0xF0


def wrap(ins: int, data: bytes = b"") -> Command:
    """Put a native command into its ISO wrapping."""
    return Command(cla=0x90, ins=ins, data=data, le=ANY_LENGTH)


def rotate(data: bytes) -> bytes:
    """Move the first byte to the end."""
    return data[1:] + data[:1]


def crc32(data: bytes) -> bytes:
    """Checksum inside cryptograms: CRC-32 without its last inversion (JAMCRC), low byte first."""
    return (zlib.crc32(data) ^ 0xFFFFFFFF).to_bytes(4, "little")


def session_key(rnd_a: bytes, rnd_b: bytes) -> bytes:
    """Build the session key from both random numbers."""
    return rnd_a[:4] + rnd_b[:4] + rnd_a[12:] + rnd_b[12:]


@dataclass(frozen=True, slots=True)
class Handshake:
    """Our side of an authentication, after the card's challenge.

    Attributes:
        frame: The 32 bytes to send.
    """

    frame: bytes = field(repr=False)
    _key: bytes = field(repr=False)
    _rnd_a: bytes = field(repr=False)
    _rnd_b: bytes = field(repr=False)

    @classmethod
    def answer(cls, key: bytes, challenge: bytes, rnd_a: bytes) -> "Handshake":
        """Answer a challenge.

        Args:
            key: AES key, 16 bytes.
            challenge: The card's 16 encrypted bytes.
            rnd_a: 16 fresh random bytes.

        Raises:
            WrongAnswerError: The challenge has not 16 bytes.
        """
        if len(challenge) != BLOCK:
            raise WrongAnswerError("a challenge of DESFire has 16 bytes")
        rnd_b = decrypt(key, bytes(BLOCK), challenge)
        return cls(encrypt(key, challenge, rnd_a + rotate(rnd_b)), key, rnd_a, rnd_b)

    def finish(self, proof: bytes) -> "Session":
        """Check the card's proof that it knows the key, too.

        Raises:
            CardKeyError: It does not; an impostor, or noise.
        """
        is_whole = len(proof) == BLOCK
        if not is_whole or not compare_digest(
            decrypt(self._key, self.frame[-BLOCK:], proof), rotate(self._rnd_a)
        ):
            raise CardKeyError("the card does not know the key")
        return Session(session_key(self._rnd_a, self._rnd_b))


class Session:
    """An authenticated session: its key and the vector that every MAC moves on."""

    def __init__(self, key: bytes) -> None:
        """Start with a vector of zeros."""
        self.key = key
        self.iv = bytes(BLOCK)

    def mac(self, data: bytes) -> bytes:
        """Compute the eight bytes of a MAC and move the vector on."""
        self.iv = cmac(self.key, data, self.iv)
        return self.iv[:MAC]

    def opened(self, answer: bytes, status: int = Status.OK) -> bytes:
        """Check the MAC at the end of an answer and give what stands before it.

        Raises:
            WrongAnswerError: The MAC does not fit: the answer was changed on its way.
        """
        data, mac = answer[:-MAC], answer[-MAC:]
        if not compare_digest(self.mac(data + bytes([status])), mac):
            raise WrongAnswerError("the MAC of the card's answer does not fit")
        return data

    def encrypt(self, data: bytes) -> bytes:
        """Encrypt a cryptogram, padded with zeros, and move the vector on."""
        padded = data.ljust(-(-len(data) // BLOCK) * BLOCK, b"\0")
        sealed = encrypt(self.key, self.iv, padded)
        self.iv = sealed[-BLOCK:]
        return sealed

    def decrypt(self, data: bytes) -> bytes:
        """Undo ``encrypt``, moving the vector alike; the padding stays."""
        plain = decrypt(self.key, self.iv, data)
        self.iv = data[-BLOCK:]
        return plain


def change_key(
    session: Session, number: int, new: bytes, *, version: int = 0, old: bytes | None = None
) -> bytes:
    """Make the data of ChangeKey: key number and cryptogram.

    Args:
        session: Authenticated with the key that may change keys; its vector moves on.
        number: Which key, 0 to 13.
        new: New AES key.
        version: Key version, 0 to 255.
        old: The key's old value when it is not the one of the session; None when it is.
    """
    told = bytes([version])
    head = bytes([Ins.CHANGE_KEY, number])
    if old is None:
        body = new + told + crc32(head + new + told)
    else:
        mixed = xor(new, old) + told
        body = mixed + crc32(head + mixed) + crc32(new)
    return bytes([number]) + session.encrypt(body)
