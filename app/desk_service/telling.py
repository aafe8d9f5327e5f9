"""News of the station and the books, told to whoever listens: lamps, the link, swipes, IC cards."""

from __future__ import annotations

from collections.abc import Callable

from app.desk_service.clock_watch import link_of
from app.desk_service.context import Counter
from app.desk_service.ic_work import ic_changed
from app.desk_service.sheets import lamp_of
from app.station.news import (
    CardWanted,
    IcMoved,
    LampsMoved,
    ReportCame,
    Scanned,
    StationEvent,
    Swiped,
    SwipedBadly,
    TextCame,
)
from app.ui.service.answers import (
    CardStep,
    DeskEvent,
    LampsChanged,
    LinkChanged,
    ScanSeen,
    SwipeSeen,
    SwipeToken,
    SwipeUnreadable,
)
from app.ui.service.answers import CardWanted as FaceWanted
from app.ui.service.pos_records import PosMoved
from app.ui.service.station_records import (
    DeviceLamp,
    DeviceReason,
    DeviceRole,
    LampState,
)


class Telling:
    """The one door by which news comes in.

    Args:
        counter: The parts of one desk.
    """

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._end_station = counter.station.subscribe(self._from_station)

    def subscribe(self, listener: Callable[[DeskEvent], None]) -> Callable[[], None]:
        """Send events to a listener from any thread, first the present lamps, link and IC card."""
        counter = self._counter
        with counter.lock:
            counter.listeners.append(listener)
        listener(LampsChanged(self._lamps()))
        link = link_of(counter)
        counter.clock_off_s = link.clock_off_s
        listener(LinkChanged(link))
        if counter.station.ic.card is not None:
            listener(ic_changed(counter.station.ic.card))
        if counter.pos is not None:
            listener(PosMoved())

        def end() -> None:
            with counter.lock:
                if listener in counter.listeners:
                    counter.listeners.remove(listener)

        return end

    def close(self) -> None:
        """Hear no more of the station."""
        self._end_station()

    def _from_station(self, event: StationEvent) -> None:
        match event:
            case Swiped():
                self._counter.tell(SwipeSeen(SwipeToken(event.token), event.at_monotonic_ns))
            case Scanned():
                self._counter.tell(ScanSeen(SwipeToken(event.token), event.at_monotonic_ns))
            case SwipedBadly():
                self._counter.tell(SwipeUnreadable(event.at_monotonic_ns))
            case CardWanted():
                self._counter.tell(FaceWanted(CardStep(event.step.value)))
            case IcMoved():
                self._counter.tell(ic_changed(event.card))
            case LampsMoved():
                self._counter.tell(LampsChanged(self._lamps()))
            case TextCame() | ReportCame():
                pass  # the messenger's

    def _lamps(self) -> tuple[DeviceLamp, ...]:
        counter = self._counter
        lamps = [lamp_of(counter, lamp) for lamp in counter.station.lamps()]
        if counter.books.keys.where == "file":
            lamps = [
                _keys_in_file(lamp) if lamp.role is DeviceRole.PIN_PAD else lamp for lamp in lamps
            ]
        return tuple(lamps)


def _keys_in_file(lamp: DeviceLamp) -> DeviceLamp:
    """Say on the pad's lamp that keys lie in a file, where nothing worse is to be said."""
    if lamp.state is not LampState.READY:
        return lamp
    return DeviceLamp(
        device_id=lamp.device_id,
        role=lamp.role,
        state=lamp.state,
        reason=DeviceReason.KEYS_IN_FILE,
        model=lamp.model,
        address=lamp.address,
        since=lamp.since,
        encrypts=lamp.encrypts,
    )
