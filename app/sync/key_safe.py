"""Where a terminal's secrets lie: the system's keyring, or 0600 files where no keyring answers."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, unique
from pathlib import Path

from typing_extensions import override

from app.settings.secrets import SERVICE

_KEY = 32


@unique
class Protection(Enum):
    """What keeps a stranger from a terminal's key."""

    KEYRING = "keyring"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class ChainKeys:
    """The keys of one incarnation.

    Attributes:
        sign: Ed25519, raw: signs what is handed in.
        seal: X25519, raw: opens what the centre answers.
    """

    sign: bytes
    seal: bytes

    @override
    def __repr__(self) -> str:  # keys are never printed
        return "ChainKeys()"


@dataclass(frozen=True, slots=True)
class TerminalSecrets:
    """What a terminal knows and its file does not hold.

    Attributes:
        file: 32 bytes that the terminal file is encrypted with.
        chains: Keys by incarnation; those of earlier ones stay as long as their slips wait.
        password: Of the terminal's login at the centre; empty before it joined.
        where: Where they lie.
    """

    file: bytes
    chains: Mapping[int, ChainKeys] = field(default_factory=dict)
    password: str = ""
    where: Protection = Protection.FILE

    @override
    def __repr__(self) -> str:  # as above
        return f"TerminalSecrets(where={self.where!r})"

    def to_text(self) -> str:
        """Write the secrets for a keyring or a 0600 file."""
        chains = {str(n): [_text(one.sign), _text(one.seal)] for n, one in self.chains.items()}
        held = {"file": _text(self.file), "chains": chains, "password": self.password}
        return json.dumps(held, sort_keys=True)

    @staticmethod
    def from_text(text: str, where: Protection) -> TerminalSecrets:
        """Read what ``to_text`` wrote.

        Raises:
            ValueError: The text is none; the terminal must be set up anew.
        """
        try:
            held = json.loads(text)
            chains = {
                int(n): ChainKeys(base64.b64decode(sign), base64.b64decode(seal))
                for n, (sign, seal) in held["chains"].items()
            }
            file = base64.b64decode(held["file"])
            return TerminalSecrets(file, chains, str(held["password"]), where)
        except (KeyError, AttributeError, TypeError) as error:
            raise ValueError("no secrets of a terminal") from error

    def with_chain(self, incarnation: int, keys: ChainKeys) -> TerminalSecrets:
        """Return these secrets with the keys of another incarnation."""
        return replace(self, chains={**self.chains, incarnation: keys})


class KeySafe:
    """Keeps the secrets of one terminal, and the highest place in its chain that it ever wrote.

    The place stands apart from the terminal file, so that a file that was put back from a copy is known
    to be old. Where both lie in one folder that is put back as a whole, nobody can tell.

    Args:
        folder: Where the 0600 files lie if no keyring answers.
        terminal: Whose.
        use_keyring: False on kiosks and headless machines, which have none.
    """

    def __init__(self, folder: Path, terminal: str, *, use_keyring: bool = True) -> None:
        self._name = f"terminal:{terminal}"
        self._file = folder / f"{terminal}.key"
        self._place_file = folder / f"{terminal}.place"
        self._use_keyring = use_keyring

    def secrets(self, *, may_make: bool = False) -> TerminalSecrets:
        """Return the terminal's secrets.

        Args:
            may_make: Make a key for a file that does not exist yet.

        Raises:
            ValueError: They are gone, or unreadable: the terminal must be set up anew.
            OSError: The disk does not give or take them.
        """
        with contextlib.suppress(FileNotFoundError):
            return TerminalSecrets.from_text(self._file.read_text("ascii"), Protection.FILE)
        text = _from_keyring(self._name) if self._use_keyring else None
        if text:
            return TerminalSecrets.from_text(text, Protection.KEYRING)
        if not may_make:
            raise ValueError("the key of this terminal is neither in the keyring nor in its file")
        return self._kept_somewhere(TerminalSecrets(secrets.token_bytes(_KEY)))

    def keep(self, held: TerminalSecrets) -> None:
        """Keep changed secrets where they lie already.

        Raises:
            ValueError: The keyring did not take them.
            OSError: The disk did not; the old ones stand.
        """
        if held.where is Protection.FILE:
            _replace(self._file, held.to_text())
        elif not _to_keyring(self._name, held.to_text()):
            raise ValueError("the keyring did not take the keys: unlock it, then try again")

    def forget(self) -> None:
        """Take everything away again: the files of this terminal open no more.

        Raises:
            OSError: The disk did not let them go.
        """
        if self._use_keyring:
            for name in (self._name, f"{self._name}:place"):
                _out_of_keyring(name)
        for path in (self._file, self._place_file):
            path.unlink(missing_ok=True)

    def place(self) -> tuple[int, int]:
        """Return the highest (incarnation, sequence) that was ever written; (0, 0) for none."""
        found = [(0, 0)]
        if self._use_keyring:
            found.append(_place_from(_from_keyring(f"{self._name}:place") or ""))
        with contextlib.suppress(OSError, ValueError):
            found.append(_place_from(self._place_file.read_text("ascii")))
        return max(found)

    def keep_place(self, where: Protection, incarnation: int, sequence: int) -> bool:
        """Keep the place of the slip written last; False where nothing took it, and the next one is to try again."""
        text = f"{incarnation} {sequence}"
        if where is Protection.KEYRING and _to_keyring(f"{self._name}:place", text):
            return True
        try:
            _replace(self._place_file, text)
        except OSError:
            return False
        return True

    def _kept_somewhere(self, made: TerminalSecrets) -> TerminalSecrets:
        in_keyring = replace(made, where=Protection.KEYRING)
        if self._use_keyring and _to_keyring(self._name, in_keyring.to_text()):
            return in_keyring
        self._file.parent.mkdir(parents=True, exist_ok=True)
        _replace(self._file, made.to_text())
        return made


def protection_said(where: Protection) -> str:
    """Say in a sentence what protects the key of a terminal's file."""
    if where is Protection.KEYRING:
        return "The key of this terminal's file is in the system's keyring; it opens when its user signs in."
    return (
        "No keyring answers here: the key of this terminal's file lies beside it in a file that only its owner "
        "may read; encrypt the disk, or whoever takes it reads the file."
    )


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _place_from(text: str) -> tuple[int, int]:
    parts = text.split()
    if len(parts) != 2 or not all(one.isdigit() for one in parts):
        return (0, 0)
    return int(parts[0]), int(parts[1])


def _replace(path: Path, text: str) -> None:
    """Write a file for its owner alone; whenever it is cut short, the old or the new one stands there whole."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    if (
        os.name == "posix"
    ):  # elsewhere a folder cannot be opened, and the rename is durable by itself
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _from_keyring(name: str) -> str | None:
    # keyring is slow to import and asks the desktop: only where it is wanted.
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except (KeyringError, RuntimeError, OSError):
        return None


def _to_keyring(name: str, text: str) -> bool:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, name, text)
        return keyring.get_password(SERVICE, name) == text
    except (KeyringError, RuntimeError, OSError):
        return False


def _out_of_keyring(name: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    with contextlib.suppress(KeyringError, RuntimeError, OSError):
        keyring.delete_password(SERVICE, name)
