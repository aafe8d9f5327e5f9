"""The e-card: a member's QR code and those of the vouchers in their hand, for paper and for screens."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from app.desk_service.context import Counter, SignedOutError
from app.desk_service.paper import e_card_receipt
from app.desk_service.sheets import RESULTS
from app.loyalty.ids import MemberId
from app.loyalty.permissions import Act
from app.loyalty.qr_text import QrMember, QrVoucher, member_qr, read_qr, voucher_qr
from app.loyalty.refusals import Reason, Refusal
from app.operations.view import View
from app.settings.terminal import PrintChoice
from app.store.keys import Keys, keyed_hash
from app.ui.service.records import MemberId as FaceMember
from app.ui.service.station_records import PrintResult

_QUIET: Final = 4  # modules of white around a code (ISO/IEC 18004, 9.1)


class ECards:
    """Writes and prints e-cards."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def e_card_text(self, member_id: FaceMember) -> str | Refusal:
        """Return the QR text of a member; noted in the audit table, for whoever has it names the member."""
        counter, member = self._counter, MemberId(member_id)
        with counter.books.reading() as connection:
            row = counter.view(connection, member).member(member).row
        if row is None:
            return Refusal(Reason.MEMBER_UNKNOWN)
        counter.note("e-card", member_id)
        return e_card_of(counter.books.keys, row.number)

    def print_e_card(self, member_id: FaceMember) -> PrintResult | Refusal:
        """Print the e-card of a member, with a code for each voucher in hand."""
        counter, member = self._counter, MemberId(member_id)
        text = self.e_card_text(member_id)
        if isinstance(text, Refusal):
            return text
        with counter.books.reading() as connection:
            view = counter.view(connection, member)
            codes = _codes(view, member, text, _key(counter.books.keys))
            choice = counter.settings.print_format or PrintChoice()
            try:
                receipt = e_card_receipt(counter, connection, view, member, choice, codes)
            except SignedOutError:
                return Refusal(Reason.NOT_PERMITTED, {"act": Act.SERVE.value})
        return RESULTS[counter.station.paper.print_receipt(receipt)]


def e_card_of(keys: Keys, number: str) -> str:
    """Return the QR text of the member with a number; empty where there is none yet."""
    return member_qr(number, _key(keys)) if number else ""


def read_e_card(keys: Keys, text: str) -> QrMember | QrVoucher | None:
    """Read what a scanner typed; None where this house did not write it."""
    return read_qr(text, _key(keys))


def qr_png(text: str, module: int = 8) -> bytes:
    """Draw a QR code as PNG for a screen.

    Args:
        text: What it says.
        module: Pixels of one of its squares.
    """
    import segno  # few faces show one

    out = BytesIO()
    code = segno.make_qr(text, error="m", boost_error=False)
    code.save(out, kind="png", scale=module, border=_QUIET)
    return out.getvalue()


def _codes(view: View, member: MemberId, text: str, key: bytes) -> tuple[tuple[str, str, str], ...]:
    """Return names in Chinese and English and the QR text of the member and of each kind of voucher in hand."""
    state = view.member(member)
    number = state.row.number if state.row else ""
    found = [("", "", text)]
    for name, asset in view.programme.pack.assets.items():
        if asset.kind == "voucher" and state.balance(name) > 0:
            found.append((asset.names.zh, asset.names.en, voucher_qr(number, name, key)))
    return tuple(found)


def _key(keys: Keys) -> bytes:
    return keyed_hash(keys.index, "qr")
