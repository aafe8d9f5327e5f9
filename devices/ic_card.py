"""IC cards: what their readers tell, and what they can be asked for."""

from dataclasses import dataclass, field
from enum import Enum, unique
from typing import Protocol

from devices.events import DeviceEvent
from devices.roles import Device


@unique
class CardFamily(Enum):
    """What kind of IC card it is."""

    MIFARE_CLASSIC = "mifare-classic"
    DESFIRE_EV1 = "desfire-ev1"
    SLE4442 = "sle4442"
    ISO7816 = "iso7816"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardInserted(DeviceEvent):
    """An IC card lies on, or in, the reader.

    Attributes:
        reader: The reader's name in PC/SC.
        atr: Answer to reset; names a kind of card, never a card.
        uid: The card's own number; ``b""`` when it tells none.
        family: What kind it is; None for one that is not known here.
    """

    reader: str
    atr: bytes
    uid: bytes = field(repr=False)
    family: CardFamily | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRemoved(DeviceEvent):
    """The IC card was taken away, or its reader or the card service went; always after its ``CardInserted``.

    Attributes:
        reader: The reader's name in PC/SC.
    """

    reader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRead(DeviceEvent):
    """An IC card's member record was read.

    Attributes:
        entry_id: As given in the request.
        uid: The card's own number.
        family: What kind of card it is.
        number: Member number on the card.
        is_genuine: The seal fits this number, this state and this very card. Without it the number
            must not be believed: copied, forged, or torn away while being written.
        is_blocked: The card itself says that it is no longer good.
        is_former: The house's former keys opened or sealed it: it is to be renewed.
    """

    entry_id: str
    uid: bytes = field(repr=False)
    family: CardFamily
    number: str = field(repr=False)
    is_genuine: bool
    is_blocked: bool
    is_former: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReadFailed(DeviceEvent):
    """An IC card's member record was not read.

    Attributes:
        entry_id: As given in the request.
        code: Code of the ``DeviceError``: ``card-gone``, ``card-not-ours``, ``card-key`` …
        retry: Whether reading again may help.
    """

    entry_id: str
    code: str
    retry: bool = False


@unique
class CardWork(Enum):
    """What is to be done to an IC card."""

    PERSONALISE = "personalise"
    VERIFY = "verify"
    BLOCK = "block"
    RE_PERSONALISE = "re-personalise"
    RENEW = "renew"  # what the card says stays; it gets the current keys


@dataclass(frozen=True, slots=True, kw_only=True)
class CardKeys:
    """The house's keys for IC cards; every card's own keys come from them and the card's number.

    Attributes:
        diversifying: AES-128 key, 16 bytes, from which a card's access keys are derived (AN10922).
        sealing: Key of the seal over number and card, at least 16 bytes.
    """

    diversifying: bytes = field(repr=False)
    sealing: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse keys of another length.

        Raises:
            ValueError: A key is too short or too long.
        """
        if len(self.diversifying) != 16 or len(self.sealing) < 16:
            raise ValueError("meant are 16 bytes to diversify and at least 16 bytes to seal")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOrder:
    """One piece of work on the IC card that lies on the reader.

    Attributes:
        entry_id: Comes back in the events.
        work: What to do.
        uid: The card that is meant, as ``CardInserted`` told it; any other is left untouched.
        keys: Keys that the card has, or gets.
        number: Member number, 1 to 19 digits; ``""`` when the card is blocked, whatever it is.
        former: The house's keys before these, the newest first: a card may still have them.
        may_use_last_try: A supervisor takes the risk of locking a card whose tries were lost.
    """

    entry_id: str
    work: CardWork
    uid: bytes = field(repr=False)
    keys: CardKeys
    number: str = field(default="", repr=False)
    former: tuple[CardKeys, ...] = field(default=(), repr=False)
    may_use_last_try: bool = False


class IcCardReader(Device, Protocol):
    """Tells of cards by ``CardInserted`` and ``CardRemoved``; reads and writes the one that lies there."""

    @property
    def card(self) -> CardInserted | None:
        """The card that lies there now."""

    def read(self, entry_id: str, keys: CardKeys, former: tuple[CardKeys, ...] = ()) -> None:
        """Read the member record; returns at once, ``CardRead`` or ``CardReadFailed`` follows.

        Args:
            entry_id: Comes back in the event.
            keys: The house's.
            former: Those before them, the newest first; a card that has them is genuine, too.

        Raises:
            BusyError: The card is being read or written.
        """

    def write(self, order: CardOrder) -> None:
        """Do one piece of work; returns at once, ``WriteDone`` or ``WriteFailed`` follows.

        Raises:
            BusyError: The card is being read or written.
            CardNumberError: The number does not fit; nothing is done.
        """
