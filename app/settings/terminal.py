"""This terminal's settings file: its name, devices and print format, as JSON with defaults."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from app.loyalty.forms import reader_of
from app.settings.kiosk import KioskSettings
from app.settings.mail import MailSettings
from app.settings.pos import PosSettings
from app.settings.texts import TextSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintChoice:
    """How receipts are printed here; asked before the first print."""

    paper_mm: int = 80
    language: str = "guest"
    logo: bool = True
    qr: bool = True
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalSettings:
    """What one desk remembers between two starts.

    Attributes:
        devices: URIs by name, e.g. ``{"reader": "msr+serial:/dev/ttyUSB0"}``.
        language: zh_CN or en.
        theme: light, dark or high_contrast.
        answer_within_s: How long the desk waits before it takes a slip back.
        idle_lock_s: Seconds without a key until the desk locks itself.
        mail: Where e-mail is handed in; None for a hotel that writes none.
        texts: Bounds of what leaves by the modem.
        pos: Where a till of another maker is heard; None for none.
        kiosk: What ``innpoint kiosk`` on this computer is.
    """

    terminal: str = "desk-1"
    name_zh: str = "前厅 1 号台"
    name_en: str = "Front desk 1"
    outlet: str = "rooms"
    language: str = "zh_CN"
    theme: str = "light"
    devices: dict[str, str] = field(default_factory=dict)
    pad_keys: dict[str, str] = field(default_factory=dict)
    print_format: PrintChoice | None = None
    answer_within_s: float = 2.0
    idle_lock_s: int = 300
    mail: MailSettings | None = None
    texts: TextSettings = field(default_factory=TextSettings)
    pos: PosSettings | None = None
    kiosk: KioskSettings = field(default_factory=KioskSettings)


def read_settings(path: Path) -> TerminalSettings:
    """Read the settings; a file that is not there means the defaults.

    Raises:
        ValueError: The file is damaged; the message says where.
    """
    try:
        return reader_of(TerminalSettings).decode(path.read_bytes())
    except FileNotFoundError:
        return TerminalSettings()
    except msgspec.DecodeError as error:
        raise ValueError(f"{path}: {error}") from error


def write_settings(path: Path, settings: TerminalSettings) -> None:
    """Write the settings so that a crash leaves the old or the new file, never half of one.

    Two threads may write at once: the one that ends last stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Readable by its owner alone: pad keys may stand in it.
    descriptor, fresh = tempfile.mkstemp(suffix=".new", prefix=path.stem, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(settings), indent=2))
            file.flush()
            os.fsync(file.fileno())
        Path(fresh).replace(path)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
