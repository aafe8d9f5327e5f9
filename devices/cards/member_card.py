"""What every family of member cards can do, and the four works made of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from devices.codec import pointer
from devices.codec.pointer import CardRecord
from devices.errors import (
    CardNotOursError,
    CardSwappedError,
    CardTakenError,
    VerifyMismatchError,
)
from devices.ic_card import CardFamily, CardKeys, CardOrder, CardWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A record to write.

    Attributes:
        record: What to write.
        keys: Keys that the card has afterwards.
        held: Keys that the card may have now, the likeliest first; None are the maker's.
        may_use_last_try: A supervisor takes the risk of locking the card.
    """

    record: CardRecord
    keys: CardKeys
    held: tuple[CardKeys | None, ...] = field(repr=False)
    may_use_last_try: bool = False


class MemberCard(Protocol):
    """A card of one family, lying on a reader."""

    @property
    def family(self) -> CardFamily:
        """Its family."""

    @property
    def uid(self) -> bytes:
        """Its own number as it was when the card was identified; ``b""`` for one that gets it from us."""

    def read(self, keys: CardKeys) -> CardRecord:
        """Read the record.

        Raises:
            CardNotOursError: It has none, or none that these keys open.
            CardSwappedError: Another card lies there.
        """

    def write(self, writing: Writing) -> None:
        """Write the record, read it back, then change the card's keys; may be done again when torn.

        Before every single write the card's own number is read and compared.

        Raises:
            CardSwappedError: Another card lies there; nothing was written on it.
            CardNotOursError: None of the keys that the card may have opens it.
            CardKeyError: The card refused a secret code, and counts.
            CardLastTryError: Tries were lost before; a supervisor decides.
            CardLockedError: The card is locked for good.
            VerifyMismatchError: It reads back differently.
        """


def do_work(card: MemberCard, order: CardOrder) -> None:
    """Do what is ordered to the card that is meant.

    Raises:
        CardSwappedError: It is another card; nothing was written.
        CardTakenError: A card to personalise belongs to another number, or is blocked.
        DeviceError: As ``MemberCard.write``.
    """
    if card.uid != order.uid:
        raise CardSwappedError("another card lies on the reader than the one meant")
    fresh = CardRecord(number=order.number)
    match order.work:
        case CardWork.PERSONALISE:
            _refuse_taken(card, order)
            _write(card, order, fresh, (None, order.keys, *order.former))
        case CardWork.RE_PERSONALISE:
            _write(card, order, fresh, (*order.former, order.keys))
        case CardWork.VERIFY:
            _same(read_known(card, order.keys, order.former)[0], fresh)
        case CardWork.BLOCK:
            found, held = _found(card, order)
            blocked = CardRecord(number=found.number, is_blocked=True)
            _write(card, order, blocked, (held, *order.former, order.keys))
        case CardWork.RENEW:
            found, held = _found(card, order)
            if not found.is_genuine:
                raise CardNotOursError("the card is not genuine: it is personalised anew")
            _write(card, order, found, (held, *order.former, order.keys))


def read_known(
    card: MemberCard, keys: CardKeys, former: tuple[CardKeys, ...]
) -> tuple[CardRecord, CardKeys]:
    """Read a record by the keys of the house that fit it, and say which those are.

    Args:
        card: Lies on a reader.
        keys: The house's.
        former: Those before them, the newest first.

    Returns:
        The first record that is genuine; where none is, the first that could be read at all.

    Raises:
        CardNotOursError: None of the keys opens it.
        DeviceError: As ``MemberCard.read``.
    """
    found: list[tuple[CardRecord, CardKeys]] = []
    for tried in (keys, *former):
        try:
            record = card.read(tried)
        except CardNotOursError:
            continue
        if record.is_genuine:
            return record, tried
        found.append((record, tried))
    if not found:
        raise CardNotOursError("the card has no keys and no record of this house")
    return found[0]


def likeliest(
    held: Iterable[CardKeys | None], raw: bytes, family: CardFamily, uid: bytes
) -> tuple[CardKeys | None, ...]:
    """Put the keys first that sealed the record on the card: where tries are counted, none is wasted."""
    return tuple(sorted(held, key=lambda keys: not _sealed(keys, raw, family, uid)))


def _sealed(keys: CardKeys | None, raw: bytes, family: CardFamily, uid: bytes) -> bool:
    if keys is None:
        return False
    try:
        return pointer.decode(raw, family, uid, keys).is_genuine
    except CardNotOursError:
        return False


def _refuse_taken(card: MemberCard, order: CardOrder) -> None:
    try:
        found, _ = read_known(card, order.keys, order.former)
    except CardNotOursError:
        return
    is_half_done = found.number == order.number and not found.is_blocked
    if found.is_genuine and not is_half_done:
        raise CardTakenError("the card belongs to another number, or is blocked")


def _write(
    card: MemberCard, order: CardOrder, record: CardRecord, held: tuple[CardKeys | None, ...]
) -> None:
    pointer.check_number(record.number)
    card.write(
        Writing(
            record=record,
            keys=order.keys,
            held=tuple(dict.fromkeys(held)),
            may_use_last_try=order.may_use_last_try,
        )
    )
    _same(card.read(order.keys), record)


def _found(card: MemberCard, order: CardOrder) -> tuple[CardRecord, CardKeys]:
    """Read a card that is to keep its number; another number than the one meant is left alone."""
    found, held = read_known(card, order.keys, order.former)
    if order.number and found.number != order.number:
        raise CardTakenError("the card belongs to another number")
    return found, held


def _same(found: CardRecord, wanted: CardRecord) -> None:
    if found != wanted:
        raise VerifyMismatchError("the card reads back differently")
