"""The card that lies on one PC/SC reader: connected when needed, one thread, no lock."""

from collections.abc import Iterator
from contextlib import contextmanager

from devices.cards.exchange import Exchange
from devices.cards.identify import identify
from devices.cards.member_card import MemberCard
from devices.errors import CardGoneError, DeviceError, PortGoneError
from devices.wire.pcsc import Pcsc, PcscCard, PcscContext


class PcscSession:
    """A context and, while a card lies there, a connection to it."""

    def __init__(self, pcsc: Pcsc) -> None:
        """Take the way to PC/SC; nothing is opened yet."""
        self._pcsc = pcsc
        self._context: PcscContext | None = None
        self._link: PcscCard | None = None
        self._card: MemberCard | None = None
        self._place: tuple[str, bytes] | None = None

    def lay(self, reader: str, atr: bytes) -> None:
        """Another card lies there now; it is connected to when asked."""
        self.drop()
        self._place = reader, atr

    def take(self) -> None:
        """No card lies there any more."""
        self.drop()
        self._place = None

    def card(self) -> MemberCard:
        """Connect to the card and find its family, unless that was done.

        Raises:
            CardGoneError: None is there.
            CardUnknownError: It is of no family that is known here.
            DeviceError: The reader or the service is not there, or is held by another program.
        """
        if self._card is not None:
            return self._card
        if self._place is None:
            raise CardGoneError("no card is there")
        reader, atr = self._place
        try:
            self._context = self._context or self._pcsc.establish()
            self._link = link = self._context.connect(reader)
            with link.alone():
                self._card = identify(atr, Exchange(link.transmit, link.reset))
        except DeviceError as error:
            self._failed(error)
            raise
        return self._card

    @contextmanager
    def alone(self, *, resets: bool) -> Iterator[MemberCard]:
        """Give the card while other programs are kept away from it.

        Args:
            resets: Reset the card afterwards, so that nothing that was opened on it stays open.

        Raises:
            DeviceError: As ``card``, or what is done meanwhile raises.
        """
        card = self.card()
        try:
            link = self._connected()
            with link.alone():
                yield card
        except DeviceError as error:
            self._failed(error)
            raise
        if resets:
            self.drop(resets=True)

    def drop(self, *, resets: bool = False) -> None:
        """Let go of the card; it is connected to anew when asked."""
        link, self._link, self._card = self._link, None, None
        if link is not None:
            link.disconnect(resets=resets)

    def close(self) -> None:
        """Let go of everything."""
        self.take()
        context, self._context = self._context, None
        if context is not None:
            context.close()

    def _connected(self) -> PcscCard:
        if self._link is None:
            raise CardGoneError("no card is there")
        return self._link

    def _failed(self, error: DeviceError) -> None:
        """Begin anew next time: keys, sessions and handles may be in any state."""
        self.drop(resets=True)
        if isinstance(error, PortGoneError) and self._context is not None:
            self._context.close()
            self._context = None
