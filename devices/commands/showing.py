"""What may be shown of what a device tells, and how a command is ended."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from devices.codec.card_numbers import mask_numbers
from devices.events import CardSwiped, DeviceEvent, DeviceStatus, PrinterStatus, SwipeFailed
from devices.ic_card import CardInserted, CardRemoved

_STOPS = (signal.SIGTERM, signal.SIGINT)


def facts_of(event: DeviceEvent) -> dict[str, object]:
    """Give what may be shown of an event."""
    facts: dict[str, object] = {"event": type(event).__name__}
    match event:
        case CardSwiped():
            # A bank card's tracks left the driver masked already.
            is_shown = event.member_number is not None or event.is_bank_card
            for place in (1, 2, 3):
                track: str | None = getattr(event, f"track{place}")
                facts[f"track{place}"] = track if is_shown else _masked(track)
            facts["errors"] = list(event.errors)
        case SwipeFailed():
            facts |= {"code": event.code, "errors": list(event.errors)}
        case CardInserted():
            family = None if event.family is None else event.family.value
            facts |= {"reader": event.reader, "atr": event.atr.hex(), "family": family}
        case CardRemoved():
            facts["reader"] = event.reader
        case DeviceStatus():
            facts |= {"lamp": event.lamp.value, "code": event.code, "detail": event.detail}
        case PrinterStatus():
            facts |= {
                "near_end": event.is_near_end,
                "out": event.is_out,
                "cover_open": event.is_cover_open,
                "offline": event.is_offline,
                "fault": event.has_fault,
                "drawer_open": event.is_drawer_open,
            }
        case _:
            facts["detail"] = repr(event)
    return facts


def _masked(track: str | None) -> str | None:
    if track is None:
        return None
    # A name stands on track 1: letters are hidden too.
    hidden = "".join("*" if character.isalpha() else character for character in track)
    return mask_numbers(hidden, shortest=1)


def plain(facts: dict[str, object]) -> str:
    """Write facts on a line."""
    name, *rest = facts.items()
    return f"{name[1]}  " + "  ".join(f"{key}={value}" for key, value in rest if value)


@contextmanager
def stopping(stop: Callable[[], object]) -> Iterator[None]:
    """Call ``stop`` on SIGTERM and SIGINT; in a thread other than the main one, do nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: stop()) for number in _STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
