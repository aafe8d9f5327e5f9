"""IC card readers through PC/SC: tells of cards, reads and writes member records."""

from threading import RLock

from typing_extensions import override

from devices.cards.member_card import MemberCard, do_work, read_known
from devices.codec import pointer
from devices.drivers.ear import Ear
from devices.drivers.living import LivingDevice
from devices.drivers.opening import Opening
from devices.drivers.pcsc_owner import PcscOwner
from devices.errors import CardTriesError, CardUnknownError, DeviceError
from devices.events import DeviceEvent, WriteDone, WriteFailed
from devices.ic_card import (
    CardInserted,
    CardKeys,
    CardOrder,
    CardRead,
    CardReadFailed,
    CardRemoved,
    CardWork,
)
from devices.lifecycle import HealthLevel, HealthReport
from devices.wire.pcsc import Pcsc, SystemPcsc

_ASK_S = 10.0
_KEEPS_THE_NUMBER = frozenset({CardWork.BLOCK, CardWork.RENEW})


class PcscReader(LivingDevice[PcscOwner]):
    """An ``IcCardReader``: the first reader whose name begins as the address says."""

    def __init__(self, opening: Opening, pcsc: Pcsc) -> None:
        """Take what was given; ``claim`` or ``start`` opens it."""
        meant = opening.uri.path
        self._card: CardInserted | None = None
        self._told: CardInserted | None = None
        self._settling = RLock()
        super().__init__(
            opening,
            title=meant or "PC/SC",
            make_owner=lambda: PcscOwner(pcsc, self, name=opening.name, meant=meant),
        )

    @property
    def card(self) -> CardInserted | None:
        """The card that lies there now."""
        return self._card

    @override
    def enable(self) -> None:
        """Let events flow; a card that lies there is told of at once."""
        super().enable()
        self._settle()

    @override
    def disable(self) -> None:
        """Let no event out but the lamp; of a card that lies there nobody is to know any more."""
        super().disable()
        self._settle()

    def read(self, entry_id: str, keys: CardKeys, former: tuple[CardKeys, ...] = ()) -> None:
        """Read the member record of the card that lies there."""

        def failed(error: DeviceError) -> DeviceEvent:
            return CardReadFailed(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                entry_id=entry_id,
                code=error.code,
                retry=error.retry,
            )

        def work(card: MemberCard) -> DeviceEvent:
            record, held = read_known(card, keys, former)
            return CardRead(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                entry_id=entry_id,
                uid=card.uid,
                family=card.family,
                number=record.number,
                is_genuine=record.is_genuine,
                is_blocked=record.is_blocked,
                is_former=record.is_genuine and held != keys,
            )

        self._owner.begin(work, failed, resets=False)

    def write(self, order: CardOrder) -> None:
        """Do what is ordered to the card that is meant."""
        if order.number or order.work not in _KEEPS_THE_NUMBER:
            pointer.check_number(order.number)

        def failed(error: DeviceError) -> DeviceEvent:
            return WriteFailed(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                entry_id=order.entry_id,
                code=error.code,
                retry=error.retry,
                tries_left=error.tries_left if isinstance(error, CardTriesError) else None,
            )

        def work(card: MemberCard) -> DeviceEvent:
            do_work(card, order)
            return WriteDone(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                entry_id=order.entry_id,
            )

        self._owner.begin(work, failed, resets=True)

    def follow(self, event: DeviceEvent, error: DeviceError | None, *, resets: bool) -> None:
        """Go through a work of a recording that was kept without its secrets: the card itself is not asked.

        Args:
            event: What was told then, and is told again.
            error: What ended it then; None where it was done.
            resets: It was a write.

        Raises:
            BusyError: As ``read``.
        """

        def work(card: MemberCard) -> DeviceEvent:
            del card
            if error is not None:
                raise error
            return event

        self._owner.begin(work, lambda _error: event, resets=resets)

    @override
    def ask(self) -> dict[str, str]:
        """Tell the reader's name in PC/SC, the others beside it and what lies there."""
        found = self._owner.examine().result(_ASK_S)
        others = [one for one in self._owner.readers if one != self._status.detail]
        told = {"reader": self._status.detail, "card": found.family.value if found else "none"}
        return told | ({"other readers": ", ".join(others)} if others else {})

    @override
    def invite(self, ear: Ear, timeout_s: float) -> str:
        """Have a person lay a card on, unless one lies there."""
        laid = self._card
        if laid is None:
            heard = ear.wait(timeout_s, CardInserted)
            laid = heard if isinstance(heard, CardInserted) else None
        if laid is None or laid.family is None:
            raise CardUnknownError("a card lies there and is of no family that is known here")
        return f"a card lies there: {laid.family.value}"

    @override
    def check_health(
        self, level: HealthLevel = HealthLevel.INTERNAL, timeout_s: float = 30.0
    ) -> HealthReport:
        """Find out as every device does; a card that came during a trial is told of afterwards."""
        try:
            return super().check_health(level, timeout_s)
        finally:
            self._settle()

    # --- of the owner's threads ---------------------------------------------------------------------

    def laid(self, reader: str, atr: bytes, card: MemberCard | None) -> None:
        """Tell of a card."""
        event = CardInserted(
            device=self.name,
            at_monotonic_ns=self._opening.clock_ns(),
            reader=reader,
            atr=atr,
            uid=b"" if card is None else card.uid,
            family=None if card is None else card.family,
        )
        ear = self._ear
        with self._settling:
            self._card = event
        if ear is not None:
            ear.put(event)
        self._settle()

    def taken(self) -> None:
        """Tell that it went."""
        with self._settling:
            self._card = None
        self._settle()

    def came(self, event: DeviceEvent) -> None:
        """Tell how a work ended."""
        self._tell(event)

    def _settle(self) -> None:
        """Tell what lies there if that is not what was told; insertions and removals alternate."""
        with self._settling:
            known = self._card if self._is_enabled else None
            if self._told is not None and self._told is not known:
                gone, self._told = self._told, None
                self._opening.sink(
                    CardRemoved(
                        device=self.name,
                        at_monotonic_ns=self._opening.clock_ns(),
                        reader=gone.reader,
                    )
                )
            if known is not None and self._told is None and self._ear is None:
                self._told = known
                self._opening.sink(known)


def from_uri(opening: Opening) -> PcscReader:
    """Make the device of ``pcsc:READER``; touches nothing yet."""
    return PcscReader(opening, opening.watch_pcsc(SystemPcsc()))
