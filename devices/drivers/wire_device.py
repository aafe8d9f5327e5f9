"""What the drivers on a wire have in common: the shared life, on an owner thread."""

from typing_extensions import override

from devices.drivers.living import LivingDevice
from devices.drivers.opening import Opening
from devices.wire.line import Wire
from devices.wire.owner import IdleSession, WireOwner

_ASK_S = 10.0


class WireDevice(LivingDevice[WireOwner], IdleSession):
    """Base of a driver on a wire; a driver overrides the methods of ``Session`` that it needs."""

    def __init__(self, opening: Opening, wire: Wire) -> None:
        """Take what was given; the wire is opened by ``claim`` or ``start``."""
        self._wire = opening.watch_wire(wire)
        super().__init__(
            opening,
            title=wire.title,
            make_owner=lambda: WireOwner(self._wire, self, name=opening.name),
        )

    @override
    def ask(self) -> dict[str, str]:
        """Have the device examined on the owner thread."""
        return self._owner.submit(self.examine).result(_ASK_S)

    def examine(self, wire: Wire) -> dict[str, str]:
        """Ask the device how it is, on the owner thread; what has no such question tells of its port."""
        del wire
        return {"asked": "no; this device answers no questions"}
