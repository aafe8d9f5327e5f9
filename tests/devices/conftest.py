import threading
from collections.abc import Iterator

import pytest

from devices.codec.card_numbers import CardPattern, CardPolicy
from devices.manager import DeviceManager
from tests.devices.support import EventLog

KEY = b"a key of thirty-two bytes, or so"


@pytest.fixture(autouse=True)
def _no_thread_is_left_behind() -> Iterator[None]:
    yield
    left = [
        thread.name
        for thread in threading.enumerate()
        if thread.name.startswith(("device ", "sim "))
    ]
    assert left == []


@pytest.fixture
def events() -> EventLog:
    return EventLog()


@pytest.fixture
def cards() -> CardPolicy:
    return CardPolicy(member_cards=(CardPattern.parse("888800/16"),), hash_key=KEY)


@pytest.fixture
def manager(events: EventLog, cards: CardPolicy) -> Iterator[DeviceManager]:
    with DeviceManager(events, cards=cards) as made:
        yield made
