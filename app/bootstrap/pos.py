"""Builds the POS link: the books' writer, the house's rules, and the serial line that the devices open."""

from __future__ import annotations

from typing import Final

from app.bootstrap.connected import AnyHotel
from app.bootstrap.hotel import PROPERTY
from app.desk_service.slip_rows import slip_number
from app.exchange.pos.door import Limits
from app.exchange.pos.line import LineGoneError, LineStuckError
from app.exchange.pos.link import PosLink
from app.exchange.pos.memory import Desk
from app.exchange.pos.messages import TillRules
from app.settings.pos import PosSettings
from devices.errors import DeviceError, TimedOutError
from devices.wire.serial_port import SerialWire
from devices.wire.uri import DeviceUri

_BAUD: Final = 9600


class SerialLine:
    """A serial wire of the devices as the POS link's line.

    Raises:
        ValueError: The address cannot be read.
    """

    def __init__(self, uri: str) -> None:
        try:
            self._wire = SerialWire.from_uri(DeviceUri.parse(uri), baud=_BAUD)
        except DeviceError as error:
            raise ValueError(str(error)) from error

    def open(self) -> None:
        """Open as ``Line.open`` says."""
        try:
            self._wire.open()
        except DeviceError as error:
            raise LineGoneError(str(error)) from error

    def close(self) -> None:
        """Give the port back."""
        self._wire.close()

    def read(self, timeout_s: float) -> bytes:
        """Read as ``Line.read`` says."""
        try:
            return self._wire.read(timeout_s)
        except DeviceError as error:
            raise LineGoneError(str(error)) from error

    def write(self, data: bytes) -> None:
        """Write as ``Line.write`` says."""
        try:
            self._wire.write(data)
        except TimedOutError as error:
            raise LineStuckError(str(error)) from error
        except DeviceError as error:
            raise LineGoneError(str(error)) from error

    def wake(self) -> None:
        """End a waiting ``read``."""
        self._wire.wake()


def pos_link_of(
    hotel: AnyHotel, settings: PosSettings, limits: Limits | None = None, outlet: str = ""
) -> PosLink:
    """Build the POS link of a desk; it listens once it is started.

    Args:
        hotel: Opened and started.
        settings: Where to listen.
        limits: What is borne; None for the usual.
        outlet: Whose bills they are where the till does not say; empty for the one in the settings.
    """

    def rules() -> TillRules:
        house, programme = hotel.poster.house(), hotel.poster.programme()
        if programme is None:
            raise LookupError("these books have no programme yet")
        return TillRules(
            currency=programme.currency,
            scale=programme.asset(programme.currency).scale,
            points_scale=programme.asset("points").scale,
            outlets=frozenset(house.outlets),
            outlet=outlet or hotel.settings.outlet,
        )

    desk = Desk(
        books=hotel.books,
        property=PROPERTY,
        writing=hotel.line.between,
        rules=rules,
        clock=hotel.clock,
        number_of=slip_number,
    )
    return PosLink(settings, desk, SerialLine, limits)
