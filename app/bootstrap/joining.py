"""Joins a terminal to a centre: by a code it learns whom to trust, gets a chain of its own, and keeps its secrets.

Whatever was under way is put down in the terminal's encrypted file before it is asked for, so a joining that was
cut off anywhere is done again with the same code, or with another one.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Final

import msgspec

from app.bootstrap.centre_error import CentreError
from app.bootstrap.hotel import HotelFolder
from app.loyalty.forms import reader_of
from app.loyalty.ids import uuid7
from app.settings.authority import fetch_authority
from app.settings.join_code import JoinCode
from app.settings.terminal import read_settings, write_settings
from app.store.books import BooksError, Fault
from app.store.central_terminals import login_of
from app.store.joining import JOIN, Joined, Joining, joined_from, joining_text
from app.store.push import signing_key_of
from app.store.sealed_box import close_box, open_box, public_of
from app.sync.greeting import BOOK, EPOCH
from app.sync.key_safe import ChainKeys, KeySafe
from app.sync.line import Line, OutOfReachError, address_of
from app.sync.outbox import Outbox
from app.sync.terminal_file import Identity, TerminalFile

HOUSE_KEYS: Final = "house-keys"  # among the terminal file's facts
_PENDING: Final = "joining"
_PATIENCE_S: Final = 30.0
_LOOK_S: Final = 0.5
_QUESTION: Final = (
    "INSERT INTO questions (id, terminal, incarnation, kind, payload) VALUES (%s,%s,%s,%s,%s) "
    "ON CONFLICT DO NOTHING"
)
_ANSWER: Final = "SELECT payload FROM my_feed WHERE kind = 'answer' AND slip = %s"


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """A joining under way.

    Attributes:
        code: Hash of the code's secret: another code begins anew.
        question: Its id.
        sign: Ed25519, raw.
        seal: X25519, raw: the answer is sealed for it.
        password: What the login's will be.
    """

    code: str
    question: str
    sign: bytes
    seal: bytes
    password: str


_pending: Final = reader_of(Pending)


def safe_of(folder: HotelFolder, terminal: str, *, use_keyring: bool) -> KeySafe:
    """Return where the secrets of a folder's terminal lie."""
    return KeySafe(folder.path, terminal, use_keyring=use_keyring)


def join_centre(
    path: Path,
    code: JoinCode,
    authority: str | None,
    clock: Callable[[], datetime],
    *,
    use_keyring: bool = True,
    patience_s: float = _PATIENCE_S,
) -> Identity:
    """Make a folder that of a terminal of a centre; a terminal that had joined begins a new chain.

    Args:
        path: The hotel's folder on this computer.
        code: What the centre's people gave for this terminal.
        authority: The certificate that came with it; None to fetch it from the server by its fingerprint.
        clock: The terminal's time, aware.
        use_keyring: False where no keyring answers.
        patience_s: How long the centre may take to answer.

    Returns:
        Who this terminal is now.

    Raises:
        CentreError: It did not join; say the sentence. The same may be tried again.
        BooksError: The disk or the keyring took nothing, or a face of this folder is open.
        ValueError: The settings file is damaged.
        OSError: The folder cannot be written.
    """
    folder = HotelFolder(path)
    _refuse_other_s(folder, code)
    pem = authority or _fetched(code)
    path.mkdir(parents=True, exist_ok=True)
    settings = read_settings(folder.settings)
    if settings.terminal != code.terminal:
        write_settings(folder.settings, replace(settings, terminal=code.terminal))
    folder.authority.write_text(pem, encoding="ascii")
    nobody = Identity(terminal=code.terminal, property="", login=login_of(code.terminal))
    safe = safe_of(folder, code.terminal, use_keyring=use_keyring)
    with TerminalFile.open(folder.terminal, safe, nobody) as file:
        return _Joiner(folder, file, code, clock, patience_s).join()


