"""Reads back what stands in kept slips: their place in the chain, and the slip itself."""

from __future__ import annotations

from typing import Any

import msgspec

from app.loyalty.forms import reader_of
from app.operations.catalogue import BY_KIND
from app.operations.slip import Body, Slip


class _Head(msgspec.Struct):
    kind: str
    version: int
    previous: str


_AnySlip: Any = Slip[Any]
_heads = reader_of(_Head)


def chain_of(text: bytes) -> str:
    """Return the hash of the slip before, hex, as a slip's text names it; a text that is none names nothing."""
    try:
        return _heads.decode(text).previous
    except msgspec.DecodeError:
        return "unreadable"


def any_slip_from(text: bytes) -> Slip[Any] | None:
    """Read a slip, of a kind or form that this program does not know too; None where it is no slip at all.

    Of an unknown kind the body stays as it is; the poster refers it, and it blocks nothing.
    """
    try:
        return slip_from(text) or reader_of(_AnySlip).decode(text)
    except msgspec.DecodeError:
        return None


def slip_from(text: bytes) -> Slip[Body] | None:
    """Read a kept slip; None for a kind or form that this program does not know."""
    head = _heads.decode(text)
    operation = BY_KIND.get(head.kind)
    if operation is None or operation.version != head.version:
        return None
    form: Any = Slip[operation.body]  # type: ignore[name-defined]  # the form is known by the kind
    slip: Slip[Body] = reader_of(form).decode(text)
    return slip
