"""SLE4442 and SLE5542 as a member card: the record in open memory, writing behind a code of this very card.

The chip has no number of its own, so it gets one, random, in five bytes that are protected for good
at its first personalisation. Anyone reads it and can copy it onto another chip; the record is a
pointer, no more. Three wrong codes lock the chip, so the counter is read before each.
"""

import secrets

from devices.cards.exchange import Exchange
from devices.cards.member_card import Writing, likeliest
from devices.codec import pointer, sle4442
from devices.codec.pointer import CardRecord
from devices.codec.sle4442 import PscAnswer
from devices.errors import (
    CardKeyError,
    CardLastTryError,
    CardLockedError,
    CardRefusedError,
    CardSwappedError,
    VerifyMismatchError,
    WrongAnswerError,
)
from devices.ic_card import CardFamily, CardKeys

_NUMBER_AT = 0x1B
_NUMBER = 5
_EMPTY = b"\xff" * _NUMBER
_RECORD_AT = 0x40
_CODE = 1
_ALL_TRIES = 3


class Sle4442:
    """A ``MemberCard``; ``uid`` is ``b""`` until it was personalised."""

    family = CardFamily.SLE4442

    def __init__(self, exchange: Exchange) -> None:
        """Choose the card's kind, which resets it, and read its number.

        Raises:
            DeviceError: The reader does not know such cards.
        """
        self._exchange = exchange
        exchange.ask(sle4442.SELECT)
        self.uid = self._number()

    def read(self, keys: CardKeys) -> CardRecord:
        """Read as ``MemberCard.read`` says."""
        self._same_card()
        return pointer.decode(self._record(), self.family, self.uid, keys)

    def write(self, writing: Writing) -> None:
        """Write as ``MemberCard.write`` says."""
        held = self._present(writing)
        if not self._has_lasting_number():
            if held is None:  # else the code came from the number that is there
                self._give_number()
            self._same_card()
            self._exchange.ask(sle4442.protect(_NUMBER_AT, self.uid))
        raw = pointer.encode(writing.record, self.family, self.uid, writing.keys)
        self._update(_RECORD_AT, raw)
        if held != writing.keys:
            self._same_card()
            self._exchange.ask(sle4442.change(self._code(writing.keys)))

    def _present(self, writing: Writing) -> CardKeys | None:
        """Present one code, the likeliest, and say of which keys it was."""
        held = likeliest(writing.held, self._record(), self.family, self.uid)
        self._same_card()
        counter = self._exchange.ask(sle4442.ERROR_COUNTER)
        if not counter:
            raise WrongAnswerError("the reader tells no error counter")
        lost = _ALL_TRIES - sle4442.tries_left(counter[0])
        if lost == _ALL_TRIES:
            raise CardLockedError("the card is locked for good", tries_left=0)
        if lost and not writing.may_use_last_try:
            raise CardLastTryError(
                f"{lost} of {_ALL_TRIES} tries are lost; a supervisor decides",
                tries_left=_ALL_TRIES - lost,
            )
        keys = held[lost % len(held)]  # what was lost was probably lost with the likelier ones
        answer = self._exchange.send(sle4442.present(self._code(keys)))
        match sle4442.psc_answer(answer):
            case PscAnswer.LOCKED:
                raise CardLockedError("the card refused its code and is locked now", tries_left=0)
            case PscAnswer.WRONG:
                left = _ALL_TRIES - lost - 1
                raise CardKeyError("the card refused its code", tries_left=left)
            case PscAnswer.RIGHT:
                return keys

    def _give_number(self) -> None:
        number = secrets.token_bytes(_NUMBER)
        self._update(_NUMBER_AT, number)
        self.uid = number

    def _has_lasting_number(self) -> bool:
        bits = self._exchange.ask(sle4442.PROTECTION)
        if len(bits) != 4:
            raise WrongAnswerError("protection bits are four bytes")
        return all(sle4442.is_protected(bits, _NUMBER_AT + place) for place in range(_NUMBER))

    def _update(self, address: int, data: bytes) -> None:
        self._same_card()
        self._exchange.ask(sle4442.write(address, data))
        if self._bytes(address, len(data)) != data:
            raise VerifyMismatchError("the card reads back differently")

    def _number(self) -> bytes:
        number = self._bytes(_NUMBER_AT, _NUMBER)
        return b"" if number == _EMPTY else number

    def _record(self) -> bytes:
        return self._bytes(_RECORD_AT, pointer.SIZE)

    def _bytes(self, address: int, length: int) -> bytes:
        return sle4442.read_answer(self._exchange.ask(sle4442.read(address, length)), length)

    def _same_card(self) -> None:
        try:
            number = self._number()
        except CardRefusedError as error:  # another card was not chosen by its kind yet
            raise CardSwappedError("another card is in the reader") from error
        if number != self.uid:
            raise CardSwappedError("another card is in the reader")

    def _code(self, keys: CardKeys | None) -> bytes:
        if keys is None:
            return sle4442.FACTORY_PSC
        return pointer.access_key(keys, self.uid, self.family, _CODE)[: sle4442.PSC]
