"""A third language is a file: dropped into the folder it can be chosen, and what it does not say reads English."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.desk.window import DeskWindow
from app.ui.kit.language import Language, own_name, short_name
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.theme import Theme
from app.ui.serving.bar_buttons import LanguageButton
from tests.support.fake_desk_service import FakeDesk

I18N = Path(__file__).parents[2] / "resources" / "i18n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The translations with a Japanese file beside them that says one thing of its own."""
    copied = shutil.copytree(I18N, tmp_path / "i18n")
    text = (copied / "app_zh_CN.ts").read_text("utf-8")
    text = text.replace('language="zh_CN"', 'language="ja"')
    text = re.sub(r"<translation>.*?</translation>", "<translation></translation>", text)
    signed_out = re.compile(r"(<source>Signed out</source>\s*)<translation></translation>")
    text, changed = signed_out.subn(r"\1<translation>未ログイン</translation>", text)
    assert changed
    (copied / "app_ja.ts").write_text(text, "utf-8")
    return copied


def test_a_dropped_file_is_a_language(folder: Path, qapp: QApplication) -> None:
    del qapp
    language = Language(folder, "en")
    assert language.codes == ("zh_CN", "en", "ja")
    assert language.following == "ja"
    language.choose("ja")
    assert QCoreApplication.translate("TopBar", "Signed out") == "未ログイン"
    assert QCoreApplication.translate("messages", "The PIN is wrong.") == "The PIN is wrong."
    assert language.following == "zh_CN"
    assert (own_name("ja"), short_name("ja")) == ("日本語", "JA")
    language.retire()


def test_the_button_on_the_bar_goes_round(folder: Path, qtbot: QtBot, theme: Theme) -> None:
    language = Language(folder, "zh_CN")
    window = DeskWindow(theme, language, TaskRunner(), FakeDesk())
    qtbot.addWidget(window)
    window.show()
    button = window.findChild(LanguageButton)
    assert button is not None
    seen = []
    for _ in range(3):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        seen.append(language.code)
    assert seen == ["en", "ja", "zh_CN"]
    window.close()
    window.desk.tasks.finish()
    language.retire()


def test_a_house_offers_the_languages_it_says(folder: Path, qapp: QApplication) -> None:
    del qapp
    language = Language(folder, "zh_CN")
    language.offered = ("zh_CN", "ja")
    assert language.codes == ("zh_CN", "ja")
    assert language.following == "ja"
    language.retire()
