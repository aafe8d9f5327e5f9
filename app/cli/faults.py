"""What is wrong when a command cannot go on, in one sentence with the way out."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from app.bootstrap.backup import BackupError
from app.bootstrap.centre_error import CentreError
from app.bootstrap.private_postgres import PostgresError
from app.store.books import BooksError, Fault

_SENTENCES = {
    Fault.MISSING: "There are no books there; check the path, or make some with `innpoint hotel new`.",
    Fault.LOCKED: "Another InnPoint has these books open; close it and try again.",
    Fault.READ_ONLY: "The books' folder cannot be written here; give this account the right to, or use a copy.",
    Fault.DISK_FULL: "The disk is full; nothing was written. Make room and try again.",
    Fault.DAMAGED: "The books are damaged, or no books; bring the last backup back with `innpoint books restore`.",
    Fault.NEWER: "A newer InnPoint wrote these books; install that version.",
    Fault.NO_KEYS: "The books' keys are not where they should be; bring books and keys back from a backup.",
    Fault.UNREACHABLE: "The books cannot be reached; check the address and that the server runs.",
}


def sentence_for(error: BaseException) -> str | None:
    """Say what stopped a command; None for a fault of the program, which must show itself.

    Returns:
        One sentence, and behind it in brackets what the system said.
    """
    match error:
        case BooksError():
            detail = f" ({error.detail})" if error.detail else ""
            return f"{_SENTENCES[error.fault]}{detail}"
        case BackupError() | CentreError() | PostgresError():
            return str(error)
        case ArgumentError() | NoSuchModuleError():
            return f"These books cannot be opened: give a path, or a URL that begins with sqlite:///. ({error})"
        case sqlite3.Error() | SQLAlchemyError():
            return f"The books cannot be read or written: look at the disk and the file. ({error})"
        case FileNotFoundError():
            return f"There is no such file or folder: {error.filename}"
        case PermissionError():
            return f"This account may not use {error.filename}; give it the right to, or name another place."
        case IsADirectoryError() | NotADirectoryError() | FileExistsError():
            return f"{error.filename} is not what is needed there; name another place. ({error.strerror})"
        case OSError():
            return (
                f"The system says: {error.strerror or error} ({error.filename or 'no file named'})"
            )
        case UnicodeDecodeError():
            return "The file is no UTF-8 text."
        case _:
            return None
