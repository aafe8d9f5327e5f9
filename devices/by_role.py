"""Open devices by name, each as what it can do."""

from abc import ABC, abstractmethod
from typing import cast

from devices.codec.receipt import Receipt
from devices.ic_card import IcCardReader
from devices.modem import Modem
from devices.roles import (
    Device,
    KeyboardWedge,
    MagstripeReader,
    MagstripeWriter,
    PinPad,
    ReceiptPrinter,
    Role,
)


class DevicesByRole(ABC):
    """What a manager of devices gives, by role."""

    @abstractmethod
    def in_role(self, name: str, role: Role) -> Device:
        """Give a device that has a role; raises as ``reader``."""

    def reader(self, name: str) -> MagstripeReader:
        """Give a device as a reader.

        Raises:
            NoSuchDeviceError: No open device has this name, or it reads no stripes.
        """
        return cast("MagstripeReader", self.in_role(name, Role.MSR_READER))

    def writer(self, name: str) -> MagstripeWriter:
        """Give a device as a writer; raises as ``reader``."""
        return cast("MagstripeWriter", self.in_role(name, Role.MSR_WRITER))

    def pin_pad(self, name: str) -> PinPad:
        """Give a device as a PIN pad; raises as ``reader``."""
        return cast("PinPad", self.in_role(name, Role.PIN_PAD))

    def printer(self, name: str) -> ReceiptPrinter[Receipt]:
        """Give a device as a printer; raises as ``reader``."""
        return cast("ReceiptPrinter[Receipt]", self.in_role(name, Role.RECEIPT_PRINTER))

    def modem(self, name: str) -> Modem:
        """Give a device as a modem; raises as ``reader``."""
        return cast("Modem", self.in_role(name, Role.MODEM))

    def wedge(self, name: str) -> KeyboardWedge:
        """Give a device as a keyboard wedge; raises as ``reader``."""
        return cast("KeyboardWedge", self.in_role(name, Role.KEYBOARD_WEDGE))

    def ic_cards(self, name: str) -> IcCardReader:
        """Give a device as an IC card reader; raises as ``reader``."""
        return cast("IcCardReader", self.in_role(name, Role.IC_CARD))
