"""Says what family a card is of, by its answer to reset and a first question."""

from devices.cards import desfire_ev1, mifare_classic
from devices.cards.desfire_ev1 import DesfireEv1
from devices.cards.exchange import Exchange
from devices.cards.iso7816 import Iso7816
from devices.cards.member_card import MemberCard
from devices.cards.mifare_classic import MifareClassic
from devices.cards.sle4442 import Sle4442
from devices.codec import sle4442
from devices.codec import storage_card as storage
from devices.errors import CardUnknownError


def identify(atr: bytes, exchange: Exchange) -> MemberCard:
    """Find the family of the card that lies there.

    Args:
        atr: Its answer to reset.
        exchange: The way to it.

    Raises:
        CardUnknownError: It is of no family that is known here.
        DeviceError: It went, or does not answer.
    """
    code = storage.card_code(atr)
    if code in mifare_classic.CODES:
        return MifareClassic(exchange)
    if code is not None:
        raise CardUnknownError(f"{storage.card_name(atr)} is no card that is used here")
    if atr in desfire_ev1.ATRS:
        return DesfireEv1(exchange)
    if atr == sle4442.ATR:
        return Sle4442(exchange)
    return Iso7816(exchange)
