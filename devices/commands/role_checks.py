"""What a device must do for each role that it has."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from devices.codec.receipt import Centered, Cut, Line, QrCode, Receipt, Title
from devices.commands.hands import Act
from devices.commands.trial import FailedError, NotTriedError, Trial, must
from devices.commands.wedge_checks import checks_of_wedge
from devices.errors import BusyError, DeviceError, PinPadAccountError
from devices.events import (
    CardSwiped,
    PinCancelled,
    PinEntered,
    PinFailed,
    PinTimedOut,
    SwipeFailed,
    WriteDone,
    WriteFailed,
)
from devices.ic_card import CardInserted, CardRemoved, IcCardReader
from devices.modem import Modem
from devices.roles import (
    Device,
    MagstripeReader,
    MagstripeWriter,
    PinPad,
    PinRequest,
    ReceiptPrinter,
    Role,
    WriteOrder,
)

Named = tuple[str, Callable[[], str]]
_SOON_S = 5.0
_AFTERWARDS_S = 0.3
_ENDS = (PinEntered, PinCancelled, PinTimedOut, PinFailed)
_ASKED = PinRequest(
    entry_id="trial",
    account_digits="8888000012345678",
    working_key="0123456789ABCDEFFEDCBA9876543210",
)
_PAGE = Receipt(
    elements=(
        Title("InnPoint"),
        Centered("Conformance · 测试"),
        Line("左 left", "右 right"),
        QrCode("TRIAL"),
        Cut(),
    )
)


def checks_of(trial: Trial) -> Iterator[Named]:
    """Return the checks of a device's roles, in the order to make them."""
    roles = trial.spec.roles
    if Role.KEYBOARD_WEDGE in roles:
        yield "armed and disarmed a hundred times", lambda: _armings(trial)
        yield from checks_of_wedge(trial)
    if Role.MSR_READER in roles and Role.KEYBOARD_WEDGE not in roles:
        yield "armed and disarmed a hundred times", lambda: _armings(trial)
        yield "armed once, one card is told and no second", lambda: _one_card(trial)
        yield "disabled, no card is told", lambda: _disabled(trial)
    if Role.MSR_WRITER in roles:
        yield "a write that is cancelled ends once, as cancelled", lambda: _cancelled_write(trial)
    if Role.PIN_PAD in roles:
        yield "an account that is none is refused", lambda: _bad_account(trial)
        yield "one entry at a time; cancelled, it ends once", lambda: _cancelled_pin(trial)
        yield "a PIN gives one block", lambda: _pin(trial)
    if Role.RECEIPT_PRINTER in roles:
        yield "a page is printed", lambda: _page(trial)
    if Role.IC_CARD in roles:
        yield "a card laid on is told once, and once when it goes", lambda: _laid(trial)
    if Role.MODEM in roles:
        yield "SIM, network and signal are told", lambda: _modem(trial)


@contextmanager
def _ready(trial: Trial) -> Iterator[Device]:
    device: Device = trial.ready()
    try:
        yield device
    finally:
        device.close()


def _armings(trial: Trial) -> str:
    with _ready(trial) as device:
        reader = cast("MagstripeReader", device)
        for _ in range(100):
            reader.arm()
            must(reader.is_armed, "armed, it says that it is not")
            reader.disarm()
            must(not reader.is_armed, "disarmed, it says that it is armed")
    return "as told"


def _one_card(trial: Trial) -> str:
    with _ready(trial) as device:
        reader = cast("MagstripeReader", device)
        reader.arm()
        trial.act(Act.SWIPE)
        event = trial.told(trial.hands.patience_s, CardSwiped, SwipeFailed)
        if isinstance(event, SwipeFailed):
            raise FailedError(f"the card was not read: {event.code}")
        must(not reader.is_armed, "it stays armed after the card it was armed for")
        trial.none_of(_AFTERWARDS_S, CardSwiped)
        tracks = [str(n) for n in (1, 2, 3) if getattr(event, f"track{n}")]
    return f"track {' and '.join(tracks)} read"


