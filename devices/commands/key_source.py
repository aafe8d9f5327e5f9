"""Where keys come from while a reader that types is tried: a terminal, or a simulated reader's fingers.

In the program the keys come from its windows; a terminal gives the same characters in the same rhythm, so the
reader and the driver are tried without the program.
"""

import codecs
import os
import select
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event
from time import monotonic_ns
from typing import Protocol, TextIO

from devices.errors import NotInstalledError
from devices.roles import Key

TakeKey = Callable[[Key, int], None]
_LOOK_S = 0.1
_MOST = 1024


class Keyboard(Protocol):
    """Gives key presses with their times while it is listened to."""

    def listened(self, take: TakeKey) -> AbstractContextManager[None]:
        """Give every key to ``take``, on a thread of the keyboard's own, until the context is left."""


class TerminalKeyboard:
    """The keyboard of a terminal; keys are not shown, and Ctrl-C still ends the command."""

    def __init__(self, terminal: TextIO) -> None:
        """Take the terminal.

        Raises:
            NotInstalledError: This system has no such terminals.
        """
        if sys.platform == "win32":
            raise NotInstalledError(
                "keys of a terminal can be read on Linux only; use the desk's windows"
            )
        self._descriptor = terminal.fileno()

    @contextmanager
    def listened(self, take: TakeKey) -> Iterator[None]:
        """Give every key, as ``Keyboard.listened`` says."""
        import termios
        import tty

        before = termios.tcgetattr(self._descriptor)
        ending = Event()
        reading = threading.Thread(
            target=self._read, args=(take, ending), name="terminal keys", daemon=True
        )
        try:
            tty.setcbreak(self._descriptor)
            raw = termios.tcgetattr(self._descriptor)
            raw[0] &= ~(termios.ICRNL | termios.IXON)  # Enter as it is typed
            termios.tcsetattr(self._descriptor, termios.TCSANOW, raw)
            reading.start()
            yield
        finally:
            ending.set()
            if reading.is_alive():
                reading.join()
            termios.tcsetattr(self._descriptor, termios.TCSANOW, before)

    def _read(self, take: TakeKey, ending: Event) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        while not ending.is_set():
            if not select.select([self._descriptor], [], [], _LOOK_S)[0]:
                continue
            try:
                data = os.read(self._descriptor, _MOST)
            except OSError:
                return
            if not data:
                return
            at_ns = monotonic_ns()
            for character in decoder.decode(data):
                is_enter = character in "\r\n"
                take(Key(text="" if is_enter else character, is_enter=is_enter), at_ns)
