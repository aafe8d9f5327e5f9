"""Doors under ill treatment: noise, halves, floods, deaf tills, a serial line whose cable comes out; nothing leaks."""

from __future__ import annotations

import json
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.bootstrap.pos import pos_link_of
from app.exchange.pos.bills import BillCame
from app.exchange.pos.caller import TcpCaller
from app.exchange.pos.door import Limits
from app.exchange.pos.link import PosLink
from app.exchange.pos.reasons import PosTrouble
from app.settings.pos import NoPlace, PosSettings, SerialPlace, TcpPlace, place_of
from devices.sim.pty_port import PtyPort
from tests.exchange.pos.tills import Till, other, sale
from tests.support.waiting import until

QUICK = Limits(
    connections=8,
    line_s=0.3,
    first_s=0.6,
    idle_s=1.0,
    unread_bytes=200_000,
    remind_s=0.1,
    reopen_s=0.1,
)
PONG = {"type": "pong", "version": 1}


def threads() -> set[str]:
    return {one.name for one in threading.enumerate() if one.name.startswith("pos ")}


def served(port: int) -> bool:
    """Tell whether a till that comes now is heard."""
    with Till(port) as till:
        return till.ask(other("ping")) == PONG


@pytest.fixture
def link_at(at_desk) -> Iterator[Callable[..., PosLink]]:
    """Open links beside a desk; they leave no thread."""
    opened: list[PosLink] = []

    def open_it(listen: str = "tcp://127.0.0.1:0", limits: Limits = QUICK, **more) -> PosLink:
        settings = PosSettings(listen=listen, **more)
        opened.append(pos_link_of(at_desk.desk.hotel, settings, limits))
        opened[-1].start()
        return opened[-1]

    yield open_it
    for one in opened:
        one.close()
    assert threads() == set()


def test_only_this_computer_is_listened_to_unless_the_settings_say_otherwise(link_at):
    assert link_at("tcp://0.0.0.0:9310").trouble is PosTrouble.BEYOND_LOOPBACK
    assert link_at("tcp://till.example:9310").trouble is PosTrouble.ADDRESS_UNREADABLE
    assert link_at("serial:/dev/x?baud=fast").trouble is PosTrouble.ADDRESS_UNREADABLE
    assert link_at("tcp://0.0.0.0:0", beyond_loopback=True).trouble is None


@pytest.mark.parametrize(
    ("listen", "place"),
    [
        ("tcp://127.0.0.1:9310", TcpPlace("127.0.0.1", 9310)),
        ("tcp://localhost:9310", TcpPlace("127.0.0.1", 9310)),
        ("tcp://[::1]:9310", TcpPlace("::1", 9310)),
        ("tcp://10.0.0.9:9310", NoPlace(is_beyond=True)),
        ("tcp://127.0.0.1", NoPlace(is_beyond=False)),
        ("tcp://127.0.0.1:99999", NoPlace(is_beyond=False)),
        ("udp://127.0.0.1:9310", NoPlace(is_beyond=False)),
        ("serial:", NoPlace(is_beyond=False)),
        ("serial:/dev/ttyS1?baud=9600", SerialPlace("serial:/dev/ttyS1?baud=9600")),
    ],
)
def test_addresses_say_where_or_why_not(listen, place):
    assert place_of(PosSettings(listen=listen)) == place


def test_a_port_that_is_taken_is_served_as_soon_as_it_is_free(link_at):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen(1)
        port = holder.getsockname()[1]
        link = link_at(f"tcp://127.0.0.1:{port}")
        assert link.trouble is PosTrouble.NOT_OPENED
    until(lambda: link.trouble is None, "the port to be served")
    with Till(port) as till:
        assert till.ask(other("ping")) == PONG


def test_half_a_line_is_told_and_hung_up(link_at):
    with Till(link_at().port) as till:
        till.raw(b'{"version":1,"ty')
        assert till.hear()["code"] == "frame-cut"
        assert till.hear() == {}


