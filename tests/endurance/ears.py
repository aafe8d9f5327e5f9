"""Hears whatever goes wrong anywhere in a process: exceptions, warnings of Qt, errors in the log."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from typing import Any

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

ALLOWED = ("propagateSizeHints", "This plugin does not support", "QThreadStorage")
EXPECTED_LOGS = ("app.station", "devices", "app.messaging")  # devices that were unplugged say so


class Ears:
    """Hears whatever goes wrong anywhere in this process."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        sys.excepthook = lambda *found: self.heard.append(
            "".join(traceback.format_exception(*found))
        )
        threading.excepthook = lambda found: self.heard.append(
            "".join(traceback.format_exception(found.exc_value))
            if found.exc_value
            else str(found.exc_type)
        )
        sys.unraisablehook = lambda found: self.heard.append(
            f"{found.err_msg} {found.object!r} {found.exc_value!r}"
        )
        qInstallMessageHandler(self._qt)
        handler = logging.Handler(logging.ERROR)
        handler.emit = self._log  # type: ignore[method-assign]
        logging.getLogger().addHandler(handler)

    def _qt(self, kind: QtMsgType, _where: Any, words: str) -> None:
        is_bad = kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
        if is_bad and not any(one in words for one in ALLOWED):
            self.heard.append(f"Qt: {words}")

    def _log(self, record: logging.LogRecord) -> None:
        if record.exc_info or not record.name.startswith(EXPECTED_LOGS):
            self.heard.append(f"log: {logging.Formatter().format(record)}")
