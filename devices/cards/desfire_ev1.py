"""DESFire EV1 as a member card: an application of its own, AES keys of this very card, answers with MACs.

Key 0 writes and changes keys, key 1 reads. The card's own master key stays as it is: the maker's,
or that of the house's other applications.
"""

from devices.cards.desfire_talk import DesfireTalk, expect
from devices.cards.exchange import Exchange
from devices.cards.member_card import Writing
from devices.codec import pointer
from devices.codec.desfire import Ins, Status
from devices.codec.pointer import CardRecord
from devices.errors import CardNotOursError, CardRefusedError, CardSwappedError
from devices.ic_card import CardFamily, CardKeys

ATRS = (bytes.fromhex("3B8180018080"), bytes.fromhex("3B86800106757781028000"))
APPLICATION = b"PNI"
"""Application identifier, low byte first."""

FACTORY_KEY = bytes(16)
_MASTER, _READER = 0, 1
_FILE = 1
_KEY_SETTINGS = 0x09  # key 0 changes keys and settings; files come and go with key 0 only
_TWO_KEYS_AES = 0x80 | 2
_MACED = 0x01
_RIGHTS = bytes([_MASTER << 4 | _MASTER, _READER << 4 | _MASTER])  # both and change; read and write
_ROOT = bytes(3)
_WHOLE = bytes([_FILE]) + bytes(3) + pointer.SIZE.to_bytes(3, "little")


class DesfireEv1:
    """A ``MemberCard``."""

    family = CardFamily.DESFIRE_EV1

    def __init__(self, exchange: Exchange) -> None:
        """Ask the card's number.

        Raises:
            DeviceError: It tells none, or a random one.
        """
        self._exchange = exchange
        self._talk = DesfireTalk(exchange)
        self.uid = exchange.uid()

    def read(self, keys: CardKeys) -> CardRecord:
        """Read as ``MemberCard.read`` says."""
        self._same_card()
        self._select()
        if not self._talk.authenticate(_READER, self._key(keys, _READER)):
            raise CardNotOursError("the card has no keys of this house")
        return pointer.decode(self._talk.read(_WHOLE), self.family, self.uid, keys)

    def write(self, writing: Writing) -> None:
        """Write as ``MemberCard.write`` says."""
        if None in writing.held:
            self._make_application()
        self._select()
        held = self._open(writing.held)
        self._make_file(held)
        raw = pointer.encode(writing.record, self.family, self.uid, writing.keys)
        self._same_card()
        expect(self._talk.do(Ins.WRITE_DATA, _WHOLE + raw, is_maced=True), Status.OK)
        if held != writing.keys:
            self._change_reader(held, writing)
            self._same_card()
            new = self._key(writing.keys, _MASTER)
            expect(self._talk.change_key(_MASTER, new, old=None), Status.OK)

    def _make_application(self) -> None:
        expect(self._talk.select(_ROOT), Status.OK)
        self._same_card()
        data = APPLICATION + bytes([_KEY_SETTINGS, _TWO_KEYS_AES])
        expect(self._talk.do(Ins.CREATE_APPLICATION, data), Status.OK, Status.DUPLICATE)

    def _make_file(self, held: CardKeys | None) -> None:
        self._same_card()
        data = bytes([_FILE, _MACED]) + _RIGHTS + pointer.SIZE.to_bytes(3, "little")
        status = self._talk.do(Ins.CREATE_STANDARD_FILE, data)
        expect(status, Status.OK, Status.DUPLICATE)
        if status == Status.DUPLICATE:  # an error ended the session
            self._open((held,))

    def _change_reader(self, held: CardKeys | None, writing: Writing) -> None:
        """Change key 1, which is the new one already when the card was torn away in between."""
        new = self._key(writing.keys, _READER)
        for before in dict.fromkeys((held, writing.keys)):
            self._same_card()
            if self._talk.change_key(_READER, new, old=self._key(before, _READER)) == Status.OK:
                return
            self._open((held,))
        raise CardRefusedError("the card does not let its reading key be changed")

    def _select(self) -> None:
        status = self._talk.select(APPLICATION)
        if status == Status.NO_APPLICATION:
            raise CardNotOursError("the card has no application of this house")
        expect(status, Status.OK)

    def _open(self, held: tuple[CardKeys | None, ...]) -> CardKeys | None:
        """Open the application for writing and say which keys did it."""
        for keys in held:
            if self._talk.authenticate(_MASTER, self._key(keys, _MASTER)):
                return keys
        raise CardNotOursError("the card has other keys than this house gave")

    def _same_card(self) -> None:
        if self._exchange.uid() != self.uid:
            raise CardSwappedError("another card lies on the reader")

    def _key(self, keys: CardKeys | None, number: int) -> bytes:
        if keys is None:
            return FACTORY_KEY
        return pointer.access_key(keys, self.uid, self.family, number)