def test_a_line_in_single_bytes_is_read(link_at):
    with Till(link_at().port) as till:
        for byte in json.dumps(other("ping")).encode() + b"\n":
            till.raw(bytes([byte]))
        assert till.hear() == PONG


def test_a_huge_line_is_told_and_hung_up(link_at):
    with Till(link_at().port) as till:
        till.raw(b"[" * 66_000)
        assert till.hear()["code"] == "frame-too-long"
        assert till.hear() == {}


def test_who_says_nothing_is_hung_up_and_who_waits_is_not(link_at):
    port = link_at().port
    with Till(port) as silent, Till(port) as waiting:
        assert waiting.ask(sale())["type"] == "waiting"
        assert silent.hear() == {}
        for _ in range(15):  # reminded for longer than a silent one may stay
            assert waiting.hear()["type"] == "waiting"


def test_a_till_that_shuts_its_own_side_still_hears_the_answer(link_at):
    link = link_at()
    with Till(link.port) as till:
        till.say(sale())
        till.socket.shutdown(socket.SHUT_WR)
        assert till.hear()["type"] == "waiting"
        assert till.hear()["type"] == "waiting"
        (bill,) = link.counter.waiting()
        link.counter.answer_declined(bill.key)
        assert till.outcome()["type"] == "declined"
        assert till.hear() == {}


def test_a_thousand_connections_are_borne_and_a_till_comes_in_after_them(link_at):
    link = link_at()
    port = link.port
    held = []
    for _ in range(10):
        for _ in range(100):
            one = socket.create_connection(("127.0.0.1", port), 5)
            held.append(one)
        for one in held:
            one.close()
        held.clear()
    some = [Till(port) for _ in range(60)]
    refused = [one for one in some if one.hear().get("code") == "too-many-connections"]
    assert len(refused) > len(some) // 3  # the others came in as soon as silent ones were hung up
    assert len(link._door._callers) <= QUICK.connections
    for one in some:
        one.socket.close()

    until(lambda: served(port), "a till to come in")


def test_a_till_that_never_reads_holds_nobody_up(link_at):
    port = link_at().port
    with Till(port) as deaf, Till(port) as till:
        deaf.socket.settimeout(0.5)
        try:
            for _ in range(2_000):
                deaf.raw((json.dumps(other("status", bill="x" * 40)) + "\n").encode() * 50)
        except OSError:
            pass  # full or hung up: it takes no more
        assert till.ask(other("ping")) == PONG


def test_answers_that_nobody_reads_are_bounded():
    near, far = socket.socketpair()
    with near, far:
        near.settimeout(0)
        caller = TcpCaller(near, QUICK, time.monotonic, lambda *_: None, lambda: None)
        said = 0
        while not caller.is_done:
            caller.send(b"x" * 1_000)
            caller.write()
            said += 1_000
        assert said < 2_000_000  # what the system holds for both, and no more than the limit


def test_opening_and_closing_leaves_no_thread_and_no_descriptor(link_at):
    def held() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    def once() -> None:
        link = link_at()
        with Till(link.port) as till:
            assert till.ask(other("ping")) == PONG
            link.close()
            assert till.hear() == {}

    once()
    before = held()
    for _ in range(30):
        once()
    assert threads() == set()
    assert held() <= before


def test_noise_on_many_connections_does_no_harm(link_at, is_long):
    """Whole streams of noise over real sockets: each ends hung up, and the next till is served."""
    port = link_at().port
    chance = random.Random(9310)
    for _ in range(1_000 if is_long else 150):
        with Till(port) as noisy:
            try:
                noisy.raw(chance.randbytes(chance.randrange(1, 3_000)))
            except OSError:
                continue
    until(lambda: served(port), "a till to come in")
    with Till(port) as till:
        for _ in range(QUICK.errors - 1):
            assert till.ask({"version": 1})["type"] == "error"
        assert till.ask(other("ping")) == PONG
        assert till.ask({})["field"] == "version"
        assert till.hear() == {}


