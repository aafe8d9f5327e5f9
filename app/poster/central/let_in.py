"""Lets a terminal in that was invited: it gets the number of its chain and the keys that it works with."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection

from app.store.books import Books
from app.store.central_terminals import code_hash
from app.store.centre_keys import keys_for_terminals
from app.store.joining import Joined, joined_text, joining_from

_KEY = 32


def let_in(
    books: Books,
    connection: Connection,
    terminal: str,
    property_id: str,
    text: bytes,
    now: datetime,
) -> tuple[bytes, bytes] | None:
    """Let a terminal in, within the caller's transaction.

    Args:
        books: The centre's.
        connection: The transaction.
        terminal: Who asks; its login was compared already.
        property_id: Of the house.
        text: What it told.
        now: The poster's time, aware.

    Returns:
        The key to seal the answer for, and the answer; None where the code is not right or has run out.
    """
    try:
        joining = joining_from(text)
    except msgspec.DecodeError:
        return None
    if len(joining.sign_key) != _KEY or len(joining.seal_key) != _KEY:
        return None
    found = connection.exec_driver_sql(
        "SELECT code_hash, code_until, incarnation FROM terminals WHERE terminal = %s FOR UPDATE",
        (terminal,),
    ).one()
    until = now.astimezone(UTC).isoformat(timespec="seconds")
    is_right = hmac.compare_digest(code_hash(joining.code), str(found[0]))
    if not is_right or str(found[1]) <= until:
        return None
    # Books that were a desk's own before they were a centre's may know chains of that name already.
    before = connection.exec_driver_sql(
        "SELECT COALESCE(MAX(incarnation), 0) FROM slips WHERE terminal = %s", (terminal,)
    ).scalar_one()
    incarnation = max(int(found[2]), int(before)) + 1
    connection.exec_driver_sql(
        "INSERT INTO chains (terminal, incarnation, sign_key, seal_key, accepted, head, joined_at) "
        "VALUES (%s, %s, %s, %s, 0, '', %s)",
        (terminal, incarnation, joining.sign_key, joining.seal_key, now.isoformat()),
    )
    connection.exec_driver_sql(
        "UPDATE terminals SET state = 'active', incarnation = %s, code_hash = '', code_until = '' "
        "WHERE terminal = %s",
        (incarnation, terminal),
    )
    keys = keys_for_terminals(books.keys).to_text()
    joined = Joined(property=property_id, incarnation=incarnation, keys=keys)
    return joining.seal_key, joined_text(joined)