class _Joiner:
    def __init__(
        self,
        folder: HotelFolder,
        file: TerminalFile,
        code: JoinCode,
        clock: Callable[[], datetime],
        patience_s: float,
    ) -> None:
        self._folder = folder
        self._file = file
        self._code = code
        self._clock = clock
        self._patience_s = patience_s

    def join(self) -> Identity:
        pending = self._begun()
        with self._let_in(pending) as line:
            try:
                return self._over(line, pending)
            except OutOfReachError as error:
                raise CentreError(
                    "The line to the centre broke while the terminal joined; do the same again, with the same "
                    f"code. ({_first(error)})"
                ) from error

    def _over(self, line: Line, pending: Pending) -> Identity:
        code = self._code
        mine = line.query("SELECT face, incarnation, state FROM my_terminal")
        if not mine:
            raise CentreError(
                f"This code has run out, or was taken back. {_another(code.terminal)}"
            )
        face, incarnation, state = str(mine[0][0]), int(mine[0][1]), str(mine[0][2])
        centre = {str(name): str(value) for name, value in line.query("SELECT * FROM my_centre")}
        if "seal_key" not in centre:
            raise CentreError(
                "This database is no whole centre: run `innpoint central init` there."
            )
        self._refuse_other_book(centre["book"])
        seal_key = base64.b64decode(centre["seal_key"])
        joined = self._answer(line, pending)
        if joined is None and state == "active":
            raise CentreError(f"This code was used already. {_another(code.terminal)}")
        if joined is None:
            self._ask(line, pending, seal_key, incarnation)
            joined = self._awaited(line, pending)
        self._set_password(line, pending.password)
        identity = Identity(
            terminal=code.terminal,
            property=joined.property,
            face=face,
            login=login_of(code.terminal),
            centre=f"{code.host}:{code.port}/{code.database}",
            ca=str(self._folder.authority),
            seal_key=seal_key,
        )
        file = self._file
        file.put_fact(HOUSE_KEYS, joined.keys)
        if file.pen().incarnation < joined.incarnation:
            keys = ChainKeys(pending.sign, pending.seal)
            file.join(identity, joined.incarnation, keys, pending.password)
        file.put_fact(_PENDING, "")
        return identity

    def _begun(self) -> Pending:
        """Return what is under way with this code; else begin, and put that down first."""
        code = sha256(self._code.secret).hexdigest()
        kept = self._file.fact(_PENDING)
        if kept and (known := _pending.decode(kept.encode())).code == code:
            return known
        made = Pending(
            code=code,
            question=uuid7(int(self._clock().timestamp() * 1000), secrets.token_bytes(10)),
            sign=secrets.token_bytes(32),
            seal=secrets.token_bytes(32),
            password=secrets.token_urlsafe(32),
        )
        self._file.put_fact(_PENDING, msgspec.json.encode(made).decode())
        return made

    def _let_in(self, pending: Pending) -> Line:
        """Sign in with the code's password, or with the one that it was changed to before a joining was cut off."""
        code = self._code
        centre = f"{code.host}:{code.port}/{code.database}"
        said = ""
        for password in (code.password, pending.password):
            address = address_of(
                centre, login_of(code.terminal), password, str(self._folder.authority)
            )
            line = Line(address)
            try:
                line.connect()
            except OutOfReachError as error:
                line.close()
                if not error.is_refused:
                    raise CentreError(
                        f"The centre at {centre} does not answer as it should: see that this computer reaches it, "
                        f"then do the same again. ({_first(error)})"
                    ) from error
                said = _first(error)
                continue
            return line
        raise CentreError(
            f"The centre does not let this terminal in: the code was used already, or was taken back. "
            f"{_another(code.terminal)} ({said})"
        )

    def _ask(self, line: Line, pending: Pending, seal_key: bytes, incarnation: int) -> None:
        telling = Joining(
            code=self._code.password,
            sign_key=signing_key_of(pending.sign),
            seal_key=public_of(pending.seal),
        )
        box = close_box(seal_key, joining_text(telling), pending.question, secrets.token_bytes)
        with line.exchange() as connection:
            values = (pending.question, self._code.terminal, incarnation, JOIN, box)
            connection.execute(_QUESTION, values)

    def _awaited(self, line: Line, pending: Pending) -> Joined:
        until = monotonic() + self._patience_s
        while (joined := self._answer(line, pending)) is None:
            if monotonic() > until:
                raise CentreError(
                    "The centre is there, but nobody answered: see there that `innpoint central post` runs, and what "
                    "`innpoint central status` says, then do the same again with the same code."
                )
            line.wait(_LOOK_S)
        return joined

    def _answer(self, line: Line, pending: Pending) -> Joined | None:
        found = line.query(_ANSWER, (pending.question,))
        if not found:
            return None
        text = open_box(pending.seal, bytes(found[0][0]), pending.question)
        joined: Joined | None = None
        with suppress(msgspec.DecodeError):
            joined = joined_from(text or b"")
        if joined is None:
            raise CentreError(
                f"The centre's answer cannot be read here. {_another(self._code.terminal)}"
            )
        return joined

    def _set_password(self, line: Line, password: str) -> None:
        """Change the login's password; the server is sent only what SCRAM compares with."""
        with line.exchange() as connection:
            login = login_of(self._code.terminal).encode()
            made = connection.pgconn.encrypt_password(password.encode(), login, b"scram-sha-256")
            connection.execute(b"ALTER ROLE CURRENT_USER PASSWORD '" + made + b"'")

    def _refuse_other_book(self, book: str) -> None:
        known = self._file.fact(BOOK)
        if known in {"", book}:
            return
        if not Outbox(self._file, self._clock, secrets.token_bytes).is_empty():
            raise CentreError(
                "This terminal has slips that wait for another house's centre; let it hand them in there first."
            )
        self._folder.replica.unlink(missing_ok=True)
        for name in (BOOK, EPOCH):
            self._file.put_fact(name, "")


def _refuse_other_s(folder: HotelFolder, code: JoinCode) -> None:
    if folder.books.exists():
        raise CentreError(
            f"{folder.path} holds books of its own; name another folder for the terminal with --hotel."
        )
    if not folder.terminal.exists():
        return
    name = read_settings(folder.settings).terminal
    if name != code.terminal:
        raise CentreError(
            f"{folder.path} is the folder of terminal {name}, and the code is for {code.terminal}: name another "
            f"folder with --hotel, or say `innpoint terminal sign-out` first."
        )


def _fetched(code: JoinCode) -> str:
    try:
        found = fetch_authority(code.host, code.port, code.authority)
    except OSError as error:
        raise CentreError(
            f"Nobody answers at {code.host}:{code.port} as a centre does: see that this computer reaches it and that "
            f"the server runs with TLS, then do the same again. ({error})"
        ) from error
    if found is None:
        raise CentreError(
            f"The server at {code.host}:{code.port} is not the one that the code means: the code is another centre's "
            "or too old, or somebody stands in between. Nothing was told to it."
        )
    return found


def _another(terminal: str) -> str:
    return f"Ask for another one: innpoint central enrol-terminal {terminal} --face … --again"


def _first(error: Exception) -> str:
    return str(error).partition("\n")[0]


def house_keys(file: TerminalFile) -> str:
    """Return the keys that terminals of the house work with, as ``Keys.from_text`` reads them.

    Raises:
        BooksError: The terminal has not joined to the end.
    """
    text = file.fact(HOUSE_KEYS)
    if not text or not file.pen().incarnation:
        raise BooksError(Fault.NO_KEYS, "this terminal has not joined a centre to the end")
    return text
