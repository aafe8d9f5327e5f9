"""A PC/SC daemon on a socket of its own: the system's library talks to it as to the real one.

It speaks the client protocol 4:4 of pcsc-lite (winscard_msg.h): length, command number, then a
structure in the machine's order. So readers can be plugged, cards swapped and the daemon killed
without hardware and without root. Set ``PCSCLITE_CSOCK_NAME`` to its path before the first use of
PC/SC in a process; the library reads it once.
"""

import contextlib
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread, current_thread

from devices.sim.pcsc_readers import Rv, SimReader, SimReaders

VARIABLE = "PCSCLITE_CSOCK_NAME"
PROTOCOL = (4, 4)
_MOST_READERS = 16
_ABSENT, _MUTE, _CARD = 2, 4 | 8, 4 | 16 | 32  # present: swallowed; powered and negotiable
_STATE = struct.Struct("=128sIIi33s3xII")
_HEADER = struct.Struct("=II")
_WAIT_OVER = struct.Struct("=II")
_CONNECT = struct.Struct("=I128sIIiII")
_RECONNECT = struct.Struct("=iIIIII")
_DISCONNECT = _END = struct.Struct("=iII")
_BEGIN = _STATUS = struct.Struct("=iI")
_TRANSMIT = struct.Struct("=iIIIIIII")
_CONTROL = struct.Struct("=iIIIII")
_ESTABLISH = struct.Struct("=III")
_RELEASE = _CANCEL = struct.Struct("=II")
_VERSION = struct.Struct("=iiI")
_MOST_BYTES = 1 << 17
_JOIN_S = 5.0


class _HungUpError(Exception):
    """The client went."""


