"""A printing library that nobody here wrote at the other end: its bytes on our simulator, ours beside its own."""

import os

import pytest
from escpos.printer import Dummy, Network

from devices.codec import escpos
from devices.codec.receipt import Centered, Cut, Line, Paper, QrCode, Receipt
from devices.sim.printer import SimPrinter


@pytest.fixture
def sim():
    made = SimPrinter()
    yield made
    made.close()


@pytest.fixture
def peer(sim, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "TMPDIR", str(tmp_path))  # it keeps a cache there
    host, port = sim.uri.removeprefix("escpos+tcp://").split(":")
    made = Network(host, port=int(port), profile="default", timeout=5)
    made.open()
    yield made
    made.close()


def test_what_the_peer_prints_is_read_by_our_printer(sim, peer) -> None:
    peer.set(align="center", bold=True)
    peer.textln("HELLO PEER")
    peer.set(align="left", bold=False)
    peer.textln("Total 188.00")
    peer.qr("INNPOINT", native=True, size=4)
    peer.cut()
    assert sim.wait_for_cut()
    assert sim.text[:3] == ("HELLO PEER", "Total 188.00", "[QR INNPOINT]")
    assert sim.cuts == 1


def test_the_peer_understands_our_printers_answers(sim, peer) -> None:
    assert peer.is_online()
    assert peer.paper_status() == 2
    sim.set_paper(near_end=True)
    assert peer.paper_status() == 1
    sim.set_paper(out=True)
    assert peer.paper_status() == 0
    assert not peer.is_online()


def test_a_picture_of_the_peer_is_printed(sim, peer) -> None:
    from PIL import Image

    picture = Image.new("1", (64, 32), 1)
    for place in range(32):
        picture.putpixel((place, place), 0)
    peer.image(picture, impl="bitImageRaster")
    peer.cut()
    assert sim.wait_for_cut()
    assert len(sim.png()) > 100


def test_our_commands_are_the_peers(sim) -> None:
    del sim
    peer = Dummy()
    peer.hw("INIT")
    peer.set(align="center")
    peer.cashdraw(2)
    theirs = peer.output
    ours = escpos.encode(Receipt(elements=(Centered("x"), Line("a", "b"), Cut())), Paper.MM_80)
    assert theirs.startswith(b"\x1b@")
    assert ours.startswith(b"\x1b@")
    assert b"\x1ba\x01" in theirs
    assert theirs.endswith(b"\x1bp\x00" + theirs[-2:])
    assert escpos.DRAWER[:3] == theirs[-5:-2]


def test_our_qr_code_is_the_peers_byte_for_byte() -> None:
    peer = Dummy()
    peer.qr("INNPOINT", native=True, size=6, ec=1)
    ours = escpos.encode(Receipt(elements=(QrCode("INNPOINT"),)), Paper.MM_80)
    store = b"\x1d(k" + bytes([len("INNPOINT") + 3, 0]) + b"1P0INNPOINT"
    assert store in peer.output
    assert store in ours
    assert b"\x1d(k\x03\x001Q0" in peer.output
    assert b"\x1d(k\x03\x001Q0" in ours
