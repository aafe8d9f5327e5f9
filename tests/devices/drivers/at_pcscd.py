"""Run inside a namespace with a pcscd of its own: prints what a card in the virtual reader did, as JSON."""

import json
import os
import sys
from itertools import pairwise
from time import monotonic

from devices.events import CardInserted, CardRead, CardRemoved, Lamp, WriteDone
from devices.manager import DeviceManager
from devices.roles import CardOrder, CardWork
from devices.sim.vpcd_card import SimVpcdCard
from devices.wire.pcsc import SystemPcsc
from tests.devices.cards.laid import KEYS, MAKERS, NUMBER, fresh_of_the_same_kind
from tests.devices.support import EventLog

ROUNDS = 200


def main() -> None:
    os.environ.pop("PCSCLITE_CSOCK_NAME", None)
    events = EventLog()
    told: dict[str, object] = {}
    with DeviceManager(events) as manager:
        manager.open("ic", "pcsc:Virtual PCD 00 00")
        events.lamp(Lamp.READY, 20)
        device = manager.ic_cards("ic")
        for family, make in MAKERS.items():
            chip = make()
            at = monotonic()
            laid = SimVpcdCard(chip)
            inserted = events.next(CardInserted)
            told[f"{family} ms to uid"] = round((monotonic() - at) * 1000)
            assert (inserted.family.value, inserted.uid) == (family, chip.uid)
            device.write(
                CardOrder(
                    entry_id="w",
                    work=CardWork.PERSONALISE,
                    uid=inserted.uid,
                    keys=KEYS,
                    number=NUMBER,
                )
            )
            events.next(WriteDone)
            at = monotonic()
            device.read("r", KEYS)
            read = events.next(CardRead)
            told[f"{family} ms to read"] = round((monotonic() - at) * 1000)
            assert (read.number, read.is_genuine) == (NUMBER, True)
            laid.take()
            events.next(CardRemoved)
            other = SimVpcdCard(fresh_of_the_same_kind(chip))  # the same answer to reset
            events.next(CardInserted)
            other.take()
            events.next(CardRemoved)
        told["us for a command"] = _time_of_a_command(events)
    kinds = [event for event in events.all if isinstance(event, CardInserted | CardRemoved)]
    assert all(type(one) is not type(next_one) for one, next_one in pairwise(kinds))
    sys.stdout.write(json.dumps(told) + "\n")


def _time_of_a_command(events: EventLog) -> int:
    laid = SimVpcdCard(MAKERS["mifare-classic"]())
    events.next(CardInserted)
    context = SystemPcsc().establish()
    card = context.connect("Virtual PCD 00 00")
    at = monotonic()
    for _ in range(ROUNDS):
        card.transmit(b"\xff\xca\0\0\0")
    spent = monotonic() - at
    card.disconnect()
    context.close()
    laid.take()
    return round(spent / ROUNDS * 1e6)


main()
