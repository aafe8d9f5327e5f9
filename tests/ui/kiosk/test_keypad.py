"""Whole visits by the keys of a numeric keypad alone, each choice found by what is read aloud; the PIN on its pad."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.kiosk.confirm import ConfirmPage
from app.ui.kiosk.enrol import EnrolPage, Step
from app.ui.kiosk.gift import GiftPage
from app.ui.kiosk.history import HistoryPage
from app.ui.kiosk.rewards import RewardsPage
from app.ui.kiosk.spoken import numbered
from app.ui.kiosk.state import KioskPage
from app.ui.kit.wedge_filter import WedgeFilter
from app.ui.service.answers import PinPurpose
from tests.ui.kiosk.conftest import PORTRAIT, Guest, GuestMaker

PAD = Qt.KeyboardModifier.KeypadModifier
KEYS = {"*": Qt.Key.Key_Asterisk, "#": Qt.Key.Key_NumberSign, ".": Qt.Key.Key_Period}
KEYS |= {"+": Qt.Key.Key_Plus, "-": Qt.Key.Key_Minus}
NEW = "13900139777"
ENTER, BACK = Qt.Key.Key_Enter, Qt.Key.Key_Backspace


class Fingers:
    """A hand on the keypad and an ear at the earphone; it sees nothing."""

    def __init__(self, guest: Guest) -> None:
        self.guest = guest
        self.said: list[str] = []
        guest.window.keypad.said.connect(self.said.append)
        guest.until(guest.window.isActiveWindow)  # a key before that goes nowhere

    def key(self, key: Qt.Key) -> None:
        """Press a key as the window system tells it: to the window, which finds who has the keys."""
        QApplication.processEvents()
        at = self.guest.window.windowHandle()
        assert at is not None
        QTest.keyClick(at, key, PAD)
        QApplication.processEvents()

    def type(self, signs: str) -> None:
        for sign in signs:
            if sign.isdigit():
                self.key(Qt.Key(Qt.Key.Key_0 + int(sign)))
            else:
                self.key(KEYS[sign])

    def choose(self, words: str) -> None:
        """Press the digit that is read out for something."""
        self.type(self._digit(words, self.guest.page.spoken()))

    def _digit(self, words: str, said: str) -> str:
        found = re.search(rf"Press (\d) for [^.]*{words}", said)
        assert found is not None, (words, said)
        return found[1]

    def choose_in_menu(self, words: str) -> None:
        self.type("#")
        self.type(self._digit(words, self.said[-1]))

    def come(self) -> None:
        """Begin in English, by phone and PIN."""
        assert "For English press 2" in self.guest.page.spoken()
        self.type("2")
        self.guest.is_at(KioskPage.PHONE)
        self.type("138123422179")
        assert self.said[-1] == "9"
        self.type("-")
        assert "Phone number: 1 3 8 1 2 3 4 2 2 1 7" in self.guest.page.spoken()
        self.key(ENTER)
        self.guest.type_pin()
        self.guest.is_at(KioskPage.HOME)


@pytest.mark.parametrize("size", [PORTRAIT, (1280, 800)], ids=["stands", "lies"])
def test_a_redemption_by_the_keypad_alone(guest_for: GuestMaker, size: tuple[int, int]) -> None:
    guest = guest_for(size=size)
    fingers = Fingers(guest)
    fingers.come()
    before = guest.at.points()
    fingers.choose("Rewards")
    guest.is_at(KioskPage.REWARDS)
    page = guest.page
    assert isinstance(page, RewardsPage)
    guest.until(lambda: page.cards[0].reward is not None)
    first = page.cards[0].reward
    fingers.type("+")
    assert page.turning.at == min(1, page.turning.pages - 1)
    fingers.type("-")
    assert page.turning.at == 0
    assert page.cards[0].reward == first
    fingers.choose("Breakfast for two")
    guest.is_at(KioskPage.CONFIRM)
    confirm = guest.page
    assert isinstance(confirm, ConfirmPage)
    fingers.type("++-")
    assert guest.kiosk.pending.quantity == 2
    assert "Press Enter for Redeem" in confirm.spoken()
    fingers.key(ENTER)
    guest.type_pin()
    guest.is_at(KioskPage.DONE)
    reward = guest.kiosk.pending.reward
    assert reward is not None
    assert guest.at.points() == before - 2 * reward.points
    assert "Your voucher" in guest.page.spoken()
    fingers.choose("Finish")
    guest.is_at(KioskPage.ATTRACT)
    assert guest.kiosk.visit is None


def test_a_gift_by_the_keypad_alone(guest_for: GuestMaker) -> None:
    guest = guest_for()
    fingers = Fingers(guest)
    fingers.come()
    before = guest.at.points()
    fingers.choose("Give points")
    guest.is_at(KioskPage.GIFT)
    fingers.type("13900012207")
    fingers.key(ENTER)
    page = guest.page
    assert isinstance(page, GiftPage)
    guest.until(lambda: page.friend is not None and not guest.kiosk.busy)
    fingers.type("1000")
    fingers.key(BACK)
    assert page.number == "100"
    fingers.key(ENTER)
    guest.type_pin()
    guest.is_at(KioskPage.DONE)
    assert guest.at.points() == before - 100
    fingers.key(ENTER)  # more for me
    guest.is_at(KioskPage.HOME)


def test_what_came_and_went_is_read_and_explained_by_the_keypad(guest_for: GuestMaker) -> None:
    guest = guest_for(size=PORTRAIT)
    fingers = Fingers(guest)
    fingers.come()
    fingers.choose("My points")
    guest.is_at(KioskPage.HISTORY)
    page = guest.page
    assert isinstance(page, HistoryPage)
    guest.until(lambda: any(line.isVisible() for line in page.lines))
    fingers.choose("Rooms")
    guest.is_at(KioskPage.WHY)
    assert "points for each whole one" in guest.page.spoken()
    fingers.key(BACK)
    guest.is_at(KioskPage.HISTORY)
    fingers.key(BACK)
    guest.is_at(KioskPage.HOME)
    fingers.choose("Statement")
    guest.is_at(KioskPage.STATEMENT)
    fingers.key(ENTER)  # print it
    guest.until(lambda: "Your statement is in the tray below" in guest.page.spoken())


def test_the_menu_reaches_what_stands_round_every_page(guest_for: GuestMaker) -> None:
    guest = guest_for()
    fingers = Fingers(guest)
    fingers.come()
    fingers.choose_in_menu("Large text")
    assert guest.kiosk.is_large
    fingers.choose_in_menu("High contrast")
    assert guest.kiosk.theme.name == "high_contrast"
    fingers.choose_in_menu("中文")
    assert guest.kiosk.language.chinese
    fingers.type(".")
    assert re.search(r"English，请按 (\d)", fingers.said[-1])
    fingers.type("#")  # leaves it; the digits are the page's again
    fingers.type("1")
    assert guest.page.name is not KioskPage.HOME
    fingers.key(Qt.Key.Key_Escape)
    guest.is_at(KioskPage.HOME)
    fingers.type("#")
    fingers.type(re.search(r"呼叫服务员，请按 (\d)", fingers.said[-1])[1])  # type: ignore[index]
    guest.is_at(KioskPage.HELP)
    fingers.key(ENTER)
    guest.is_at(KioskPage.HOME)
    fingers.type("#")
    fingers.type(re.search(r"结束，请按 (\d)", fingers.said[-1])[1])  # type: ignore[index]
    guest.is_at(KioskPage.ATTRACT)


def test_0_reads_out_what_lies_beyond_the_ninth_choice(guest_for: GuestMaker) -> None:
    guest = guest_for("en", PORTRAIT)
    fingers = Fingers(guest)
    guest.kiosk.chose_language = True
    guest.come("lin")
    for _ in range(6):
        guest.at.service.redeem("R001", 1, guest.at.pin(None, purpose=PinPurpose.REDEEM))
    fingers.choose("My points")
    guest.is_at(KioskPage.HISTORY)
    page = guest.page
    assert isinstance(page, HistoryPage)
    guest.until(lambda: len(page.choices()) > 9)
    choices = page.choices()
    assert len(choices) > 9
    assert "Press 0 for more choices" in page.spoken()
    fingers.type("0")
    assert fingers.said[-1] == " ".join(numbered(choices[9:18]))
    fingers.type("1")
    guest.is_at(KioskPage.WHY)


def test_plus_changes_how_many_though_it_begins_a_track_of_a_reader_that_types(
    guest_for: GuestMaker, qapp: QApplication
) -> None:
    guest = guest_for()
    fingers = Fingers(guest)
    wedge = WedgeFilter(guest.at.kiosk.station.wedge())
    wedge.watch(qapp)
    try:
        fingers.come()
        fingers.choose("Rewards")
        guest.is_at(KioskPage.REWARDS)
        guest.until(lambda: "Breakfast for two" in guest.page.spoken())
        fingers.choose("Breakfast for two")
        guest.is_at(KioskPage.CONFIRM)
        for wanted in (2, 3):
            fingers.type("+")
            guest.until(lambda wanted=wanted: guest.kiosk.pending.quantity == wanted)
        fingers.type("-")
        guest.until(lambda: guest.kiosk.pending.quantity == 2)
    finally:
        wedge.unwatch(qapp)


def test_any_key_is_a_yes_and_nothing_else(guest_for: GuestMaker) -> None:
    guest = guest_for("en")
    fingers = Fingers(guest)
    guest.come("lin")
    guest.window.leaving.set_times(ask_ms=200, clear_ms=5000)
    fingers.key(Qt.Key.Key_Shift)  # the old count ends, the new one begins
    guest.until(guest.window.still_there.isVisible)
    assert guest.kiosk.language.chinese  # the guest's own
    assert "按任意键继续" in guest.window.still_there.spoken()
    fingers.type("1")
    assert not guest.window.still_there.isVisible()
    assert guest.page.name is KioskPage.HOME
    assert guest.page.hasFocus()


def test_somebody_joins_by_the_keypad_alone(guest_for: GuestMaker) -> None:
    guest = guest_for()
    fingers = Fingers(guest)
    fingers.type("2")
    guest.is_at(KioskPage.PHONE)
    fingers.choose_in_menu("Join")
    guest.is_at(KioskPage.ENROL)
    page = guest.page
    assert isinstance(page, EnrolPage)
    fingers.type(NEW)
    fingers.key(ENTER)
    guest.until(lambda: page.step is Step.CODE)
    modem = guest.at.simulators.modem
    guest.until(lambda: any(to.endswith(NEW) for to, _ in modem.sent))
    text = next(text for to, text in modem.sent if to.endswith(NEW))
    fingers.type(re.findall(r"\d{6}", text)[0])
    fingers.key(ENTER)
    guest.until(lambda: page.step is Step.NAME)
    assert "Type letters with the keys 2 to 9" in page.spoken()
    fingers.type("555444")
    assert fingers.said[-3:] == ["g", "h", "i"]
    fingers.type("0662-")
    assert (page.keyboard.text, fingers.said[-4:]) == ("Li N", ["m", "n", "a", "Taken back."])
    fingers.type("2")
    assert "Your name: L i   N a" in page.spoken() or "Li Na" in page.spoken()
    fingers.key(ENTER)
    guest.until(lambda: page.step is Step.CONSENT)
    assert not page.next.isEnabled()
    fingers.choose("of age")
    fingers.key(ENTER)
    guest.type_pin("975310")
    guest.until(lambda: not guest.at.simulators.pad.is_asking)
    guest.type_pin("975310")
    guest.is_at(KioskPage.DONE)
    assert "Welcome to the club" in guest.page.spoken()


def test_a_chinese_name_is_written_by_its_sound_on_the_keypad(guest_for: GuestMaker) -> None:
    guest = guest_for()
    fingers = Fingers(guest)
    guest.kiosk.go.emit(KioskPage.ENROL)
    guest.is_at(KioskPage.ENROL)
    page = guest.page
    assert isinstance(page, EnrolPage)
    page._go(Step.NAME)
    assert "用 2 到 9 键输入拼音" in page.spoken()
    fingers.type("55544466")
    assert fingers.said[-1] == "n. 林"
    fingers.type("0")
    assert (page.keyboard.text, fingers.said[-1]) == ("林", "林")
    fingers.type("99" + "444")
    first = page.keyboard.offered()
    fingers.type("1")
    second = page.keyboard.offered()
    assert second == fingers.said[-1] != first
    fingers.key(ENTER)  # takes it, and goes on
    assert page.keyboard.text == f"林{second}"
    guest.until(lambda: page.step is Step.CONSENT)
