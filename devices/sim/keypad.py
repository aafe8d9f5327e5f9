"""A plain Chinese password keypad: shows what it is told and sends keys in the clear."""

import re
from pathlib import Path
from threading import Condition

from devices.codec import cn_keypad
from devices.codec.cn_keypad import Command
from devices.sim.pty_port import PtyPort

_OPENING = (Command.ENTER_PASSWORD, Command.OPEN_KEYS)
_CLOSING = (Command.WELCOME, Command.CLOSE_ENTRY, Command.CLOSE_KEYS)
_TEXTS = {
    Command.WELCOME: "WELCOME",
    Command.CLOSE_ENTRY: "WELCOME",
    Command.TRY_AGAIN: "TRY AGAIN",
    Command.ENTER_PASSWORD: "ENTER PASSWORD",
}
_LINE = re.compile(
    rb"\x1bC(?P<clear>[01])|\x1bS(?P<show>[01])(?P<text>.{16})|\x1bS2.{17}", re.DOTALL
)
_LONGEST = 20


class SimPlainKeypad:
    """Speaks as ``drivers.keypad_cn`` listens. Ready to use; ``close`` it."""

    def __init__(self, directory: Path, *, name: str = "keypad") -> None:
        """Plug a keypad in at ``directory/name``."""
        self.lines = ["WELCOME", ""]
        self.is_silent = False
        self._is_open = False
        self._held = b""
        self._changed = Condition()
        self._port = PtyPort(directory / name, self._received)
        self._port.plug()

    @property
    def uri(self) -> str:
        """Address to open it by, unencrypted as it is."""
        return f"keypad-cn:{self._port.path}?plain=allowed"

    @property
    def is_asking(self) -> bool:
        """Whether its keys are open."""
        return self._is_open

    def wait_until_asking(self, timeout_s: float = 5.0) -> bool:
        """Wait until its keys are open."""
        with self._changed:
            return self._changed.wait_for(lambda: self._is_open, timeout_s)

    def wait_until_idle(self, timeout_s: float = 5.0) -> bool:
        """Wait until its keys are closed."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._is_open, timeout_s)

    def wait_until_shown(self, line: int, text: str, timeout_s: float = 5.0) -> bool:
        """Wait until line 1 or 2 shows a text."""
        with self._changed:
            return self._changed.wait_for(lambda: self.lines[line - 1] == text, timeout_s)

    def type_pin(self, pin: str) -> None:
        """Type digits and press Enter."""
        self.press(pin + "\r")

    def press(self, keys: str) -> None:
        """Press keys one by one; backspace corrects, escape cancels. Closed keys send nothing."""
        for key in keys:
            if self._is_open:
                self._port.send(key.encode("ascii"))

    def press_cancel(self) -> None:
        """Press the cancel key."""
        self.press("\x1b")

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._port.send(data)

    def unplug(self) -> None:
        """Pull the cable; its power comes by it."""
        self._port.unplug()
        self._held = b""
        self._open(is_open=False)

    def plug(self) -> None:
        """Plug the cable in again, at the same path."""
        self._port.plug()

    def close(self) -> None:
        """Be gone for good."""
        self.unplug()

    def _open(self, *, is_open: bool) -> None:
        with self._changed:
            self._is_open = is_open
            self._changed.notify_all()

    def _received(self, data: bytes) -> None:
        if self.is_silent:
            return
        self._held += data
        while self._held:
            found = _LINE.match(self._held)
            if found is not None:
                self._show(found)
                self._held = self._held[found.end() :]
            elif self._held[0] == 0x1B and len(self._held) < _LONGEST:
                return
            else:
                self._command(self._held[0])
                self._held = self._held[1:]

    def _show(self, found: re.Match[bytes]) -> None:
        with self._changed:
            if found["clear"]:
                self.lines[int(found["clear"])] = ""
            elif found["show"]:
                self.lines[int(found["show"])] = found["text"].decode("ascii", "replace").rstrip()
            self._changed.notify_all()

    def _command(self, byte: int) -> None:
        if byte == Command.INQUIRY:
            self._port.send(cn_keypad.INQUIRY_ANSWER)
        if byte in _TEXTS:
            self.lines[:] = [_TEXTS[Command(byte)], ""]
        if byte in _OPENING or byte in _CLOSING:
            self._open(is_open=byte in _OPENING)