class _Client:
    """One connection; each context of a program has its own."""

    def __init__(self, link: socket.socket, daemon: "SimPcscDaemon") -> None:
        self.link = link
        self.is_waiting = False
        self.contexts: set[int] = set()
        self._daemon = daemon
        self._readers = daemon.readers
        self._handles: set[int] = set()
        self._sending = Lock()
        self._commands: dict[int, Callable[[bytes], bytes]] = {
            0x01: self._establish,
            0x02: self._release,
            0x04: self._connect,
            0x05: self._reconnect,
            0x06: self._disconnect,
            0x07: self._begin,
            0x08: self._end,
            0x09: self._transmit,
            0x0A: self._control,
            0x0B: self._status,
            0x0D: self._cancel,
            0x11: self._version,
        }

    def run(self) -> None:
        """Answer until the client hangs up."""
        with contextlib.suppress(_HungUpError, OSError, struct.error):
            while True:
                size, command = _HEADER.unpack(self._receive(_HEADER.size))
                if size > _MOST_BYTES:
                    break
                self._do(command, self._receive(size))
        self.is_waiting = False
        for handle in self._handles:
            self._readers.disconnect(handle)
        self._daemon.gone(self)
        self.link.close()

    def tell(self, rv: Rv) -> None:
        """End the client's waiting."""
        with self._sending:
            if self.is_waiting:
                self.is_waiting = False
                with contextlib.suppress(OSError):
                    self.link.sendall(_WAIT_OVER.pack(0, rv))

    def _do(self, command: int, data: bytes) -> None:
        # Answers are made before the lock is taken: a torn card tells all who wait.
        answer = b""
        if command in self._commands:
            answer = self._commands[command](data)
        elif command not in (0x12, 0x13, 0x14):
            answer = data[:-4] + struct.pack("=I", Rv.UNSUPPORTED)
        with self._sending:
            match command:
                case 0x12 | 0x13:
                    self.is_waiting = command == 0x13
                    answer = self._daemon.states()
                case 0x14 if self.is_waiting:  # else the answer is on its way already
                    self.is_waiting = False
                    answer = _WAIT_OVER.pack(0, Rv.OK)
                case _:
                    pass
            self.link.sendall(answer)

    def _receive(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self.link.recv(size - len(data))
            if not part:
                raise _HungUpError
            data += part
        return data

    def _version(self, data: bytes) -> bytes:
        major, minor, _ = _VERSION.unpack(data)
        self._daemon.client_protocol = (major, minor)
        return _VERSION.pack(major, min(minor, PROTOCOL[1]), Rv.OK)

    def _establish(self, data: bytes) -> bytes:
        number = self._daemon.next_context()
        self.contexts.add(number)
        return _ESTABLISH.pack(_ESTABLISH.unpack(data)[0], number, Rv.OK)

    def _release(self, data: bytes) -> bytes:
        number, _ = _RELEASE.unpack(data)
        self.contexts.discard(number)
        return _RELEASE.pack(number, Rv.OK)

    def _cancel(self, data: bytes) -> bytes:
        number, _ = _CANCEL.unpack(data)
        self._daemon.cancel(number)
        return _CANCEL.pack(number, Rv.OK)

    def _connect(self, data: bytes) -> bytes:
        context, name, share, wanted, *_ = _CONNECT.unpack(data)
        title = name.split(b"\0")[0].decode("utf-8", "replace")
        rv, handle, protocol = self._readers.connect(title, share)
        if rv is Rv.OK:
            self._handles.add(handle)
        return _CONNECT.pack(context, name, share, wanted, handle, protocol, rv)

    def _reconnect(self, data: bytes) -> bytes:
        handle, share, wanted, how, *_ = _RECONNECT.unpack(data)
        rv, protocol = self._readers.reconnect(handle, how)
        return _RECONNECT.pack(handle, share, wanted, how, protocol, rv)

    def _disconnect(self, data: bytes) -> bytes:
        handle, how, _ = _DISCONNECT.unpack(data)
        self._handles.discard(handle)
        return _DISCONNECT.pack(handle, how, self._readers.disconnect(handle, how))

    def _begin(self, data: bytes) -> bytes:
        handle, _ = _BEGIN.unpack(data)
        return _BEGIN.pack(handle, self._readers.begin(handle))

    def _end(self, data: bytes) -> bytes:
        handle, how, _ = _END.unpack(data)
        return _END.pack(handle, how, self._readers.end(handle))

    def _transmit(self, data: bytes) -> bytes:
        handle, protocol, length, size, p2, l2, *_ = _TRANSMIT.unpack(data)
        command = self._receive(min(size, _MOST_BYTES))
        rv, answer = self._readers.transmit(handle, command)
        return _TRANSMIT.pack(handle, protocol, length, size, p2, l2, len(answer), rv) + answer

    def _control(self, data: bytes) -> bytes:
        handle, code, size, room, *_ = _CONTROL.unpack(data)
        rv, answer = self._readers.control(handle, self._receive(min(size, _MOST_BYTES)))
        return _CONTROL.pack(handle, code, size, room, len(answer), rv) + answer

    def _status(self, data: bytes) -> bytes:
        handle, _ = _STATUS.unpack(data)
        return _STATUS.pack(handle, self._readers.state_of(handle))


class SimPcscDaemon:
    """The daemon with its readers; kill it, start it again, ``close`` it."""

    def __init__(self, path: Path) -> None:
        """Listen at ``path``, a socket that appears."""
        self.path = path
        self.readers = SimReaders(lambda: self._tell_all(Rv.OK))
        self.client_protocol: tuple[int, int] | None = None
        self._lock = Lock()
        self._clients: set[_Client] = set()
        self._threads: list[Thread] = []
        self._last_context = 0
        self._server: socket.socket | None = None
        self._thread: Thread | None = None
        self.start()

    def start(self) -> None:
        """Listen; does nothing when it does."""
        if self._server is not None:
            return
        self.readers.forget()
        self.path.unlink(missing_ok=True)
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(self.path))
        server.listen()
        self._server = server
        self._thread = Thread(target=self._serve, args=(server,), name="sim pcsc", daemon=True)
        self._thread.start()

    def kill(self) -> None:
        """End as by SIGKILL: every connection breaks; readers and cards stay where they are."""
        server, self._server = self._server, None
        if server is None:
            return
        with contextlib.suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)  # ends a waiting accept
        server.close()
        self.path.unlink(missing_ok=True)
        if self._thread is not None:
            self._thread.join(_JOIN_S)  # no connection comes any more
        with self._lock:
            clients, threads = list(self._clients), list(self._threads)
            self._threads.clear()
        for client in clients:
            with contextlib.suppress(OSError):
                client.link.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            if thread is not current_thread():
                thread.join(_JOIN_S)

    def close(self) -> None:
        """Be gone for good."""
        self.kill()

    # --- called by the connections ------------------------------------------------------------------

    def next_context(self) -> int:
        """Give a number that no context had."""
        with self._lock:
            self._last_context += 1
            return self._last_context

    def states(self) -> bytes:
        """Give the state of every reader."""
        with self.readers.lock:
            packed = b"".join(_packed(one) for one in self.readers.plugged[:_MOST_READERS])
        return packed.ljust(_STATE.size * _MOST_READERS, b"\0")

    def cancel(self, context: int) -> None:
        """End the waiting of one context."""
        with self._lock:
            meant = [one for one in self._clients if context in one.contexts]
        for client in meant:
            client.tell(Rv.CANCELLED)

    def gone(self, client: _Client) -> None:
        """Forget a connection."""
        with self._lock:
            self._clients.discard(client)

    def _tell_all(self, rv: Rv) -> None:
        with self._lock:
            clients = list(self._clients)
        for client in clients:
            client.tell(rv)

    def _serve(self, server: socket.socket) -> None:
        while self._server is server:
            try:
                link, _ = server.accept()
            except OSError:
                return
            client = _Client(link, self)
            thread = Thread(target=client.run, name="sim pcsc client", daemon=True)
            with self._lock:
                self._clients.add(client)
                self._threads = [
                    *(one for one in self._threads if one.is_alive() or one.ident is None),
                    thread,
                ]
            # Started outside the lock: its first command takes it.
            thread.start()


def _packed(reader: SimReader) -> bytes:
    if reader.chip is None or reader.is_mute:
        atr, state = b"", _ABSENT if reader.chip is None else _MUTE
    else:
        atr, state = reader.chip.atr, _CARD
    return _STATE.pack(
        reader.name.encode()[:127],
        reader.events,
        state,
        reader.sharing,
        atr,
        len(atr),
        reader.protocol,
    )
