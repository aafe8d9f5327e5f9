"""A line that breaks: a TCP proxy in front of a server's socket that holds, drips, cuts, or swallows replies."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from pathlib import Path


class Proxy:
    """Forwards connections to a server.

    Attributes:
        port: Where it listens on this machine.
        swallow_commits: So many commits reach the server, and the reply never comes back: the line is cut.
        cut_before_commits: So many times the line is cut before the commit reaches the server.
        holds: Takes bytes and passes nothing on, as a line that is half open.
        is_down: Takes no connection.
        drips: Passes on byte by byte.
    """

    def __init__(self, target: Path | tuple[str, int]) -> None:
        self.target = target
        self.swallow_commits = 0
        self.cut_before_commits = 0
        self.swallowed = 0
        self.holds = False
        self.is_down = False
        self.drips = False
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._ends = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Cut every connection."""
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for one in pair:
                _break(one)

    def close(self) -> None:
        """Cut everything and listen no more."""
        self._ends = True
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.cut()

    def _accept(self) -> None:
        while not self._ends:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            is_file = isinstance(self.target, Path)
            server = socket.socket(socket.AF_UNIX if is_file else socket.AF_INET)
            try:
                if self.is_down:
                    raise ConnectionRefusedError
                server.connect(str(self.target) if is_file else self.target)
            except OSError:
                _break(client)
                server.close()
                continue
            self._pairs.append((client, server))
            swallows = threading.Event()
            for source, target, is_up in ((client, server, True), (server, client, False)):
                threading.Thread(
                    target=self._forward, args=(source, target, is_up, swallows), daemon=True
                ).start()

    def _forward(
        self, source: socket.socket, target: socket.socket, is_up: bool, swallows: threading.Event
    ) -> None:
        try:
            while content := source.recv(65_536):
                while self.holds and not self._ends:
                    time.sleep(0.01)
                if is_up and b"COMMIT\0" in content:
                    if self.cut_before_commits:
                        self.cut_before_commits -= 1
                        break
                    if self.swallow_commits:
                        self.swallow_commits -= 1
                        swallows.set()
                if not is_up and swallows.is_set() and b"COMMIT\0" in content:
                    self.swallowed += 1
                    break  # the server has committed; nobody hears of it
                self._pass(target, content)
        except OSError:
            pass
        for one in (source, target):
            _break(one)

    def _pass(self, target: socket.socket, content: bytes) -> None:
        if not self.drips:
            target.sendall(content)
            return
        for byte in content:
            target.sendall(bytes([byte]))


def _break(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