def _disabled(trial: Trial) -> str:
    with _ready(trial) as device:
        reader = cast("MagstripeReader", device)
        reader.disable()
        trial.act(Act.SWIPE)
        seconds = min(_SOON_S, trial.hands.patience_s / 5)
        trial.none_of(seconds, CardSwiped, SwipeFailed)
    return "silent"


def _cancelled_write(trial: Trial) -> str:
    with _ready(trial) as device:
        writer = cast("MagstripeWriter", device)
        order = WriteOrder(entry_id="trial", track2="8888000012345678")
        writer.write(order)
        try:
            writer.write(order)
        except BusyError:
            pass
        else:
            raise FailedError("a second write is taken while one waits")
        writer.cancel()
        event = trial.told(_SOON_S, WriteDone, WriteFailed)
        must(isinstance(event, WriteFailed), "a cancelled write says that it is done")
        trial.none_of(_AFTERWARDS_S, WriteDone, WriteFailed)
    return f"ended as {getattr(event, 'code', '')}"


def _bad_account(trial: Trial) -> str:
    with _ready(trial) as device:
        pad = cast("PinPad", device)
        try:
            pad.ask_pin(PinRequest(entry_id="trial", account_digits="12x"))
        except PinPadAccountError:
            return "refused"
    raise FailedError("taken")


def _cancelled_pin(trial: Trial) -> str:
    with _ready(trial) as device:
        pad = cast("PinPad", device)
        pad.ask_pin(_ASKED)
        try:
            pad.ask_pin(_ASKED)
        except BusyError:
            pass
        else:
            raise FailedError("a second entry is taken while one is under way")
        pad.cancel()
        event = trial.told(_SOON_S, *_ENDS)
        must(isinstance(event, PinCancelled), f"a cancelled entry ends as {type(event).__name__}")
        trial.none_of(_AFTERWARDS_S, *_ENDS)
    return "ended once"


def _pin(trial: Trial) -> str:
    with _ready(trial) as device:
        pad = cast("PinPad", device)
        pad.ask_pin(_ASKED)
        try:
            trial.act(Act.TYPE_PIN)
        except NotTriedError:
            pad.cancel()
            raise
        event = trial.told(trial.hands.patience_s, *_ENDS)
        if not isinstance(event, PinEntered):
            raise FailedError(f"the entry ends as {type(event).__name__}")
        trial.none_of(_AFTERWARDS_S, *_ENDS)
    return f"{len(event.block)} bytes, {event.format.name}"


def _page(trial: Trial) -> str:
    with _ready(trial) as device:
        printer = cast("ReceiptPrinter[Receipt]", device)
        try:
            printer.print_receipt(_PAGE)
        except DeviceError as error:
            raise FailedError(f"{error.code}: {error}") from error
        status = printer.printer_status
    return "paper near its end" if status.is_near_end else "printed"


def _laid(trial: Trial) -> str:
    with _ready(trial) as device:
        reader = cast("IcCardReader", device)
        trial.act(Act.LAY_CARD)
        card = trial.told(trial.hands.patience_s, CardInserted)
        trial.none_of(_AFTERWARDS_S, CardInserted)
        must(reader.card is not None, "a card lies there and is not known")
        trial.act(Act.TAKE_CARD)
        trial.told(trial.hands.patience_s, CardRemoved)
    family = "unknown" if card.family is None else card.family.value
    return f"{family}, own number of {len(card.uid)} bytes"


def _modem(trial: Trial) -> str:
    with _ready(trial) as device:
        modem = cast("Modem", device)
        trial.until(
            lambda: modem.modem_status.signal_dbm is not None, _SOON_S, "the modem tells no signal"
        )
        status = modem.modem_status
    return f"SIM {status.sim.value}, network {status.network.value}, {status.signal_dbm} dBm"
