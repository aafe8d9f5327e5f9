"""Modems: what they tell, and what they can be asked for."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, unique
from typing import Protocol

from devices.events import DeviceEvent
from devices.roles import Device


@unique
class SimState(Enum):
    """State of a modem's SIM card (3GPP TS 27.007, +CPIN)."""

    READY = "ready"
    MISSING = "missing"
    PIN_NEEDED = "pin-needed"
    BLOCKED = "blocked"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@unique
class NetworkState(Enum):
    """Whether a modem is registered at a network (3GPP TS 27.007, +CREG)."""

    HOME = "home"
    ROAMING = "roaming"
    SEARCHING = "searching"
    NONE = "none"
    DENIED = "denied"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReceived(DeviceEvent):
    """A text message came; the modem keeps it until it is acknowledged, and tells it again when opened anew.

    Attributes:
        token: For ``Modem.acknowledge``, once the text is kept elsewhere.
        number: Who sent it: ``+`` and digits, digits, or a name.
        masked_number: The same for logs: the first three and last two of its characters.
        text: All its parts.
        sent_at: When the service centre took it; None when it does not say.
    """

    token: str = ""
    number: str = field(repr=False)
    masked_number: str
    text: str = field(repr=False)
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSent(DeviceEvent):
    """The network took all parts of a text.

    Attributes:
        text_id: As ``send`` gave it.
        parts: How many messages it took.
        references: The network's number of each, 0 to 255; a number comes again after 256 messages.
    """

    text_id: str
    parts: int
    references: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFailed(DeviceEvent):
    """A text was not sent, or not all of it; whether to send it again is the caller's to say.

    Attributes:
        text_id: As ``send`` gave it.
        code: Code of the ``DeviceError``.
        retry: Whether sending again may help.
        detail: The modem's own words, no number in it.
        parts_sent: Messages that had gone before; the guest may see the beginning.
    """

    text_id: str
    code: str
    retry: bool = False
    detail: str = ""
    parts_sent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReported(DeviceEvent):
    """The guest's phone has a message of a text, or will never get it; kept and acknowledged as texts are.

    Attributes:
        text_id: As ``send`` gave it; ``""`` for a text sent before the modem was opened.
        reference: The network's number of the message, as ``TextSent`` gave it.
        number: Whose phone.
        is_delivered: Whether the phone has it.
        status: The network's own number (3GPP TS 23.040, 9.2.3.15).
        taken_at: When the service centre had taken the message; None when it does not say.
        done_at: When that was known; None when the network does not say.
        token: For ``Modem.acknowledge``.
    """

    text_id: str
    reference: int
    number: str = field(repr=False)
    is_delivered: bool
    status: int
    taken_at: datetime | None = None
    done_at: datetime | None = None
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModemStatus(DeviceEvent):
    """SIM, network or signal changed.

    Attributes:
        sim: State of the SIM card.
        network: Whether the modem is registered.
        signal_dbm: Field strength, -113 to -51; None when not known.
    """

    sim: SimState = SimState.UNKNOWN
    network: NetworkState = NetworkState.UNKNOWN
    signal_dbm: int | None = None


class Modem(Device, Protocol):
    """Sends and receives text messages; ``TextReceived`` and ``ModemStatus`` come by themselves."""

    def send(self, number: str, text: str, *, wants_report: bool = False) -> str:
        """Send a text; returns at once with its id.

        Exactly one of ``TextSent`` and ``TextFailed`` follows; with a report wanted and the text sent,
        later perhaps one ``DeliveryReported`` for each of its messages.

        Args:
            number: 3 to 20 digits, ``+`` in front or not.
            text: Sent in several messages when long.
            wants_report: Ask the network to say when the phone has it.

        Raises:
            ModemNumberError: The number is none.
            ModemTextError: The text is empty or takes more than 10 messages.
        """

    def acknowledge(self, token: str) -> None:
        """Say that a text or report is kept, so that the modem may delete it; returns at once.

        Whoever dies before gets it again when the modem is opened next. Texts that a modem tells
        without storing them have nothing to delete.
        """

    @property
    def modem_status(self) -> ModemStatus:
        """Latest SIM, network and signal."""
