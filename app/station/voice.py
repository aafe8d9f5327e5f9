"""The kiosk's voice: espeak-ng, one utterance at a time, a newer one ends the older.

What is said belongs to the guest alone: the text goes to the program's standard input, never on its command line,
where every user of the machine could read it, and into no file. Whoever installs a kiosk leads the sound to the
earphone's jack and to no loudspeaker (README).
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence
from enum import Enum, unique
from typing import Final

PROGRAM: Final = "espeak-ng"
_VOICES: Final = {"zh_CN": "cmn", "en": "en"}
_WORDS_A_MINUTE: Final = 160
_END_S: Final = 2.0


@unique
class Unheard(Enum):
    """Why nothing was heard."""

    NO_PROGRAM = "no-program"
    NO_SOUND = "no-sound"


def command(language: str, device: str = "", program: str = PROGRAM) -> tuple[str, ...]:
    """Return the words that start the program; the text follows on its standard input.

    Args:
        language: zh_CN or en.
        device: The sound device, as ALSA names it; empty for the usual one.
        program: Name or path of espeak-ng.
    """
    words = (program, "-b", "1", "-v", _VOICES[language], "-s", str(_WORDS_A_MINUTE), "--stdin")
    return (*words, "-d", device) if device else words


class EspeakVoice:
    """Speaks from a thread of its own; ``close`` ends it.

    Args:
        device: The sound device, as ALSA names it; empty for the usual one.
        program: Name or path of espeak-ng.
        more: Further words for the program.
    """

    def __init__(self, device: str = "", program: str = PROGRAM, more: Sequence[str] = ()) -> None:
        self._device, self._program, self._more = device, program, tuple(more)
        self._changed = threading.Condition()
        self._next: tuple[str, str] | None = None
        self._running: subprocess.Popen[bytes] | None = None
        self._is_busy = self._is_closed = False
        self._trouble: Unheard | None = None
        self._thread = threading.Thread(target=self._speak_all, name="voice", daemon=True)
        self._thread.start()

    def say(self, text: str, language: str) -> None:
        """Say something now; what was being said ends."""
        self._take((text, language))

    def hush(self) -> None:
        """Be silent at once."""
        self._take(None)

    def is_speaking(self) -> bool:
        """Tell whether something is being said, or about to be."""
        with self._changed:
            return self._is_busy or self._next is not None

    def trouble(self) -> str:
        """Return why the last that was to be said was not heard, as ``Unheard`` names it; empty where all is well."""
        return self._trouble.value if self._trouble is not None else ""

    def close(self) -> None:
        """Be silent for good."""
        with self._changed:
            self._is_closed = True
        self._take(None)
        self._thread.join(_END_S)

    def _take(self, utterance: tuple[str, str] | None) -> None:
        with self._changed:
            self._next = utterance
            if self._running is not None:
                self._running.terminate()
            self._changed.notify()

    def _speak_all(self) -> None:
        while True:
            with self._changed:
                self._is_busy = False
                self._changed.wait_for(lambda: self._next is not None or self._is_closed)
                if self._is_closed or self._next is None:
                    return
                (text, language), self._next = self._next, None
                self._is_busy = True
                program = self._start(language)
            if program is not None:
                self._speak(program, text)

    def _start(self, language: str) -> subprocess.Popen[bytes] | None:
        words = (*command(language, self._device, self._program), *self._more)
        try:
            self._running = subprocess.Popen(  # noqa: S603 (no word of it comes from outside)
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        except OSError:
            self._trouble = Unheard.NO_PROGRAM
        return self._running

    def _speak(self, program: subprocess.Popen[bytes], text: str) -> None:
        """Hand the text over and wait; a program that was told to end says nothing about the sound."""
        with program:
            _, complaints = program.communicate(text.encode())
        with self._changed:
            self._running = None
        if program.returncode >= 0:
            self._trouble = Unheard.NO_SOUND if _complains(complaints) else None


def _complains(said: bytes) -> bool:
    """Tell whether espeak-ng found no sound device: its exit status does not say."""
    return any(line.lower().startswith(b"error") for line in said.splitlines())
