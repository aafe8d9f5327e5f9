"""A card in the virtual reader of a real PC/SC daemon (vsmartcard's vpcd, protocol of its README).

A message is a two-byte length, big-endian, and its payload: one byte 00 off, 01 on, 02 reset, 04 asks
for the answer to reset; anything longer is a command. vpcd listens on every address of the machine:
run it in a network namespace of its own.
"""

import contextlib
import socket
import sys
from threading import Thread, current_thread

from devices.sim.cards.chip import Chip, TornError

PORT = 35963
_RESETS = (b"\x00", b"\x01", b"\x02")
_ASKS_ATR = b"\x04"
_JOIN_S = 5.0


class SimVpcdCard:
    """One card, laid on when made; ``take`` it away."""

    def __init__(self, chip: Chip, *, host: str = "127.0.0.1", port: int = PORT) -> None:
        """Lay a card on the virtual reader.

        Raises:
            OSError: No virtual reader listens there.
        """
        self._chip = chip
        self._link = socket.create_connection((host, port), _JOIN_S)
        self._link.settimeout(None)
        self._thread = Thread(target=self._serve, name="sim vpcd", daemon=True)
        self._thread.start()

    def take(self) -> None:
        """Take the card away; may be called twice."""
        with contextlib.suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)
        if self._thread is not current_thread():
            self._thread.join(_JOIN_S)
        self._link.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError, EOFError, TornError):
            while True:
                message = self._receive(int.from_bytes(self._receive(2), "big"))
                if message == _ASKS_ATR:
                    self._send(self._chip.atr)
                elif message in _RESETS:
                    self._chip.reset()
                else:
                    self._send(self._chip.apdu(message))
        with contextlib.suppress(OSError):
            self._link.shutdown(socket.SHUT_RDWR)  # a card torn away is no longer there

    def _send(self, data: bytes) -> None:
        self._link.sendall(len(data).to_bytes(2, "big") + data)

    def _receive(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            if sys.platform == "linux":
                # vpcd sends length and payload apart; a delayed acknowledgement costs 40 ms each time.
                self._link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            part = self._link.recv(size - len(data))
            if not part:
                raise EOFError
            data += part
        return data