def test_two_tills_at_once_with_the_same_number_make_one_bill(link_at):
    link = link_at()
    came: list[object] = []
    link.counter.subscribe(came.append)
    tills = [Till(link.port) for _ in range(6)]
    gate = threading.Barrier(6)

    def ask(number: int) -> None:
        gate.wait()
        tills[number].say(sale(amount=f"{38 + number % 2}", lines=[("a", f"{38 + number % 2}")]))

    asking = [threading.Thread(target=ask, args=(number,)) for number in range(6)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    first = [one.hear() for one in tills]
    assert sorted(one["type"] for one in first) == ["refused"] * 3 + ["waiting"] * 3
    assert len([one for one in came if isinstance(one, BillCame)]) == 1
    (bill,) = link.counter.waiting()
    link.counter.answer_declined(bill.key)
    told = [
        till.outcome() for till, said in zip(tills, first, strict=True) if said["type"] == "waiting"
    ]
    assert [one["type"] for one in told] == ["declined"] * 3
    for one in tills:
        one.socket.close()


class SerialTill:
    """A till at the far end of a serial cable."""

    def __init__(self, path: Path) -> None:
        self._held = bytearray()
        self.port = PtyPort(path, self._held.extend)

    def say(self, message: dict) -> None:
        self.port.send(json.dumps(message).encode() + b"\n")

    def heard(self) -> list[dict]:
        return [
            json.loads(line)
            for line in bytes(self._held).splitlines(keepends=True)
            if line.endswith(b"\n")
        ]

    def outcome(self) -> dict:
        def found() -> dict | None:
            return next(
                (one for one in self.heard() if one["type"] not in {"waiting", "error"}), None
            )

        return until(found, "the till's answer")


@pytest.fixture
def serial(tmp_path: Path) -> Iterator[SerialTill]:
    made = SerialTill(tmp_path / "till")
    yield made
    made.port.unplug()


def test_a_till_at_a_serial_line_is_answered_and_its_cable_may_come_out(link_at, serial):
    link = link_at(f"serial:{serial.port.path}?baud=9600")
    assert link.trouble is PosTrouble.NOT_OPENED
    serial.port.plug()
    until(lambda: link.trouble is None, "the line to be opened")
    serial.port.send(b"\x00\xffnoise\n{half")
    serial.port.send(b"\n")
    serial.say(sale())
    (bill,) = until(link.counter.waiting, "the bill")
    until(
        lambda: any(one["type"] == "waiting" for one in serial.heard()), "the till to hear it waits"
    )
    serial.port.unplug()
    until(lambda: link.trouble is PosTrouble.NOT_OPENED, "the cable to be missed")
    assert link.counter.answer_declined(bill.key)  # while nobody hears it
    serial.port.plug()
    until(lambda: link.trouble is None, "the line to be opened again")
    serial.say(sale())
    assert serial.outcome()["type"] == "declined"


def test_a_serial_line_out_in_the_middle_of_a_message_costs_only_that_message(link_at, serial):
    serial.port.plug()
    link = link_at(f"serial:{serial.port.path}")
    until(lambda: link.trouble is None, "the line to be opened")
    text = json.dumps(sale()).encode() + b"\n"
    serial.port.send(text[:40])
    serial.port.unplug()
    until(lambda: link.trouble is PosTrouble.NOT_OPENED, "the cable to be missed")
    serial.port.plug()
    until(lambda: link.trouble is None, "the line to be opened again")
    serial.say(other("ping"))
    until(lambda: PONG in serial.heard(), "the till to be heard")
    assert link.counter.waiting() == ()


def test_half_a_line_on_a_serial_line_is_told_and_the_next_is_read(link_at, serial):
    serial.port.plug()
    link_at(f"serial:{serial.port.path}")
    serial.port.send(b'{"version"')
    until(lambda: any(one.get("code") == "frame-cut" for one in serial.heard()), "the error")
    serial.say(other("ping"))
    until(lambda: PONG in serial.heard(), "the till to be heard")
