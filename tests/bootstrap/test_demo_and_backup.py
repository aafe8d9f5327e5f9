"""Bootstrap: the demo hotel, the desk opened and closed, nightly copies, and who keeps the pad's keys."""

from __future__ import annotations

import tempfile
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from app.bootstrap import demo
from app.bootstrap.backup import KEEP, BackupError, back_up, prune, restore
from app.bootstrap.clock import system_clock
from app.bootstrap.desk import ensure_demo, open_desk
from app.bootstrap.founding import FoundingError, Person, Plan, found
from app.bootstrap.hotel import HotelFolder, open_hotel
from app.bootstrap.nightly import NightlyBackup
from app.bootstrap.pad_opener import PadOpener
from app.loyalty.permissions import Role
from app.operations.found_hotel import NamedOutlet
from app.poster.replay import replay
from app.poster.submission import PinEntry
from app.poster.what_if import what_if
from app.settings.terminal import read_settings
from app.store.books import BooksError, Fault
from app.store.verify import verify
from devices.codec import pin_block
from devices.codec.dukpt import aes_working_key
from tests.support.at_desk import spend


def test_the_demo_is_made_once_and_left_alone_afterwards(demo_folder):
    before = HotelFolder(demo_folder).books.read_bytes()
    ensure_demo(demo_folder)
    assert HotelFolder(demo_folder).books.read_bytes() == before


def test_the_demos_books_are_clean_and_replay_to_the_same_ledger(at_desk):
    books = at_desk.desk.hotel.books
    assert verify(books).broken == []
    assert replay(books).differing == ()


def test_every_demo_card_lies_beside_the_reader(at_desk):
    cards = {card.card_id for card in at_desk.simulators.cards()}
    assert {member.label for member in demo.MEMBERS} <= cards
    assert {"foreign", "unknown", "bank", "supervisor"} <= cards


def test_a_closed_desk_leaves_no_port_and_no_thread(hotel_folder):
    before = set(threading.enumerate())
    desk = open_desk(hotel_folder, simulate=True, use_keyring=False)
    assert desk.ports is not None
    ports = Path(desk.ports.name)
    names = {"reader", "pinpad", "printer", "msr605", "modem"}
    assert {one.name for one in ports.iterdir()} == names
    desk.close()
    assert not ports.exists()
    assert [one for one in threading.enumerate() if one not in before and one.is_alive()] == []


