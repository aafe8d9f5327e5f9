"""Hot-plug: the kernel tells when a device comes or goes, so nobody need look again and again.

Linux sends a message to every listener of the uevent netlink group when a device appears; udev sends
another to its own group when node and permissions are ready. Both are heard: the second is the better
moment, the first comes also where no udev runs. On other systems there is nothing to hear, and the
owners' own tries (at most 1.5 s apart) find the port.

Source:
    Linux kernel, Documentation/ABI/stable/sysfs-uevent; systemd, libsystemd/sd-device/monitor-netlink.
"""

import logging
import select
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from time import monotonic

from devices.wire.line import Waker

_LOG = logging.getLogger(__name__)
_UEVENT = 15  # NETLINK_KOBJECT_UEVENT; the socket module has no name for it
_KERNEL, _UDEV = 1, 2
_SUBSYSTEMS = frozenset({"tty", "usb", "usbmisc", "hidraw", "printer"})
_LONGEST = 65_536
_SETTLE_S = 0.3  # where no udev runs, the node's permissions follow the kernel's message by as much


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugged:
    """A device that came or went.

    Attributes:
        action: add, remove, change, bind, unbind.
        subsystem: tty, usb, hidraw …
        node: Name below ``/dev``; empty where it has none.
    """

    action: str
    subsystem: str
    node: str


def parse_uevent(message: bytes) -> Plugged | None:
    """Read one message, the kernel's or udev's; None for anything else."""
    fields = dict(
        part.split(b"=", 1)
        for part in message.split(b"\0")
        if b"=" in part and b"@" not in part[:9]
    )
    said = {name: value.decode("utf-8", "replace") for name, value in fields.items()}
    if b"ACTION" not in said or b"SUBSYSTEM" not in said:
        return None
    return Plugged(
        action=said[b"ACTION"],
        subsystem=said[b"SUBSYSTEM"],
        node=said.get(b"DEVNAME", "").removeprefix("/dev/"),
    )


class HotplugMonitor:
    """Calls ``changed`` on a thread of its own when a device that could be ours comes or goes."""

    def __init__(self, changed: Callable[[Plugged], None]) -> None:
        """Listen from ``start`` on.

        Args:
            changed: Must return soon. Called again a moment later for a device that came, when its node
                is usable in any case.
        """
        self._changed = changed
        self._waker = Waker()
        self._thread: Thread | None = None
        self._is_stopping = False

    def start(self) -> bool:
        """Begin to listen.

        Returns:
            Whether this system tells; without, nothing is ever called.
        """
        listening = _socket()
        if listening is None:
            return False
        self._waker.open()
        self._thread = Thread(
            target=self._listen, args=(listening,), name="device hotplug", daemon=True
        )
        self._thread.start()
        return True

    def close(self) -> None:
        """Stop listening; may be called twice."""
        self._is_stopping = True
        self._waker.wake()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()
        self._waker.close()

    def _listen(self, listening: socket.socket) -> None:
        again: list[tuple[float, Plugged]] = []
        with listening:
            while not self._is_stopping:
                wait_s = max(0.0, again[0][0] - monotonic()) if again else None
                ready, _, _ = select.select(
                    [listening.fileno(), self._waker.fileno()], [], [], wait_s
                )
                if listening.fileno() in ready:
                    plugged = _received(listening)
                    if plugged is not None:
                        self._tell(plugged)
                        if plugged.action == "add":
                            again.append((monotonic() + _SETTLE_S, plugged))
                while again and again[0][0] <= monotonic():
                    self._tell(again.pop(0)[1])

    def _tell(self, plugged: Plugged) -> None:
        _LOG.debug("%s %s %s", plugged.action, plugged.subsystem, plugged.node)
        self._changed(plugged)


def _socket() -> socket.socket | None:
    if sys.platform != "linux":
        return None
    try:
        listening = socket.socket(
            socket.AF_NETLINK, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC, _UEVENT
        )
        listening.bind((0, _KERNEL | _UDEV))
    except OSError as error:  # a container may forbid it
        _LOG.info("hot-plug is not told on this system: %s", error)
        return None
    listening.setblocking(False)  # noqa: FBT003 - the library's own signature
    return listening


def _received(listening: socket.socket) -> Plugged | None:
    try:
        message = listening.recv(_LONGEST)
    except OSError:  # more came than the system keeps: something changed, whatever it was
        return Plugged(action="change", subsystem="usb", node="")
    plugged = parse_uevent(message)
    return plugged if plugged and plugged.subsystem in _SUBSYSTEMS else None
