"""The messages of the POS link, version 1: lines of JSON in UTF-8, read strictly and written the same way each time.

Nothing here knows a socket, a clock or the books. README, The POS link, says the same for who writes a till.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

import msgspec

from app.exchange.pos.reasons import SENTENCES, PosReason
from app.loyalty.forms import reader_of
from app.loyalty.money import positive, to_minor
from app.loyalty.refusals import Reason, Refusal

VERSION: Final = 1
LONGEST_FRAME: Final = 65_536  # bytes, the newline left out
_AMOUNT: Final = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_PATH: Final = re.compile(r"at `\$\.?([^`]*)`$")
_NAMED: Final = re.compile(r"field `([^`]*)`")

BillNo = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
OutletCode = Annotated[str, msgspec.Meta(max_length=40)]
AmountText = Annotated[str, msgspec.Meta(max_length=20)]


class _Head(msgspec.Struct, frozen=True):
    version: int
    type: str


class LineForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a bill as it came."""

    name: Annotated[str, msgspec.Meta(max_length=80)]
    amount: AmountText


class SaleForm(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="sale"
):
    """A bill as it came."""

    version: int
    bill: BillNo
    lines: Annotated[tuple[LineForm, ...], msgspec.Meta(min_length=1, max_length=200)]
    amount: AmountText
    currency: Annotated[str, msgspec.Meta(min_length=3, max_length=3)]
    outlet: OutletCode = ""
    at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class CancelForm(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="cancel"
):
    """The till gives a bill up."""

    version: int
    bill: BillNo
    outlet: OutletCode = ""


class StatusForm(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="status"
):
    """The till asks how a bill stands."""

    version: int
    bill: BillNo
    outlet: OutletCode = ""


class PingForm(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="ping"
):
    """The till asks whether somebody is there."""

    version: int


