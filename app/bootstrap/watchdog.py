"""The kiosk's watchdog: a parent that starts the face as a child, and starts it anew when it hangs or dies.

The child beats once a second from the thread of its windows; a beat that fails to come for ten seconds means that no
guest can do anything there, and the child is killed. What it was about is settled by the next start. To systemd the
parent says that it is ready at the first beat, and that it lives itself (sd_notify(3)).
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, unique
from time import monotonic
from typing import Final

_log = logging.getLogger(__name__)
BEAT_FD: Final = "INNPOINT_HEARTBEAT_FD"
AGAIN: Final = 75  # the child's exit status when staff want it started anew; sysexits.h calls it a temporary failure
_BEAT: Final = b"."
_TICK_S: Final = 1.0
_LAST_WORDS_S: Final = 10.0
_CALM_S: Final = 300.0  # after so long without a fault the next one is the first again


@unique
class End(Enum):
    """How a child ended."""

    LEFT = "left"  # staff closed it, or the parent was told to stop
    AGAIN = "again"
    NEVER_BEGAN = "never-began"  # it said why and ended before its first beat
    CRASHED = "crashed"
    HUNG = "hung"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long the parent waits, in seconds.

    Attributes:
        start: Until the first beat: books may have to be brought up to date.
        beat: Between two beats.
        rests: Before each start anew after a fault; the last holds for all that follow.
    """

    start: float = 120.0
    beat: float = 10.0
    rests: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)


class Heart:
    """Beats for a parent, from inside the child.

    Args:
        environment: Where the parent left the pipe's number.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        number = environment.get(BEAT_FD, "")
        self._fd = int(number) if number.isdecimal() else -1

    def beat(self) -> bool:
        """Say that the windows answer; False where a parent was there and is gone."""
        if self._fd < 0:
            return True  # nobody watches
        try:
            os.write(self._fd, _BEAT)
        except BlockingIOError:
            return True  # the parent is slow; the pipe is full of beats
        except OSError:
            return False
        return True


def notifier(environment: Mapping[str, str] = os.environ) -> Callable[[str], None]:
    """Return what tells systemd how the service stands; it does nothing where systemd did not start it."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address:
        return lambda _: None
    if address.startswith("@"):
        address = "\0" + address[1:]  # Linux' abstract names

    def tell(state: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
            door.settimeout(0)  # whoever reads nothing must not hold the kiosk up
            try:
                door.sendto(state.encode(), address)
            except OSError as error:
                _log.warning("systemd could not be told %s: %s", state, error)

    return tell


class Watchdog:
    """Keeps one child running.

    Args:
        command: Words that start it.
        patience: How long the parent waits.
        tell: Tells systemd.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        patience: Patience | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self._command = list(command)
        self._patience = patience or Patience()
        self._tell = tell or notifier()
        self._stop = threading.Event()
        self._is_ready = False
        self.ends: list[End] = []

    def stop(self) -> None:
        """End the child, and with it ``run``; from any thread or signal."""
        self._stop.set()

    def run(self) -> int:
        """Start the child, and start it anew until staff or ``stop`` end it.

        Returns:
            Exit status: 0, or the child's own where its very first start said why it cannot begin.
        """
        faults = 0
        while True:
            begun = monotonic()
            end, status = self._watched()
            self.ends.append(end)
            if end is End.LEFT:
                self._tell("STOPPING=1")
                return 0
            if end is End.NEVER_BEGAN and not self._is_ready:
                return status
            if end is End.AGAIN:
                faults = 0
                continue
            faults = 0 if monotonic() - begun > _CALM_S else faults
            rests = self._patience.rests
            rest = rests[min(faults, len(rests) - 1)]
            faults += 1
            _log.error("the kiosk %s (status %s); it starts anew in %s s", end.value, status, rest)
            self._tell(f"STATUS=the kiosk {end.value}; it starts anew")
            if self._rested(rest):
                self._tell("STOPPING=1")
                return 0

    def _watched(self) -> tuple[End, int]:
        """Start one child and stay with it until it ends."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        try:
            child = subprocess.Popen(  # noqa: S603 - our own words
                self._command,
                env={**os.environ, BEAT_FD: str(writing)},
                pass_fds=(writing,),
            )
        finally:
            os.close(writing)
        try:
            return self._while_it_beats(child, reading)
        finally:
            os.close(reading)

    def _while_it_beats(self, child: subprocess.Popen[bytes], reading: int) -> tuple[End, int]:
        has_beaten = False
        last = monotonic()
        while True:
            if self._stop.is_set():
                return End.LEFT, self._ended(child)
            ready, _, _ = select.select([reading], [], [], _TICK_S)
            beats = os.read(reading, 4096) if ready else b""
            self._tell("WATCHDOG=1")
            if beats:
                last, has_beaten = monotonic(), True
                self._ready()
            if (ready and not beats) or child.poll() is not None:
                return self._end_of(self._waited(child), has_beaten=has_beaten)
            allowed = self._patience.beat if has_beaten else self._patience.start
            if monotonic() - last > allowed:
                child.kill()  # a stopped process takes no other signal
                return End.HUNG, child.wait()

    def _end_of(self, status: int, *, has_beaten: bool) -> tuple[End, int]:
        if status == 0:
            return End.LEFT, 0
        if status == AGAIN:
            return End.AGAIN, status
        return (End.CRASHED if has_beaten or status < 0 else End.NEVER_BEGAN), status

    def _waited(self, child: subprocess.Popen[bytes]) -> int:
        """Wait for a child that has closed its pipe; one that goes on without it is killed."""
        try:
            return child.wait(_LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()

    def _ended(self, child: subprocess.Popen[bytes]) -> int:
        """End a child in good order: windows first, then devices, then books."""
        child.send_signal(signal.SIGTERM)
        return self._waited(child)

    def _ready(self) -> None:
        if not self._is_ready:
            self._is_ready = True
            self._tell("READY=1\nSTATUS=the kiosk is open")

    def _rested(self, seconds: float) -> bool:
        """Wait before the next start, living on for systemd; True where it was told to stop."""
        until = monotonic() + seconds
        while monotonic() < until:
            self._tell("WATCHDOG=1")
            if self._stop.wait(min(_TICK_S, max(0.0, until - monotonic()))):
                return True
        return self._stop.is_set()
