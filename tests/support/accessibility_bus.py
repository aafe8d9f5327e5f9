"""A screen reader's side of the accessibility bus (AT-SPI 2): a private bus, and what stands on it of one program."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import Properties

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
REGISTRY = Path("/usr/libexec/at-spi2-registryd")
PATIENCE_S = 30.0
_ROOT = Path(__file__).parents[2]
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION = "org.a11y.atspi.Action"
_EDITABLE = "org.a11y.atspi.EditableText"
_REGISTRY_NAME = "org.a11y.atspi.Registry"
_ROOT_PATH = "/org/a11y/atspi/accessible/root"
_NOBODY = "/org/a11y/atspi/null"
_STATES = {"enabled": 8, "focusable": 11, "sensitive": 24, "showing": 25, "visible": 30}
"""Numbers of states in the interface, as at-spi2-core's ``atspi-constants.h`` counts them."""


class BusError(Exception):
    """The other side answered with an error: most often the object is gone."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One object as a screen reader meets it."""

    bus: Bus
    owner: str
    path: str
    name: str
    description: str
    role: str
    states: frozenset[str]

    def press(self) -> None:
        """Do its first action."""
        assert self.bus.call(self.owner, self.path, _ACTION, "DoAction", "i", (0,)) == (True,)

    def type(self, text: str) -> None:
        """Put a text into a field."""
        found = self.bus.call(self.owner, self.path, _EDITABLE, "SetTextContents", "s", (text,))
        assert found == (True,)


class Bus:
    """A connection to the accessibility bus."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection

    def call(
        self,
        owner: str,
        path: str,
        interface: str,
        method: str,
        signature: str = "",
        body: Any = (),
    ) -> Any:
        """Call a method and return its answer's body.

        Raises:
            BusError: It was answered with an error.
        """
        at = DBusAddress(path, owner, interface)
        return self._ask(new_method_call(at, method, signature or None, body))

    def _property(self, owner: str, path: str, name: str) -> str:
        at = DBusAddress(path, owner, _ACCESSIBLE)
        return str(self._ask(Properties(at).get(name))[0][1])

    def _ask(self, message: Any) -> Any:
        answer = self._connection.send_and_get_reply(message, timeout=PATIENCE_S)
        if answer.header.message_type is MessageType.error:
            raise BusError(answer.body)
        return answer.body

    def _children(self, owner: str, path: str) -> list[tuple[str, str]]:
        return list(self.call(owner, path, _ACCESSIBLE, "GetChildren")[0])

    def _read(self, owner: str, path: str) -> Spoken:
        role = self.call(owner, path, _ACCESSIBLE, "GetRoleName")[0]
        low, high = self.call(owner, path, _ACCESSIBLE, "GetState")[0]
        bits = low | high << 32
        states = frozenset(name for name, at in _STATES.items() if bits >> at & 1)
        name = self._property(owner, path, "Name")
        described = self._property(owner, path, "Description")
        return Spoken(self, owner, path, name, described, role, states)

    def walk(self, inside: Spoken | None = None) -> Iterator[Spoken]:
        """Read every object that is shown, from the top down: of every program on the bus, or inside one object."""
        owner, path = (inside.owner, inside.path) if inside else (_REGISTRY_NAME, _ROOT_PATH)
        waiting = self._children(owner, path)
        while waiting:
            owner, path = waiting.pop(0)
            if path == _NOBODY:
                continue
            try:
                one = self._read(owner, path)
                if path == _ROOT_PATH or "showing" in one.states:
                    waiting[:0] = self._children(owner, path)
            except BusError:
                continue  # it went while we read
            yield one

    def find(self, what: str, wanted: Callable[[Spoken], bool]) -> Spoken:
        """Wait until something is on the bus that is wanted."""
        end = time.monotonic() + PATIENCE_S
        met: list[str] = []
        while time.monotonic() < end:
            met.clear()
            for one in self.walk():
                met.append(f"{one.role}: {one.name}")
                if "showing" in one.states and wanted(one):
                    return one
            time.sleep(0.1)
        raise AssertionError(f"no {what} among {met}")

    def named(self, name: str, role: str) -> Spoken:
        """Wait until an object of a role is shown by a name."""
        return self.find(f"{role} {name!r}", lambda one: (one.name, one.role) == (name, role))


@contextmanager
def running(
    *words: str, env: dict[str, str], quiet: bool = True
) -> Iterator[subprocess.Popen[str]]:
    """Run a program in the background; it is told to end, and waited for."""
    errors = subprocess.DEVNULL if quiet else None
    with subprocess.Popen(
        words, env=env, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=_ROOT
    ) as program:
        try:
            yield program
        finally:
            program.terminate()
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait(10)


def said_by(program: subprocess.Popen[str]) -> str:
    """Return the first line that a program prints."""
    assert program.stdout is not None
    return program.stdout.readline().strip()


@contextmanager
def private_session(home: Path) -> Iterator[dict[str, str]]:
    """Start a screen, a session bus and an accessibility bus that nobody else has.

    Args:
        home: An empty folder; sockets and settings lie there.

    Yields:
        The environment of programs that shall be seen on it.
    """
    home.chmod(0o700)
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    env |= {"LANG": "C.UTF-8", "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    env |= {"PYTHONPATH": str(_ROOT), "GSETTINGS_BACKEND": "memory"}
    screen = ("Xvfb", "-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp")
    with ExitStack() as stack:
        env["DISPLAY"] = f":{said_by(stack.enter_context(running(*screen, env=env)))}"
        session = ("dbus-daemon", "--session", "--nofork", "--print-address")
        env["DBUS_SESSION_BUS_ADDRESS"] = said_by(stack.enter_context(running(*session, env=env)))
        stack.enter_context(running(str(LAUNCHER), "--launch-immediately", env=env))
        yield env


@contextmanager
def accessibility_bus(env: dict[str, str]) -> Iterator[Bus]:
    """Find the accessibility bus of a session, say that a screen reader is there, and connect."""
    with open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"]) as session:
        launcher = Bus(session)
        address = _wait_for_address(launcher)
        at = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Status")
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            session.send_and_get_reply(Properties(at).set(name, "b", True), timeout=PATIENCE_S)
        with open_dbus_connection(address) as connection:
            yield Bus(connection)


def _wait_for_address(launcher: Bus) -> str:
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            found = launcher.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
            return str(found[0])
        except BusError:
            assert time.monotonic() < end, "the accessibility bus did not start"
            time.sleep(0.1)
