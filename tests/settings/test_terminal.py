"""The settings of one desk: defaults, a damaged file, and no half-written one."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.settings.terminal import PrintChoice, TerminalSettings, read_settings, write_settings


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.json") == TerminalSettings()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "desk.json"
    settings = TerminalSettings(
        terminal="desk-7", language="en", devices={"reader": "msr+serial:/dev/ttyUSB0"},
        print_format=PrintChoice(paper_mm=58, copies=2),
    )  # fmt: skip
    write_settings(file, settings)
    assert read_settings(file) == settings
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["desk.json"]


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b'{"terminal": 5}', b"\xff\xfe", b'{"answer_within_s": "long"}']
)
def test_a_damaged_file_is_named(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "desk.json"
    file.write_bytes(text)
    with pytest.raises(ValueError, match=r"desk\.json"):
        read_settings(file)


def test_a_write_that_is_cut_off_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "desk.json"
    write_settings(file, TerminalSettings(terminal="old"))
    file.with_suffix(".new").write_bytes(b"{half")
    assert read_settings(file).terminal == "old"
    write_settings(file, TerminalSettings(terminal="new"))
    assert read_settings(file).terminal == "new"


def test_many_who_write_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "terminal.json"
    written = [TerminalSettings(terminal=f"desk-{n}") for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: write_settings(path, one), written))
    assert read_settings(path) in written
    assert [one.name for one in tmp_path.iterdir()] == ["terminal.json"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
