"""The real espeak-ng: sound comes, each language has its own, a newer utterance ends the older, nothing leaks."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.station.voice import PROGRAM, EspeakVoice, command
from tests.support.waiting import until

needs_program = pytest.mark.skipif(
    shutil.which(PROGRAM) is None, reason="needs espeak-ng: packaging/test installs it"
)
pytestmark = needs_program
LONG = "One thousand two hundred and eighty points. " * 400
HEADER = 44


def sound(text: str, language: str) -> bytes:
    """Let the program make the sound that it would play."""
    words = (*command(language), "--stdout")
    return subprocess.run(
        words, input=text.encode(), capture_output=True, check=True, timeout=20
    ).stdout


class Ear:
    """Stands between the voice and the program: keeps the sound of each utterance in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "ear"
        self.program.write_text(
            f'#!/bin/sh\nread first < "{folder}/pace"\n'
            f'tr "\\0" " " < /proc/$$/cmdline > "{folder}/$$.words"\n'
            f'{shutil.which(PROGRAM)} "$@" --stdout > "{folder}/$$.wav"\n'
            "exec $first\n"
        )
        self.program.chmod(0o700)
        self.pace("true")

    def pace(self, word: str) -> None:
        (self.folder / "pace").write_text(f"{word}\n")

    def sounds(self) -> list[bytes]:
        return [one.read_bytes() for one in sorted(self.folder.glob("*.wav"))]

    def words(self) -> str:
        return " ".join(one.read_text() for one in self.folder.glob("*.words"))


@pytest.fixture
def ear(tmp_path: Path) -> Ear:
    return Ear(tmp_path)


@pytest.fixture
def voice(ear: Ear) -> Iterator[EspeakVoice]:
    made = EspeakVoice(program=str(ear.program))
    yield made
    made.close()


def silent(voice: EspeakVoice) -> None:
    until(lambda: not voice.is_speaking(), "silence")


@pytest.mark.parametrize(("language", "text"), [("zh_CN", "您有 18244 分"), ("en", "18244 points")])
def test_each_language_is_spoken(language: str, text: str) -> None:
    made = sound(text, language)
    assert made[:4] == b"RIFF"
    assert len(made) > HEADER + 22050  # half a second at least
    assert len(set(made[HEADER:])) > 50  # no silence


def test_the_same_text_sounds_other_in_the_other_language() -> None:
    assert sound("2217", "zh_CN") != sound("2217", "en")


def test_an_utterance_is_spoken_whole_and_its_text_stands_on_no_command_line(
    voice: EspeakVoice, ear: Ear
) -> None:
    voice.say("ending in 2 2 1 7", "en")
    silent(voice)
    (made,) = ear.sounds()
    assert made[HEADER:] == sound("ending in 2 2 1 7", "en")[HEADER:]
    assert "--stdin" in ear.words()
    assert "2 2 1 7" not in ear.words()
    assert voice.trouble() == ""


def test_a_newer_one_ends_the_older_at_once(voice: EspeakVoice, ear: Ear) -> None:
    ear.pace("sleep 60")
    voice.say("first", "en")
    until(lambda: ear.sounds() and len(ear.sounds()[0]) > HEADER, "the first is being said")
    ear.pace("true")
    begun = time.monotonic()
    voice.say("second", "en")
    silent(voice)
    assert time.monotonic() - begun < 5
    assert sound("second", "en")[HEADER:] in [one[HEADER:] for one in ear.sounds()]


def test_asking_never_waits_and_only_the_last_of_many_is_said(voice: EspeakVoice, ear: Ear) -> None:
    begun = time.monotonic()
    for at in range(50):
        voice.say(f"{LONG} {at}", "en")
    voice.say("the last", "en")
    assert time.monotonic() - begun < 0.5
    silent(voice)
    assert len(ear.sounds()) < 50
    assert sound("the last", "en")[HEADER:] in [one[HEADER:] for one in ear.sounds()]


def test_hush_is_silence_at_once(voice: EspeakVoice, ear: Ear) -> None:
    ear.pace("sleep 60")
    voice.say("first", "en")
    until(lambda: bool(ear.sounds()), "the first is being said")
    voice.hush()
    until(lambda: not voice.is_speaking(), "silence", 5)


def test_a_missing_program_and_a_missing_sound_card_are_told(tmp_path: Path) -> None:
    missing = EspeakVoice(program=str(tmp_path / "none"))
    missing.say("hello", "en")
    until(lambda: missing.trouble() == "no-program", "the program is missed")
    missing.close()
    deaf = EspeakVoice(device="no-such-device")
    deaf.say("hello", "en")
    until(lambda: deaf.trouble() == "no-sound", "the sound card is missed")
    deaf.close()
