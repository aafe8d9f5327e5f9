"""What IC card readers need, and whether this machine has it."""

import importlib
import os
from pathlib import Path

_SOCKET = "/run/pcscd/pcscd.comm"


def remedies() -> tuple[str, ...]:
    """Say in one or two lines whether IC readers can work here, and what to do when not."""
    try:
        # Imported only when asked: without libpcsclite the import itself fails.
        importlib.import_module("smartcard.scard")
    except ImportError as error:
        return (
            f"not installed: pyscard ({error.name or 'libpcsclite'} is absent)",
            "remedy: apt install pcscd libpcsclite1, then pip install pyscard",
        )
    place = Path(os.environ.get("PCSCLITE_CSOCK_NAME", _SOCKET))
    if os.name == "posix" and not place.exists():
        return (
            "not installed: the PC/SC daemon does not run",
            "remedy: apt install pcscd, then systemctl enable --now pcscd.socket",
        )
    return ("PC/SC is installed",)
