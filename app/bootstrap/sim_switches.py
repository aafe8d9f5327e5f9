"""What goes wrong at a simulated device until it is put right: a cover that stands open, a jam, a slow pad."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from devices.modem import NetworkState
from devices.sim.gsm_modem import SimGsmModem
from devices.sim.pin_pad import SimPinPad
from devices.sim.printer import SimPrinter
from devices.sim.serial_reader import SimSerialReader

SLOW_S: Final = 2.5
_ALWAYS: Final = 1_000_000


class SimSwitches:
    """The switches of the simulators.

    Args:
        reader: Has a worn stripe.
        pad: Is slow, or sends wrong check bytes.
        printer: Has a cover, a cutter and a drawer.
        modem: Has a network.
    """

    def __init__(
        self, reader: SimSerialReader, pad: SimPinPad, printer: SimPrinter, modem: SimGsmModem
    ) -> None:
        self._reader, self._pad, self._printer, self._modem = reader, pad, printer, modem
        self._on: frozenset[str] = frozenset()
        self._turns: Mapping[str, Callable[[bool], None]] = {
            "cover": lambda on: printer.set_cover(is_open=on),
            "jam": lambda on: printer.turn(is_jammed=on),
            "drawer": lambda on: printer.turn(is_drawer_open=on),
            "worn-stripe": self._wear,
            "slow-pad": self._slow,
            "wrong-check": self._garble,
            "no-network": self._cover_mast,
        }

    @property
    def on(self) -> frozenset[str]:
        """Those that are on."""
        return self._on

    def turn(self, switch: str, *, on: bool) -> None:
        """Turn one on or off.

        Raises:
            KeyError: There is no such switch.
        """
        self._turns[switch](on)
        self._on = self._on | {switch} if on else self._on - {switch}

    def _wear(self, on: bool) -> None:  # noqa: FBT001 - one of many alike, called by name above
        self._reader.is_stripe_worn = on

    def _slow(self, on: bool) -> None:  # noqa: FBT001
        self._pad.delay_s = SLOW_S if on else 0.0

    def _garble(self, on: bool) -> None:  # noqa: FBT001
        self._pad.broken_lrcs = _ALWAYS if on else 0

    def _cover_mast(self, on: bool) -> None:  # noqa: FBT001
        self._modem.network = NetworkState.NONE if on else NetworkState.HOME
