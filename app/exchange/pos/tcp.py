"""The door of tills that come by TCP: one thread for all of them, and never more of them than it bears."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from time import monotonic
from typing import Final

from app.exchange.pos.caller import TcpCaller
from app.exchange.pos.counter import PosCounter
from app.exchange.pos.door import Clerk, Limits
from app.exchange.pos.messages import Problem, refused
from app.exchange.pos.reasons import PosReason, PosTrouble

_TURN_S: Final = 0.5
_BACKLOG: Final = 64


class TcpDoor:
    """Listens on an address and serves the tills that connect.

    Args:
        host: An address in figures.
        port: 0 for any that is free.
        counter: Knows who waits.
        clerk: Takes lines.
        limits: What is borne.
    """

    def __init__(
        self, host: str, port: int, counter: PosCounter, clerk: Clerk, limits: Limits
    ) -> None:
        self._host = host
        self.port = port
        self._counter = counter
        self._clerk = clerk
        self._limits = limits
        self._trouble: PosTrouble | None = None
        self._is_closed = threading.Event()
        self._callers: list[TcpCaller] = []
        self._near, self._far = socket.socketpair()
        for end in (self._near, self._far):
            end.settimeout(0)
        self._thread = threading.Thread(target=self._run, name="pos tcp", daemon=True)

    @property
    def trouble(self) -> PosTrouble | None:
        """Why nobody can connect."""
        return self._trouble

    def start(self) -> None:
        """Bind, and serve on a thread; a port that is taken is tried again until it is free."""
        server = self._bound()
        self._thread = threading.Thread(
            target=self._run, args=(server,), name="pos tcp", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Hang up on everybody."""
        self._is_closed.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join()
        self._near.close()
        self._far.close()

    def _wake(self) -> None:
        # A full pair is awake already; a closed one has nobody to wake.
        with contextlib.suppress(OSError):
            self._far.send(b"\0")

    def _bound(self) -> socket.socket | None:
        server = socket.socket(socket.AF_INET6 if ":" in self._host else socket.AF_INET)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((self._host, self.port))
            server.listen(_BACKLOG)
        except OSError:
            server.close()
            self._trouble = PosTrouble.NOT_OPENED
            return None
        server.settimeout(0)
        self.port = server.getsockname()[1]
        self._trouble = None
        return server

    def _run(self, server: socket.socket | None) -> None:
        while server is None and not self._is_closed.wait(self._limits.reopen_s):
            server = self._bound()
        if server is None:
            return
        try:
            while not self._is_closed.is_set():
                self._turn(server)
        finally:
            server.close()
            for one in self._callers:
                self._hang_up(one)
            self._callers.clear()

    def _turn(self, server: socket.socket) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(server, selectors.EVENT_READ)
            selector.register(self._near, selectors.EVENT_READ)
            for one in self._callers:
                events = selectors.EVENT_READ * one.wants_in | selectors.EVENT_WRITE * one.wants_out
                if events:
                    selector.register(one.link, events, one)
            ready = selector.select(_TURN_S)
        for key, events in ready:
            if key.fileobj is server:
                self._accept(server)
            elif key.fileobj is self._near:
                with contextlib.suppress(BlockingIOError):
                    while self._near.recv(4096):
                        pass
            else:
                self._serve(key.data, events)
        for one in self._callers:
            one.go_on()
            one.grow_old(waits=self._counter.askers.waits(one))
        done = [one for one in self._callers if one.is_done]
        for one in done:
            self._hang_up(one)
        self._callers = [one for one in self._callers if one not in done]

    def _serve(self, caller: TcpCaller, events: int) -> None:
        if events & selectors.EVENT_READ:
            caller.read()
        if events & selectors.EVENT_WRITE:
            caller.write()

    def _accept(self, server: socket.socket) -> None:
        try:
            link, _ = server.accept()
        except OSError:  # it hung up at once, or there are no descriptors left
            self._is_closed.wait(0.01)
            return
        link.settimeout(0)
        if len(self._callers) >= self._limits.connections:
            with contextlib.suppress(OSError):
                link.send(refused(Problem(PosReason.TOO_MANY_CONNECTIONS)))
            link.close()
            return
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._callers.append(
            TcpCaller(link, self._limits, monotonic, self._clerk.hand_in, self._wake)
        )

    def _hang_up(self, caller: TcpCaller) -> None:
        self._counter.askers.forget(caller)
        with contextlib.suppress(OSError):
            caller.link.shutdown(socket.SHUT_RDWR)
        caller.link.close()
