"""The head of a key block: what its key may be used for, in plain text (ASC X9 TR-31:2018, A.2)."""

import re
from dataclasses import dataclass
from typing import Self

from devices.errors import KeyBlockError

HEAD_CHARS = 16
CIPHER_BLOCK = {"A": 8, "B": 8, "C": 8, "D": 16}
"""Bytes of the protecting cipher's block by version: TDES, and AES for D."""

_PAD_ID = "PB"
_LONGEST_DATA = 251
_HEAD = re.compile(r"([A-Z0-9])(\d{4})([A-Z0-9]{2})([A-Z0-9])([A-Z0-9])(..)([A-Z0-9])(\d{2})(..)")
_PRINTABLE = re.compile(r"[\x20-\x7e]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyBlockHeader:
    """What stands in front of the encrypted key, bound to it by the check bytes.

    Attributes:
        version: How the block is protected: A and C (TDES, variants), B (TDES, derived keys), D (AES).
        usage: Two characters: ``B0`` base key, ``B1`` initial DUKPT key, ``K0`` key encryption, ``P0``
            PIN encryption …
        algorithm: ``T`` TDES, ``A`` AES …
        mode: ``B`` both, ``D`` decrypt, ``E`` encrypt, ``N`` none named, ``X`` derive …
        key_version: Two characters, ``00`` where versions are not used.
        exportability: ``E`` under a trusted key, ``N`` not, ``S`` sensitive.
        optional: Optional blocks as (two characters, text), without padding.
    """

    version: str
    usage: str
    algorithm: str
    mode: str
    key_version: str = "00"
    exportability: str = "N"
    optional: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> tuple[Self, int]:
        """Read the head of a block.

        Returns:
            The head, and how many characters it has.

        Raises:
            KeyBlockError: It is no head, its version is not known, or its length is not the text's.
        """
        found = _HEAD.match(text)
        if found is None or _PRINTABLE.fullmatch(text) is None:
            raise KeyBlockError("this is no key block: its head has another form")
        version, length, usage, algorithm, mode, key_version, exportability, count, _ = (
            found.groups()
        )
        if version not in CIPHER_BLOCK:
            raise KeyBlockError(f"key blocks of version {version} are not known")
        if int(length) != len(text):
            raise KeyBlockError(f"the key block has {len(text)} characters, its head says {length}")
        optional, end = _optional(text, int(count))
        head = cls(
            version=version,
            usage=usage,
            algorithm=algorithm,
            mode=mode,
            key_version=key_version,
            exportability=exportability,
            optional=tuple((name, data) for name, data in optional if name != _PAD_ID),
        )
        return head, end

    def text(self, rest_chars: int) -> str:
        """Write the head of a block.

        Args:
            rest_chars: Characters that follow it.

        Raises:
            KeyBlockError: A part has another length, or the version is not known.
        """
        if self.version not in CIPHER_BLOCK:
            raise KeyBlockError(f"key blocks of version {self.version} are not known")
        blocks = [self._block(name, data) for name, data in self.optional]
        size = CIPHER_BLOCK[self.version]
        if over := len("".join(blocks)) % size:
            # The padding block itself has at least its own four characters.
            blocks.append(self._block(_PAD_ID, "0" * ((size - over - 4) % size)))
        tail = "".join(blocks)
        length = HEAD_CHARS + len(tail) + rest_chars
        head = (
            f"{self.version}{length:04}{self.usage}{self.algorithm}{self.mode}{self.key_version}"
            f"{self.exportability}{len(blocks):02}00"
        )
        if len(head) != HEAD_CHARS or _HEAD.match(head) is None:
            raise KeyBlockError("a part of the key block's head has another form")
        return head + tail

    @staticmethod
    def _block(name: str, data: str) -> str:
        if len(name) != 2 or len(data) > _LONGEST_DATA or _PRINTABLE.fullmatch(name + data) is None:
            raise KeyBlockError(
                f"optional block {name!r} is not two characters and at most 251 more"
            )
        return f"{name}{len(data) + 4:02X}{data}"


def _optional(text: str, count: int) -> tuple[list[tuple[str, str]], int]:
    """Read optional blocks: two characters, length in hex with them, data; 00 begins a long length."""
    found: list[tuple[str, str]] = []
    at = HEAD_CHARS
    for _ in range(count):
        name, head = text[at : at + 2], 4
        length = _hex(text[at + 2 : at + 4], 2)
        if length == 0:
            digits = 2 * _hex(text[at + 4 : at + 6], 2)
            head = 6 + digits
            length = _hex(text[at + 6 : at + head], digits)
        if length < head or at + length > len(text):
            raise KeyBlockError(f"optional block {name!r} has no possible length")
        found.append((name, text[at + head : at + length]))
        at += length
    return found, at


def _hex(text: str, digits: int) -> int:
    if digits == 0 or re.fullmatch(rf"[0-9A-Fa-f]{{{digits}}}", text) is None:
        raise KeyBlockError("an optional block's length is not hexadecimal")
    return int(text, 16)
