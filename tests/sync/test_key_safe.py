"""A terminal's secrets: in a 0600 file or a keyring, whole or not there, and never printed."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError

from app.sync.key_safe import ChainKeys, KeySafe, Protection, TerminalSecrets, protection_said


class FolderKeyring(KeyringBackend):
    """A keyring that keeps its secrets in files; ``locked`` it takes nothing."""

    priority = 1  # type: ignore[assignment]
    locked = False

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def get_password(self, service: str, username: str) -> str | None:
        file = self.folder / f"{service} {username}"
        return file.read_text() if file.exists() else None

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise PasswordSetError("locked")
        (self.folder / f"{service} {username}").write_text(password)

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("not here")


@pytest.fixture
def ring(tmp_path: Path) -> Iterator[FolderKeyring]:
    folder = tmp_path / "ring"
    folder.mkdir()
    made, before = FolderKeyring(folder), keyring.get_keyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_without_a_keyring_secrets_lie_in_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    safe = KeySafe(tmp_path / "safe", "desk-1", use_keyring=False)
    made = safe.secrets(may_make=True)
    assert made.where is Protection.FILE
    assert stat.S_IMODE((tmp_path / "safe" / "desk-1.key").stat().st_mode) == 0o600
    kept = made.with_chain(2, ChainKeys(b"s" * 32, b"x" * 32))
    safe.keep(kept)
    assert KeySafe(tmp_path / "safe", "desk-1", use_keyring=False).secrets() == kept
    assert stat.S_IMODE((tmp_path / "safe" / "desk-1.key").stat().st_mode) == 0o600


def test_with_a_keyring_no_file_holds_a_secret(tmp_path: Path, ring: FolderKeyring) -> None:
    safe = KeySafe(tmp_path / "safe", "desk-1")
    made = safe.secrets(may_make=True)
    assert made.where is Protection.KEYRING
    assert safe.keep_place(made.where, 1, 7)
    assert not (tmp_path / "safe").exists()
    assert KeySafe(tmp_path / "safe", "desk-1").secrets() == made
    assert safe.place() == (1, 7)
    assert KeySafe(tmp_path / "safe", "desk-2").place() == (0, 0)


def test_a_keyring_that_is_locked_later_keeps_the_place_in_a_file(
    tmp_path: Path, ring: FolderKeyring
) -> None:
    (tmp_path / "safe").mkdir()
    safe = KeySafe(tmp_path / "safe", "desk-1")
    made = safe.secrets(may_make=True)
    assert safe.keep_place(made.where, 1, 7)
    ring.locked = True
    assert safe.keep_place(made.where, 1, 8)
    assert safe.place() == (1, 8)
    with pytest.raises(ValueError, match="unlock"):
        safe.keep(made.with_chain(1, ChainKeys(b"s" * 32, b"x" * 32)))


def test_secrets_that_are_gone_or_unreadable_are_said_so(tmp_path: Path) -> None:
    safe = KeySafe(tmp_path, "desk-1", use_keyring=False)
    with pytest.raises(ValueError, match="neither"):
        safe.secrets()
    for text in ("", "{}", "[]", '{"file": 5}', '{"file": "AA==", "chains": {"x": []}}'):
        (tmp_path / "desk-1.key").write_text(text)
        with pytest.raises(ValueError, match=r"."):
            safe.secrets(may_make=True)


@pytest.mark.parametrize("text", ["", "x", "1", "1 x", "1 2 3"])
def test_a_place_that_is_none_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "desk-1.place").write_text(text)
    assert KeySafe(tmp_path, "desk-1", use_keyring=False).place() == (0, 0)


def test_secrets_are_never_printed() -> None:
    held = TerminalSecrets(b"f" * 32, {1: ChainKeys(b"s" * 32, b"x" * 32)}, "word")
    assert "ffff" not in repr(held)
    assert "word" not in repr(held)
    assert "ssss" not in repr(held.chains)


def test_what_protects_the_key_is_said() -> None:
    assert "keyring" in protection_said(Protection.KEYRING)
    assert "encrypt the disk" in protection_said(Protection.FILE)
