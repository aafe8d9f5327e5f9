"""MIFARE Classic as a member card: the record in sector 1, under keys of this very card.

The chip's cipher is broken and its number can be copied; the record is a pointer whose seal fits
one number, no more. New cards should be DESFire.
"""

from devices.cards.exchange import Exchange
from devices.cards.member_card import Writing
from devices.codec import mifare, pointer
from devices.codec import storage_card as storage
from devices.codec.pointer import CardRecord
from devices.codec.storage_card import KeyType
from devices.errors import CardLayoutError, CardNotOursError, CardSwappedError, VerifyMismatchError
from devices.ic_card import CardFamily, CardKeys

CODES = (0x0001, 0x0002)
"""Names in the ATR: 1K and 4K."""

SECTOR = 1
_FIRST = mifare.first_block(SECTOR)
_TRAILER = mifare.trailer_block(SECTOR)
_KEY_A, _KEY_B = 1, 2


class MifareClassic:
    """A ``MemberCard``."""

    family = CardFamily.MIFARE_CLASSIC

    def __init__(self, exchange: Exchange) -> None:
        """Ask the card's number.

        Raises:
            DeviceError: It tells none.
        """
        self._exchange = exchange
        self.uid = exchange.uid()

    def read(self, keys: CardKeys) -> CardRecord:
        """Read as ``MemberCard.read`` says."""
        self._same_card()
        if not self._opens(KeyType.A, self._key(keys, _KEY_A)):
            raise CardNotOursError("the card has no keys of this house")
        return pointer.decode(self._record(), self.family, self.uid, keys)

    def write(self, writing: Writing) -> None:
        """Write as ``MemberCard.write`` says."""
        held = self._open(writing.held)
        raw = pointer.encode(writing.record, self.family, self.uid, writing.keys)
        for number in range(pointer.SIZE // mifare.BLOCK):
            part = raw[number * mifare.BLOCK : (number + 1) * mifare.BLOCK]
            self._update(_FIRST + number, part)
        if self._record() != raw:
            raise VerifyMismatchError("the card reads back differently")
        if held != writing.keys:
            self._change_keys(writing.keys)

    def _open(self, held: tuple[CardKeys | None, ...]) -> CardKeys | None:
        """Open the sector for writing and say which keys did it."""
        for keys in held:
            if keys is None:
                is_open = self._opens(KeyType.A, mifare.TRANSPORT_KEY)
            else:
                is_open = self._opens(KeyType.B, self._key(keys, _KEY_B))
            if is_open:
                return keys
        raise CardNotOursError("the card has other keys than this house gave, or the maker")

    def _opens(self, kind: KeyType, key: bytes) -> bool:
        self._exchange.ask(storage.load_key(key))
        if self._exchange.send(storage.authenticate(_FIRST, kind)).is_ok:
            return True
        self._exchange.reset()  # a refused key leaves the chip halted
        return False

    def _change_keys(self, keys: CardKeys) -> None:
        key_a, key_b = self._key(keys, _KEY_A), self._key(keys, _KEY_B)
        trailer = mifare.trailer(key_a, mifare.RECORD, key_b)
        mifare.check_trailer(trailer, mifare.RECORD)
        self._update(_TRAILER, trailer)
        if not self._opens(KeyType.B, key_b):
            raise VerifyMismatchError("the card did not take its keys")
        found = self._exchange.ask(storage.read_block(_TRAILER))
        if mifare.read_access(found[6:9]) != mifare.RECORD:
            raise CardLayoutError("the card took other access bits")

    def _record(self) -> bytes:
        blocks = range(_FIRST, _FIRST + pointer.SIZE // mifare.BLOCK)
        return b"".join(self._exchange.ask(storage.read_block(block)) for block in blocks)

    def _update(self, block: int, data: bytes) -> None:
        self._same_card()
        self._exchange.ask(storage.update_block(block, data))

    def _same_card(self) -> None:
        if self._exchange.uid() != self.uid:
            raise CardSwappedError("another card lies on the reader")

    def _key(self, keys: CardKeys, purpose: int) -> bytes:
        return pointer.access_key(keys, self.uid, self.family, purpose)[: mifare.KEY]
