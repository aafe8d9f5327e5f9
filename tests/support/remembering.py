"""A kiosk of its own process that says what its memory still holds after a visit has ended.

Run as ``python -m tests.support.remembering HOTEL``. It serves one card, then reads the words to look for, one a
line, from its input: whatever was typed or shown before, nobody had told it these. It prints, for each, how many
living objects hold it, and how often its bytes stand in memory that can be written.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from app.bootstrap.kiosk import open_kiosk
from app.ui.service.answers import DeskEvent, PinEntered, PinPurpose, SwipeSeen
from app.ui.service.kiosk import Claim, ClaimToken, Friend, Handed, Visit
from tests.support.waiting import until


def living(needles: list[str]) -> dict[str, list[str]]:
    """Return, for each needle, the holders of living texts in which it stands."""
    found: dict[str, list[str]] = {one: [] for one in needles}
    own = {id(one) for one in needles}
    seen = {id(found), id(own), id(needles)} | own
    todo: list[tuple[Any, str]] = [(one, "?") for one in gc.get_objects()]
    seen |= {id(todo)}
    while todo:
        thing, holder = todo.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, (str, bytes, bytearray)):
            text = thing if isinstance(thing, str) else bytes(thing).decode("utf-8", "replace")
            for needle in needles:
                if needle in text:
                    found[needle].append(holder)
            continue
        if isinstance(thing, (ModuleType, type)) and thing.__class__ is type:
            continue
        name = type(thing).__qualname__
        inside = gc.get_referents(thing)
        if isinstance(thing, msgspec.Struct):
            inside += [getattr(thing, one) for one in thing.__struct_fields__]
        todo.extend((one, f"{holder.rpartition('<')[2][-60:]}<{name}") for one in inside)
    return found


def in_memory(needles: list[str]) -> dict[str, int]:
    """Count the bytes of each needle, in the forms that Python keeps text in, over all memory that can be written."""
    counts = dict.fromkeys(needles, 0)
    with Path("/proc/self/maps").open() as maps, Path("/proc/self/mem").open("rb", 0) as memory:
        for line in maps:
            first, rights = line.split()[:2]
            if "rw" not in rights or "[v" in line:
                continue
            start, end = (int(one, 16) for one in first.split("-"))
            try:
                memory.seek(start)
                held = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            for needle in needles:
                for form in {needle.encode("utf-8"), needle.encode("utf-16-le")}:
                    counts[needle] += held.count(form)
    return counts


def served(kiosk: Any, friend: str) -> None:
    """Serve one guest with everything there is, and end the visit."""
    service = kiosk.service
    events: queue.SimpleQueue[DeskEvent] = queue.SimpleQueue()
    end = service.subscribe(events.put)
    until(lambda: all(one.state == "ready" for one in kiosk.station.lamps()), "devices")
    print("ready", flush=True)
    event = events.get(timeout=60)
    while not isinstance(event, SwipeSeen):
        event = events.get(timeout=60)
    claim = service.claim_by_card(event.token)
    assert isinstance(claim, Claim), claim
    pin = entered(service, claim.token)
    assert isinstance(service.open_visit(claim.token, pin), Visit)
    service.history(None)
    service.rewards()
    assert isinstance(service.redeem("R001", 1, entered(service, None)), Handed)
    service.print_statement()
    found = service.find_friend(friend)
    assert isinstance(found, Friend), found
    assert isinstance(service.give(found.token, 100, entered(service, None)), Handed)
    service.end_visit()
    end()


def entered(service: Any, claim: ClaimToken | None) -> Any:
    """Have a PIN entered on the pad."""
    found = service.ask_pin(PinPurpose.PAY, claim, 60)
    assert isinstance(found, PinEntered), found
    return found.token


def said() -> str:
    """Read a line past every buffer of this process."""
    return os.read(0, 65_536).decode().strip()


def main(hotel: Path) -> None:
    """Serve a guest, then say what is left."""
    kiosk = open_kiosk(hotel, use_keyring=False)
    served(kiosk, said())
    kiosk.hotel.line.between(lambda: None).result()
    gc.collect()
    print("ended", flush=True)
    needles = [one.strip() for one in said().split("|")]
    counts = in_memory(needles)
    print(json.dumps({"living": living(needles), "bytes": counts}), flush=True)
    kiosk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
