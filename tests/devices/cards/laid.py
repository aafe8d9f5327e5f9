"""Cards of every family, as delivered, lying on an ideal reader."""

from collections.abc import Callable
from dataclasses import dataclass

from devices.cards.exchange import Exchange
from devices.cards.identify import identify
from devices.cards.member_card import MemberCard, do_work
from devices.errors import CardGoneError
from devices.ic_card import CardKeys, CardOrder, CardWork
from devices.sim.cards.chip import SimChip, TornError
from devices.sim.cards.desfire_ev1 import SimDesfire
from devices.sim.cards.iso7816 import SimIso7816
from devices.sim.cards.mifare_classic import SimMifareClassic
from devices.sim.cards.sle4442 import SimSle4442

KEYS = CardKeys(diversifying=bytes(range(16)), sealing=bytes(range(32)))
NEW_KEYS = CardKeys(diversifying=bytes(range(50, 66)), sealing=bytes(range(70, 102)))
NUMBER = "8888000012345678"
MAKERS: dict[str, Callable[[], SimChip]] = {
    "mifare-classic": SimMifareClassic,
    "desfire-ev1": SimDesfire,
    "sle4442": SimSle4442,
    "iso7816": SimIso7816,
}


def fresh_of_the_same_kind(chip: SimChip) -> SimChip:
    """Make another card whose answer to reset is the same."""
    if isinstance(chip, SimMifareClassic):
        return SimMifareClassic(b"\x04\xff\xff\xff")
    if isinstance(chip, SimDesfire):
        return SimDesfire(bytes.fromhex("04FFFFFFFFFF80"))
    if isinstance(chip, SimIso7816):
        return SimIso7816(bytes.fromhex("8600000099999999"))
    return SimSle4442()


@dataclass
class Laid:
    """A reader's slot: the chip may be exchanged without anybody noticing."""

    chip: SimChip
    sent: int = 0

    def transmit(self, command: bytes) -> bytes:
        self.sent += 1
        try:
            return self.chip.apdu(command)
        except TornError as torn:
            raise CardGoneError("torn") from torn

    def reset(self) -> None:
        self.chip.reset()

    def card(self) -> MemberCard:
        self.chip.reset()
        return identify(self.chip.atr, Exchange(self.transmit, self.reset))

    def work(self, work: CardWork, number: str = NUMBER, **fields: object) -> None:
        card = self.card()
        keys = fields.pop("keys", KEYS)
        uid = fields.pop("uid", card.uid)
        order = CardOrder(entry_id="e", work=work, uid=uid, keys=keys, number=number, **fields)
        do_work(card, order)
