"""``watch``, ``record`` and ``replay``: what a device says, now or as it was recorded."""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TextIO, cast

from devices.catalogue import DRIVERS, spec_for
from devices.codec.card_numbers import CardPattern, CardPolicy
from devices.commands.replaying_cards import replay_cards
from devices.commands.showing import facts_of, plain, stopping
from devices.drivers.opening import Opening
from devices.errors import DeviceError, PortGoneError
from devices.events import DeviceEvent, DeviceStatus, Lamp
from devices.manager import DeviceManager
from devices.roles import Arming, Device, MagstripeReader, PinPad, PinRequest, Role
from devices.wire.line import Wire
from devices.wire.recording import ReplayedWire, begin_recording, read_recording, recorded_uri
from devices.wire.uri import DeviceUri

_NAME = "watched"
_QUIET_S = 3.0
_WIRELESS = frozenset({"wedge"})
_ASKED = PinRequest(entry_id="replay", account_digits="8888000012345678", working_key="0" * 32)


def watch(uri: str, member_cards: list[str], stdout: TextIO, *, as_json: bool) -> int:
    """Show what a device says, until SIGTERM or Ctrl-C."""
    cards = CardPolicy(member_cards=tuple(CardPattern.parse(text) for text in member_cards))
    return _follow(uri, cards, stdout, as_json=as_json)


def record(uri: str, file: Path, stdout: TextIO) -> int:
    """Write down what travels on a device's wire, and show what it says, until SIGTERM or Ctrl-C.

    Raises:
        DeviceError: It has no wire, or the file is there already.
    """
    spec = spec_for(DeviceUri.parse(uri))
    if spec.key in _WIRELESS:
        raise DeviceError(f"{spec.key} has no wire of its own to record")
    try:
        begin_recording(file, uri)
    except OSError as error:
        raise DeviceError(f"{file} cannot be written: {error.strerror or error}") from error
    print(f"recording into {file}; end with Ctrl-C", file=stdout, flush=True)
    return _follow(uri, CardPolicy(), stdout, as_json=False, file=file)


def _follow(
    uri: str, cards: CardPolicy, stdout: TextIO, *, as_json: bool, file: Path | None = None
) -> int:
    roles = spec_for(DeviceUri.parse(uri)).roles
    events: SimpleQueue[DeviceEvent | None] = SimpleQueue()
    with (
        stopping(lambda: events.put(None)),
        DeviceManager(events.put, cards=cards, recordings=file and file.parent) as manager,
    ):
        manager.open(_NAME if file is None else file.stem, uri)
        if Role.MSR_READER in roles:
            manager.reader(manager.names()[0]).arm(Arming.ALWAYS)
        while (event := events.get()) is not None:
            _show(event, stdout, as_json=as_json)
    return 0


def _show(event: DeviceEvent, stdout: TextIO, *, as_json: bool, as_recorded: bool = False) -> None:
    facts = facts_of(event) | ({"as_recorded": True} if as_recorded else {})
    if isinstance(event, DeviceStatus):  # about the cable, not from the device
        sys.stderr.write(plain(facts) + "\n")
        return
    line = json.dumps(facts, ensure_ascii=False) if as_json else plain(facts)
    print(line, file=stdout, flush=True)


def replay(file: Path, stdout: TextIO, *, as_json: bool) -> int:
    """Play a recording to the driver that made it, and show what that tells.

    A PIN pad's recording is gone through by asking for a PIN as often as it holds one.

    Returns:
        0 when all of it was played, 1 when the driver waits for something that the recording has not.

    Raises:
        DeviceError: The file is no recording.
    """
    try:
        uri = recorded_uri(file)
    except (OSError, ValueError, KeyError) as error:
        raise DeviceError(f"{file} is no recording: {error}") from error
    parsed = DeviceUri.parse(uri)
    spec = next((one for one in DRIVERS if parsed.scheme in one.schemes), None)
    if spec is None:
        raise DeviceError(f"{file} was recorded by a driver that is not known: {parsed.scheme}")
    if Role.IC_CARD in spec.roles:
        return replay_cards(file, parsed, partial(_show, stdout=stdout, as_json=as_json), stdout)
    events: SimpleQueue[DeviceEvent] = SimpleQueue()
    wire = ReplayedWire(read_recording(file))
    played: Callable[[Wire], Wire] = lambda _: wire  # noqa: E731 - a wire for whatever wire it is
    device = spec.opens(Opening(name=file.stem, uri=parsed, sink=events.put, watch_wire=played))
    if Role.MSR_READER in spec.roles:
        cast("MagstripeReader", device).arm(Arming.ALWAYS)
    device.start()
    try:
        return _played(device, spec.roles, wire, events, stdout, as_json=as_json)
    finally:
        device.close()


def _played(
    device: Device,
    roles: frozenset[Role],
    wire: ReplayedWire,
    events: "SimpleQueue[DeviceEvent]",
    stdout: TextIO,
    *,
    as_json: bool,
) -> int:
    while True:
        try:
            event = events.get(timeout=_QUIET_S)
        except Empty:
            left = wire.left
            print(f"{left} frames are left that nobody asked for", file=stdout)
            return 1 if left else 0
        if isinstance(event, DeviceStatus):
            if event.lamp is Lamp.READY and Role.PIN_PAD in roles:
                cast("PinPad", device).ask_pin(_ASKED)
            if event.lamp is Lamp.LOST and event.code == PortGoneError.code:
                return 0  # the recording is over
            continue
        _show(event, stdout, as_json=as_json)
