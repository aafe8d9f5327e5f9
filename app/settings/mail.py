"""The hotel's mail server, and where the password of its user lies: in the system's keyring, or in a 0600 file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import Enum, unique
from pathlib import Path
from typing import Final

SERVICE: Final = "innpoint-mail"


@unique
class Security(Enum):
    """How the connection is kept private."""

    STARTTLS = "starttls"
    SSL = "ssl"
    NONE = "none"  # for a server on this very computer


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """Where e-mail is handed in.

    Attributes:
        port: 587 with starttls, 465 with ssl (RFC 6409, RFC 8314).
        user: Empty where the server asks for none.
        sender: Address that members see.
    """

    host: str
    sender: str
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""


def mail_password(settings: MailSettings, file: Path, *, use_keyring: bool = True) -> str:
    """Return the password of the mail server's user; empty where none is kept.

    Args:
        settings: Whose password.
        file: The file beside the books, which goes before the keyring.
        use_keyring: False where no keyring answers.
    """
    try:
        return file.read_text(encoding="utf-8").rstrip("\n")
    except FileNotFoundError:
        if not use_keyring or not settings.user:
            return ""
    # keyring is slow to import and asks the desktop: only where it is wanted.
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, _account(settings)) or ""
    except (KeyringError, RuntimeError, OSError):
        return ""


def keep_mail_password(
    settings: MailSettings, password: str, file: Path, *, use_keyring: bool = True
) -> str:
    """Keep the password; returns where: ``keyring``, or ``file`` where no keyring answers."""
    if use_keyring:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, _account(settings), password)
            if keyring.get_password(SERVICE, _account(settings)) == password:
                file.unlink(missing_ok=True)
                return "keyring"
        except (KeyringError, RuntimeError, OSError):
            pass
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write(password)
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)
    return "file"


def _account(settings: MailSettings) -> str:
    return f"{settings.user}@{settings.host}:{settings.port}"
