"""Pages read aloud: a real window, and a voice that keeps what it is told instead of sounding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import Qt

from app.bootstrap.kiosk import open_kiosk
from app.settings.kiosk import KioskSettings
from app.station.voice import EspeakVoice
from app.ui.kiosk.reading import Reading
from app.ui.kiosk.service_page import ServicePage
from app.ui.kiosk.state import KioskPage
from tests.support.at_desk import change_settings
from tests.support.waiting import until
from tests.ui.kiosk.conftest import Guest, GuestMaker
from tests.ui.kiosk.test_keypad import ENTER, Fingers

EAR = """#!/bin/sh
echo "$*" >> "{folder}/words"
text=$(cat)
echo "$text" >> "{folder}/said"
"""


class Heard:
    """What came out at the earphone: a program in espeak-ng's place, fed as espeak-ng is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        program = folder / "ear"
        program.write_text(EAR.format(folder=folder))
        program.chmod(0o700)
        self.voice = EspeakVoice(program=str(program))

    def said(self) -> str:
        file = self.folder / "said"
        return file.read_text() if file.exists() else ""

    def words(self) -> str:
        return (self.folder / "words").read_text()


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    folder = tmp_path / "earphone"
    folder.mkdir()
    made = Heard(folder)
    yield made
    made.voice.close()


def hears(guest: Guest, heard: Heard, words: str) -> None:
    guest.until(lambda: words in heard.said())


def test_a_visit_is_read_aloud_from_the_star_key_until_it_ends(
    guest_for: GuestMaker, heard: Heard
) -> None:
    guest = guest_for()
    reading = Reading(guest.window, heard.voice, always=False)
    fingers = Fingers(guest)
    guest.qtbot.wait(900)
    assert heard.said() == ""
    fingers.type("*")
    hears(guest, heard, "For English press 2")
    fingers.type("2")
    hears(guest, heard, "Swipe your card")
    fingers.type("13812342217")
    hears(guest, heard, "Press Enter for Continue")
    fingers.key(ENTER)
    hears(guest, heard, "Please enter your PIN on the pad")
    guest.type_pin()
    guest.is_at(KioskPage.HOME)
    hears(guest, heard, "Hello, Ms Lin Yuqing")
    hears(guest, heard, "1280 yuan")
    assert "246810" not in heard.said()
    assert "2 4 6 8 1 0" not in heard.said()
    assert "-v en" in heard.words()
    assert "-v cmn" in heard.words()
    assert "Lin" not in heard.words()
    fingers.choose("Give points")
    hears(guest, heard, "Give points away")
    fingers.type("1")
    hears(guest, heard, "\n1\n")
    fingers.key(Qt.Key.Key_Escape)
    guest.is_at(KioskPage.HOME)
    fingers.choose_in_menu("Finish")
    guest.is_at(KioskPage.ATTRACT)
    assert not reading.is_on


def test_only_what_is_new_is_read_and_star_reads_all_again(
    guest_for: GuestMaker, heard: Heard
) -> None:
    guest = guest_for()
    Reading(guest.window, heard.voice, always=True)
    fingers = Fingers(guest)
    fingers.type("1")
    guest.is_at(KioskPage.PHONE)
    hears(guest, heard, "请刷卡、贴卡")
    until(lambda: not heard.voice.is_speaking(), "silence")
    fingers.type("13812342218")
    fingers.key(ENTER)
    guest.type_pin("135790")
    guest.is_at(KioskPage.PHONE)
    hears(guest, heard, "手机号与密码不符")
    assert "refused" not in guest.page.spoken()
    until(lambda: not heard.voice.is_speaking(), "silence")
    before = heard.said().count("请刷卡、贴卡")
    fingers.type("*")
    guest.until(lambda: heard.said().count("请刷卡、贴卡") > before)


@pytest.mark.parametrize("mode", ["off", "key"])
def test_the_settings_say_whether_there_is_a_voice(
    hotel_folder: Path, mode: Literal["off", "key"]
) -> None:
    change_settings(hotel_folder, kiosk=KioskSettings(voice=mode))
    kiosk = open_kiosk(hotel_folder, simulate=True, use_keyring=False)
    try:
        assert (kiosk.reader is not None) == (mode == "key")
    finally:
        kiosk.close()


def test_the_service_page_says_why_nothing_is_heard(guest_for: GuestMaker, tmp_path: Path) -> None:
    guest = guest_for()
    page = ServicePage(guest.kiosk)
    assert page.voice_words() == "语音：已在设置中关闭"
    guest.kiosk.voice = voice = EspeakVoice(program=str(tmp_path / "none"))
    assert page.voice_words() == "语音：页面内容由耳机朗读"
    voice.say("您好", "zh_CN")
    guest.until(lambda: page.voice_words() == "语音：未安装 espeak-ng 程序")
    voice.close()
