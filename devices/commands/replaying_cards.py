"""``replay`` for IC card readers: the driver goes through what was recorded, its cards come and go as they did."""

from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol, TextIO

from devices.codec.card_traffic import REPLAY_KEYS, test_digits
from devices.drivers.opening import Opening
from devices.drivers.pcsc import PcscReader
from devices.errors import DeviceError, error_class
from devices.events import DeviceEvent, WriteDone, WriteFailed
from devices.ic_card import CardInserted, CardRead, CardReadFailed
from devices.wire.pcsc_replay import Line, ReplayedPcsc, read_pcsc_recording
from devices.wire.uri import DeviceUri

_QUIET_S = 3.0
_LOOK_S = 0.1
_OVER_S = 0.5
_ENDS = (CardRead, CardReadFailed, WriteDone, WriteFailed)
_ENTRY = "replay"


class Show(Protocol):
    """Shows an event."""

    def __call__(self, event: DeviceEvent, *, as_recorded: bool = False) -> None:
        """Show it; ``as_recorded`` where the card was not asked again."""


def replay_cards(file: Path, uri: DeviceUri, show: Show, stdout: TextIO) -> int:
    """Play a recording of PC/SC to the driver, and show what that tells.

    A read whose record was kept with test digits is read again by the driver; any other work was recorded without
    its data, so the driver goes through its course and the end is shown as it was recorded.

    Returns:
        0 when all of it was played, 1 when the driver waits for something that the recording has not.

    Raises:
        DeviceError: The file is no such recording.
    """
    try:
        recording = ReplayedPcsc(read_pcsc_recording(file))
    except (OSError, ValueError, KeyError) as error:
        raise DeviceError(f"{file} is no recording: {error}") from error
    events: SimpleQueue[DeviceEvent] = SimpleQueue()
    device = PcscReader(Opening(name=file.stem, uri=uri, sink=events.put), recording)
    device.start()
    try:
        return _played(device, recording, events, show, stdout)
    finally:
        device.close()


def _played(
    device: PcscReader,
    recording: ReplayedPcsc,
    events: "SimpleQueue[DeviceEvent]",
    show: Show,
    stdout: TextIO,
) -> int:
    quiet_s, work, again = 0.0, None, _Again(device)
    while quiet_s < (_QUIET_S if recording.left or work else _OVER_S):
        if work is None and again.card is not None and (work := recording.next_work()) is not None:
            again.begin(work)
        try:
            event = events.get(timeout=_LOOK_S)
        except Empty:
            quiet_s += _LOOK_S
            continue
        quiet_s = 0.0
        again.take(event)
        is_end = isinstance(event, _ENDS)
        show(event, as_recorded=is_end and work is not None and not work.get("readable"))
        if is_end:
            work = None
            recording.end_work()
    left = recording.left
    if left:
        print(f"{left} lines are left that nobody asked for", file=stdout)
    return 1 if left or work else 0


class _Again:
    """Has the works of a recording done again, on the card that lies there in it."""

    def __init__(self, device: PcscReader) -> None:
        self._device = device
        self.card: CardInserted | None = None

    def take(self, event: DeviceEvent) -> None:
        """Keep the card that was told last; the works behind it are meant for it, even when it is gone."""
        if isinstance(event, CardInserted):
            self.card = event

    def begin(self, work: Line) -> None:
        """Begin one work."""
        if work.get("readable"):
            self._device.read(_ENTRY, REPLAY_KEYS)
            return
        code = str(work.get("code", ""))
        error = error_class(code)("as recorded") if code else None
        self._device.follow(self._event(work), error, resets=work["work"] == "write")

    def _event(self, work: Line) -> DeviceEvent:
        """Make the event by which a work ended then."""
        name, at_ns = self._device.name, self._device.status.at_monotonic_ns
        is_read, code = work["work"] == "read", str(work.get("code", ""))
        card = self.card
        if is_read and not code and card is not None and card.family is not None:
            return CardRead(
                device=name,
                at_monotonic_ns=at_ns,
                entry_id=_ENTRY,
                uid=card.uid,
                family=card.family,
                number=test_digits(int(work["digits"])),
                is_genuine=bool(work["genuine"]),
                is_blocked=bool(work["blocked"]),
                is_former=bool(work["former"]),
            )
        if is_read:
            return CardReadFailed(
                device=name,
                at_monotonic_ns=at_ns,
                entry_id=_ENTRY,
                code=code,
                retry=bool(work.get("retry")),
            )
        if not code:
            return WriteDone(device=name, at_monotonic_ns=at_ns, entry_id=_ENTRY)
        return WriteFailed(
            device=name,
            at_monotonic_ns=at_ns,
            entry_id=_ENTRY,
            code=code,
            retry=bool(work["retry"]),
            tries_left=work.get("tries_left"),
        )