Form = SaleForm | CancelForm | StatusForm | PingForm
_FORMS: Final[dict[str, type[Form]]] = {
    "sale": SaleForm,
    "cancel": CancelForm,
    "status": StatusForm,
    "ping": PingForm,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a message is not taken.

    Attributes:
        field: Which part of it, such as ``lines[0].amount``; empty for all of it.
        is_garbage: Told as an error; else it was understood, and is refused.
    """

    reason: PosReason
    field: str = ""
    bill: str = ""
    is_garbage: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TillRules:
    """What a bill must fit to.

    Attributes:
        scale: Decimals of the currency.
        points_scale: Decimals of points.
        outlet: Whose bill it is where the till does not say.
    """

    currency: str
    scale: int
    points_scale: int
    outlets: frozenset[str]
    outlet: str


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of a bill, in minor units."""

    name: str
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A bill that fits the house.

    Attributes:
        at: When the bill was made, by the till's clock; not when it was sent.
    """

    outlet: str
    bill: str
    lines: tuple[BillLine, ...]
    amount_minor: int
    currency: str
    at: datetime | None = None

    def text(self) -> bytes:
        """Write the content, the same bytes for the same bill: what is kept, and what its digest covers."""
        return _encoder.encode(self)

    def digest(self) -> str:
        """Return the SHA-256 of the content, hex: two bills of one number are the same where it is."""
        return hashlib.sha256(self.text()).hexdigest()


_encoder = msgspec.json.Encoder(order="sorted")


def sale_from(text: bytes) -> Sale:
    """Read what ``Sale.text`` wrote."""
    return reader_of(Sale).decode(text)


def read_form(frame: bytes) -> Form | Problem:
    """Read one line as a message; a problem names the field that is wrong.

    Args:
        frame: A line without its newline, at most ``LONGEST_FRAME`` bytes.
    """
    try:
        frame.decode("utf-8")
        head = reader_of(_Head).decode(frame)
        if head.version != VERSION:
            return Problem(PosReason.VERSION_UNKNOWN, "version")
        form = _FORMS.get(head.type)
        if form is None:
            return Problem(PosReason.TYPE_UNKNOWN, "type", is_garbage=True)
        read: Form = reader_of(form).decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        return Problem(PosReason.MALFORMED, _field_of(str(error)), is_garbage=True)
    if not isinstance(read, PingForm) and not _is_plain(read.bill):
        return Problem(PosReason.MALFORMED, "bill", is_garbage=True)
    if isinstance(read, SaleForm):
        for place, line in enumerate(read.lines):
            if not line.name.isprintable():
                return Problem(
                    PosReason.MALFORMED, f"lines[{place}].name", read.bill, is_garbage=True
                )
    return read


def sale_of(form: SaleForm, rules: TillRules) -> Sale | Problem:
    """Fit a bill to the house: its outlet, its currency, amounts in minor units, and lines that add up."""
    outlet = form.outlet or rules.outlet
    if outlet not in rules.outlets:
        return Problem(PosReason.OUTLET_UNKNOWN, "outlet", form.bill)
    if form.currency != rules.currency:
        return Problem(PosReason.CURRENCY_OTHER, "currency", form.bill)
    lines: list[BillLine] = []
    for place, line in enumerate(form.lines):
        minor = _minor(line.amount, rules.scale)
        if isinstance(minor, PosReason):
            return Problem(minor, f"lines[{place}].amount", form.bill)
        lines.append(BillLine(line.name, minor))
    amount = _minor(form.amount, rules.scale)
    if isinstance(amount, PosReason):
        return Problem(amount, "amount", form.bill)
    if positive(amount):
        return Problem(PosReason.AMOUNT_NOT_POSITIVE, "amount", form.bill)
    if sum(line.minor for line in lines) != amount:
        return Problem(PosReason.LINES_DO_NOT_ADD_UP, "amount", form.bill)
    return Sale(
        outlet=outlet,
        bill=form.bill,
        lines=tuple(lines),
        amount_minor=amount,
        currency=form.currency,
        at=form.at,
    )


def answer(kind: str, **fields: object) -> bytes:
    """Write one answer as a line; fields that are None are left out."""
    said = {"type": kind, "version": VERSION} | {
        name: value for name, value in fields.items() if value is not None
    }
    return _encoder.encode(said) + b"\n"


def refused(problem: Problem, earlier: bytes = b"", **fields: str) -> bytes:
    """Write why a message is not taken, with the earlier answer where there is one.

    Args:
        problem: What is wrong.
        earlier: A line that ``answer`` wrote.
        fields: More to say.
    """
    zh, en = SENTENCES[problem.reason]
    more: Mapping[str, object] = dict(fields)
    if problem.reason is PosReason.VERSION_UNKNOWN:
        more = {**more, "versions": [VERSION]}
    return answer(
        "error" if problem.is_garbage else "refused",
        code=problem.reason.value,
        field=problem.field or None,
        bill=problem.bill or None,
        zh=zh,
        en=en,
        earlier=msgspec.Raw(earlier.strip()) if earlier else None,
        **more,
    )


def _is_plain(bill: str) -> bool:
    """Tell whether a bill number is one word that stands in claims and on receipts as it came."""
    return bill.isprintable() and bill == bill.strip() and ":" not in bill


def _minor(text: str, scale: int) -> int | PosReason:
    # Stricter than what a cashier may type: no commas, no full-width digits, no plus.
    if not _AMOUNT.fullmatch(text):
        return PosReason.AMOUNT_MALFORMED
    found = to_minor(text, scale)
    if isinstance(found, Refusal):
        is_large = found.reason is Reason.AMOUNT_TOO_LARGE
        return PosReason.AMOUNT_TOO_LARGE if is_large else PosReason.AMOUNT_MALFORMED
    return found


def _field_of(words: str) -> str:
    """Find in msgspec's words which field is meant."""
    path = _PATH.search(words)
    named = _NAMED.search(words)
    parts = [path[1] if path else "", named[1] if named else ""]
    return ".".join(part for part in parts if part)