def test_a_desk_that_cannot_open_leaves_no_port_behind(hotel_folder, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = open_desk(hotel_folder, use_keyring=False)
    try:
        with pytest.raises(BooksError) as caught:
            open_desk(hotel_folder, simulate=True, use_keyring=False)
    finally:
        first.close()
    assert caught.value.fault is Fault.LOCKED
    assert list(tmp_path.glob("innpoint-ports-*")) == []


def test_without_simulators_the_desk_has_the_devices_of_its_settings(hotel_folder):
    desk = open_desk(hotel_folder, use_keyring=False)
    try:
        assert desk.simulators is None
        assert desk.station.lamps() == ()
    finally:
        desk.close()


def test_the_control_panel_follows_plugs_paper_and_prints(at_desk):
    sims = at_desk.simulators
    seen = []
    end = sims.subscribe(seen.append)
    assert all(device.plugged for device in seen[0].devices)
    assert sims.last_receipt() == b""
    sims.plug("pad", plugged=False)
    sims.plug("pad", plugged=False)  # twice is once
    sims.set_paper("low")
    sims.turn("cover", on=True)
    state = sims.state()
    assert {one.device_id: one.plugged for one in state.devices}["pad"] is False
    assert (state.paper, state.switches, state.printed) == ("low", {"cover"}, 0)
    sims.turn("cover", on=False)
    slip = at_desk.done(spend()).slip.slip_id
    at_desk.service.print_slip(slip, copy=False)
    assert sims.printer.wait_for_cut(1, 20)
    assert sims.last_receipt().startswith(b"\x89PNG")
    end()
    end()


def test_a_copy_holds_books_keys_and_settings(hotel_folder, tmp_path):
    copy = back_up(HotelFolder(hotel_folder), tmp_path / "copies", system_clock())
    names = {"books.db", "books.keys", "terminal.json", "receipts"}
    assert {one.name for one in copy.iterdir()} == names
    assert (copy / "receipts" / "logo.png").read_bytes().startswith(b"\x89PNG")
    assert (copy / "books.keys").stat().st_mode & 0o777 == 0o600
    assert read_settings(copy / "terminal.json") == read_settings(
        HotelFolder(hotel_folder).settings
    )


def test_the_oldest_copies_go_when_there_are_too_many(tmp_path):
    for number in range(KEEP + 3):
        copy = tmp_path / f"20260101-{number:06d}-000000"
        copy.mkdir()
        (copy / "books.db").touch()
    (tmp_path / "something-else").mkdir()
    prune(tmp_path)
    left = sorted(one.name for one in tmp_path.glob("2026*"))
    assert len(left) == KEEP
    assert left[0] == "20260101-000003-000000"
    assert (tmp_path / "something-else").exists()


def test_an_empty_copy_is_not_restored(hotel_folder, tmp_path):
    folder = HotelFolder(hotel_folder)
    copy = back_up(folder, tmp_path / "copies", system_clock())
    (copy / "books.db").write_bytes(b"")
    before = folder.books.read_bytes()
    with pytest.raises((BackupError, BooksError)):
        restore(copy, folder, system_clock())
    assert folder.books.read_bytes() == before


def test_the_nightly_copy_is_made_once_a_day(hotel_folder):
    off = [timedelta()]
    hotel = open_hotel(hotel_folder, lambda: system_clock() + off[0], use_keyring=False)
    try:
        nightly = NightlyBackup(hotel)
        assert nightly.look() is True
        assert nightly.look() is False
        off[0] = timedelta(days=1)
        assert nightly.look() is True
        assert len(list((hotel_folder / "backups").iterdir())) == 2
        nightly.start()
        nightly.stop()
    finally:
        hotel.close()


def test_a_nightly_copy_that_fails_leaves_the_desk_alone(hotel_folder, caplog):
    (hotel_folder / "backups").write_text("in the way", encoding="utf-8")
    hotel = open_hotel(hotel_folder, system_clock, use_keyring=False)
    try:
        assert NightlyBackup(hotel).look() is False
        assert "the nightly copy failed" in caplog.text
    finally:
        hotel.close()


def test_a_plan_that_is_refused_says_which_part(tmp_path):
    plan = Plan(
        name_zh="x",
        name_en="x",
        currency="CNY",
        zone="Asia/Shanghai",
        first_date=system_clock().date(),
        outlets=(NamedOutlet("bar", "吧", "Bar"),),
        people=(
            Person(
                operator="root", name_zh="x", name_en="x", role=Role.ADMINISTRATOR, password="x"
            ),
        ),
        pack="house",
        settings={"no_such_setting": 1},
    )
    hotel = open_hotel(tmp_path / "hotel", system_clock, create=True, use_keyring=False)
    try:
        with pytest.raises(FoundingError, match=r"the programme cannot be used: .*no_such_setting"):
            found(hotel, plan)
    finally:
        hotel.close()


SESSION = bytes(range(16))
ACCOUNT = "0000000000015"


def block_of(pin: str) -> bytes:
    return pin_block.encode(0, pin, ACCOUNT, SESSION)


def test_the_pads_keys_open_its_own_blocks_only():
    entry = PinEntry("1", block_of("1234"), account_digits=ACCOUNT)
    assert PadOpener(session_key=SESSION).open(entry) == "1234"
    assert PadOpener(session_key=b"\x01" * 16).open(entry) is None
    assert PadOpener().open(entry) is None
    other = PinEntry("1", block_of("1234"), account_digits="9999999999999")
    assert PadOpener(session_key=SESSION).open(other) != "1234"
    assert PadOpener(session_key=SESSION).open(PinEntry("1", b"short")) is None
    dukpt = PinEntry("1", block_of("1234"), ksn="FFFF9876543210E00001", account_digits=ACCOUNT)
    assert PadOpener(session_key=SESSION).open(dukpt) is None
    assert "1234" not in repr(entry)


def test_books_whose_birthdays_cannot_be_indexed_are_given_back(hotel_folder, monkeypatch):
    def broken(_books):
        raise BooksError(Fault.DISK_FULL, "no room")

    with monkeypatch.context() as patch:
        patch.setattr("app.bootstrap.hotel.index_birthdays", broken)
        with pytest.raises(
            BooksError
        ) as shown:  # whoever shows the error still holds what it happened in
            open_hotel(hotel_folder, system_clock, use_keyring=False)
    opened = open_hotel(hotel_folder, system_clock, use_keyring=False)
    opened.books.close()
    assert shown.value.fault is Fault.DISK_FULL


def test_blocks_of_aes_are_opened_as_well() -> None:
    base, session = bytes(range(16)), bytes(range(32))
    ksn = bytes.fromhex("123456789012345600000001")
    key = aes_working_key(base, ksn, "PIN", 128)
    dukpt = PinEntry(
        "1", pin_block.encode(4, "1234", ACCOUNT, key), ksn=ksn.hex(), account_digits=ACCOUNT
    )
    plain = PinEntry("2", pin_block.encode(4, "4321", ACCOUNT, session), account_digits=ACCOUNT)
    assert PadOpener(base_key=base).open(dukpt) == "1234"
    assert PadOpener(session_key=session).open(plain) == "4321"
    assert PadOpener(session_key=SESSION).open(plain) is None
    assert PadOpener(base_key=base).open(plain) is None


def test_what_if_looks_at_days_of_books_that_were_founded_in_the_small_hours(hotel_folder):
    """The demo's first business date is the day before the one on which it is founded."""
    hotel = open_hotel(hotel_folder, system_clock, use_keyring=False)
    try:
        house = hotel.poster.house()
        assert house.property is not None
        first = house.property.business_date - timedelta(days=1)
        pack = house.versions[max(house.versions)].source
        seen = what_if(hotel.books, pack, first, first)
    finally:
        hotel.close()
    assert seen.slips > 50
    assert seen.now == seen.then
    assert seen.now.issued > 0
