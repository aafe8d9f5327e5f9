"""ISO 7816-4 processor cards as member cards: a small application, its record behind a PIN of this very card.

The standard has no command that makes files, so a card comes with this application from its maker's
tool: name ``F0`` and ``InnPoint``; short file 1, eight bytes, the card's number, never written here;
short file 2, 32 bytes, read by all, written after PIN reference 1; the PIN eight bytes ``FF`` at first.
"""

from devices.cards.exchange import Exchange
from devices.cards.member_card import Writing, likeliest
from devices.codec import apdu, pointer
from devices.codec.apdu import Sw
from devices.codec.pointer import CardRecord
from devices.errors import (
    CardKeyError,
    CardLastTryError,
    CardLockedError,
    CardRefusedError,
    CardSwappedError,
    CardUnknownError,
    VerifyMismatchError,
    WrongAnswerError,
)
from devices.ic_card import CardFamily, CardKeys

NAME = b"\xf0InnPoint"
NUMBER_FILE = 1
NUMBER = 8
RECORD_FILE = 2
PIN = 1
FACTORY_PIN = b"\xff" * 8
_LAST_TRY = 1


class Iso7816:
    """A ``MemberCard``."""

    family = CardFamily.ISO7816

    def __init__(self, exchange: Exchange) -> None:
        """Select the application and read the card's number.

        Raises:
            CardUnknownError: The card has no such application.
        """
        self._exchange = exchange
        if not exchange.send(apdu.select_name(NAME)).is_ok:
            raise CardUnknownError("the card has no application of this house")
        self.uid = self._number()

    def read(self, keys: CardKeys) -> CardRecord:
        """Read as ``MemberCard.read`` says."""
        self._same_card()
        return pointer.decode(self._record(), self.family, self.uid, keys)

    def write(self, writing: Writing) -> None:
        """Write as ``MemberCard.write`` says."""
        held = self._open(writing)
        raw = pointer.encode(writing.record, self.family, self.uid, writing.keys)
        self._same_card()
        self._exchange.ask(apdu.update_binary(RECORD_FILE, raw))
        if self._record() != raw:
            raise VerifyMismatchError("the card reads back differently")
        if held != writing.keys:
            self._same_card()
            change = apdu.change_reference(PIN, self._pin(held), self._pin(writing.keys))
            self._exchange.ask(change)

    def _open(self, writing: Writing) -> CardKeys | None:
        """Verify the PIN and say of which keys it is."""
        left: int | None = None
        for keys in likeliest(writing.held, self._record(), self.family, self.uid):
            self._same_card()
            self._check_tries(may_use_last_try=writing.may_use_last_try)
            answer = self._exchange.send(apdu.verify(PIN, self._pin(keys)))
            if answer.is_ok:
                return keys
            left = answer.tries_left
            if left == 0:
                raise CardLockedError("the card refused its PIN and is locked now", tries_left=0)
            if left is None:
                raise CardRefusedError(f"the PIN was refused: {answer.sw:04X}")
        raise CardKeyError("the card refused its PIN", tries_left=left)

    def _check_tries(self, *, may_use_last_try: bool) -> None:
        answer = self._exchange.send(apdu.verify(PIN))
        if answer.sw == Sw.OK:
            return
        left = answer.tries_left
        if left is None:
            raise CardRefusedError(f"the card tells no tries: {answer.sw:04X}")
        if left == 0:
            raise CardLockedError("the card is locked for good", tries_left=0)
        if left <= _LAST_TRY and not may_use_last_try:
            raise CardLastTryError("one try is left; a supervisor decides", tries_left=left)

    def _number(self) -> bytes:
        number = self._exchange.ask(apdu.read_binary(NUMBER_FILE, NUMBER))
        if len(number) != NUMBER:
            raise WrongAnswerError("the card's number has not eight bytes")
        return number

    def _record(self) -> bytes:
        return self._exchange.ask(apdu.read_binary(RECORD_FILE, pointer.SIZE))

    def _same_card(self) -> None:
        try:
            number = self._number()
        except CardRefusedError as error:  # on another card the application was not selected
            raise CardSwappedError("another card is in the reader") from error
        if number != self.uid:
            raise CardSwappedError("another card is in the reader")

    def _pin(self, keys: CardKeys | None) -> bytes:
        if keys is None:
            return FACTORY_PIN
        return pointer.access_key(keys, self.uid, self.family, PIN)[: len(FACTORY_PIN)]
