"""How the desk asks the rest of the program: Protocols that bootstrap implements.

Every method blocks and is called from a worker thread, never from the GUI thread; several may be
under way at once (a preview while typing, a PIN entry and its ``cancel_pin``). Anything but the
answers named here is a bug: the exception travels to one place, which shows one sentence with a
number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.loyalty.refusals import Refusal
from app.ui.service.answers import (
    Backing,
    CardWritten,
    DeskEvent,
    IcAsk,
    Identified,
    NoPin,
    Outcome,
    Override,
    PinEntered,
    PinPurpose,
    Preview,
    SwipeToken,
)
from app.ui.service.member_records import Applicant, MemberPanel, Profile, Reward
from app.ui.service.message_records import MessageSheet
from app.ui.service.pos_records import PosBill, PosKey, PosStand
from app.ui.service.records import House, MemberId, SearchHit, Session, SlipId, SlipRow, Today
from app.ui.service.requests import Request
from app.ui.service.station_records import (
    DaySheet,
    IcDone,
    PrintFormat,
    PrintResult,
    ReportKind,
    ShiftSheet,
)


class OperatorService(Protocol):
    """Who works here."""

    def house(self) -> House:
        """Tell property, terminal, business date and the lists of the pages."""

    def sign_in(self, operator_id: str, password: str) -> Session | Refusal:
        """Check an operator's password; also unlocks."""

    def sign_in_by_card(self, swipe: SwipeToken) -> Session | Refusal:
        """Take a staff card instead of a password; also unlocks."""

    def lock(self) -> None:
        """Note that nobody stands at the desk; the shift stays open."""

    def override(self, operator_id: str, password: str, reason: Refusal) -> Override | Refusal:
        """Let a supervisor answer for one refusal with their password."""

    def override_by_card(self, swipe: SwipeToken, reason: Refusal) -> Override | Refusal:
        """Let a supervisor answer for one refusal with their staff card."""


class MemberService(Protocol):
    """Reads about members."""

    def today(self) -> Today:
        """Give the figures and last slips of the business day."""

    def day_slips(self) -> tuple[SlipRow, ...]:
        """List the slips of the last days that may still be undone or printed, newest first."""

    def search(self, text: str) -> tuple[SearchHit, ...]:
        """Find members by any of the kinds; at most 8, the likeliest first. Empty text: none."""

    def identify(self, swipe: SwipeToken) -> Identified:
        """Tell whose card was swiped; noted in the audit table."""

    def member(self, member_id: MemberId) -> MemberPanel | Refusal:
        """Show a member found by search; noted in the audit table."""

    def profile(self, member_id: MemberId) -> Profile | Refusal:
        """Give a member's own data in full, to be amended."""

    def rewards(self, member_id: MemberId) -> tuple[Reward, ...]:
        """Give the catalogue, what can be had first."""

    def applicants(self) -> tuple[Applicant, ...]:
        """List who waits for review, oldest first."""


class RequestService(Protocol):
    """Everything that changes something."""

    def preview(self, request: Request) -> Preview | Refusal:
        """Tell what a request would do; called while typing: quick, and changes nothing."""

    def submit(self, request: Request, backing: Backing) -> Outcome:
        """Do it once: make the slip, wait for the decision, say what happened."""

    def ask_pin(
        self, purpose: PinPurpose, amount: str, seconds: int, member_id: MemberId
    ) -> PinEntered | NoPin:
        """Let the guest enter a PIN on the pad; ``amount`` is shown there."""

    def cancel_pin(self) -> None:
        """End the entry under way; ``ask_pin`` then answers ``NoPin.CANCELLED``."""

    def write_card(self, member_id: MemberId, seconds: int) -> CardWritten:
        """Write the card just issued to a member on the encoder, telling each step as ``CardWanted``.

        May be asked again until it is written; ``seconds`` is how long each step may take.
        """

    def cancel_write(self) -> None:
        """End the writing under way; ``write_card`` then answers ``CardWritten.CANCELLED``."""


class IcService(Protocol):
    """Works on the IC card that lies on the reader; what lies there comes as ``IcChanged``."""

    def work_ic_card(self, ask: IcAsk) -> IcDone | Refusal:
        """Do one work on the card that is meant, and read it again."""


class SheetService(Protocol):
    """Shift, day, paper, looks and devices."""

    def shift_sheet(self) -> ShiftSheet | None:
        """Give the open shift of this desk, None without one."""

    def day_sheet(self) -> DaySheet:
        """Prove the business day without closing it."""

    def print_slip(self, slip_id: SlipId, *, copy: bool) -> PrintResult:
        """Print a slip's receipt; a copy is marked 补打/COPY."""

    def print_e_card(self, member_id: MemberId) -> PrintResult | Refusal:
        """Print a member's QR code, and one for each kind of voucher in hand."""

    def print_report(self, kind: ReportKind) -> PrintResult:
        """Print the X report, the last Z report or the last closed day."""

    def print_format(self) -> PrintFormat | None:
        """Give this desk's format, None before it is set up."""

    def save_print_format(self, chosen: PrintFormat) -> None:
        """Keep the format."""

    def receipt_picture(self, slip_id: SlipId, chosen: PrintFormat | None) -> bytes:
        """Draw a slip's receipt as PNG in a format (None: the one kept)."""

    def save_colours(self, colours: str) -> None:
        """Keep the colours of this desk: ``light``, ``dark`` or ``high_contrast``."""

    def retry_device(self, device_id: str) -> None:
        """Look for a device again now."""


class MessageService(Protocol):
    """What members are told by text and e-mail; refused to whoever may not write to members."""

    def messages(self, stand: str) -> MessageSheet | Refusal:
        """List the newest messages, all or those of one stand."""

    def send_message_again(self, message_id: str) -> Refusal | None:
        """Have a message sent again; None where it is, or where it is under way already."""

    def give_up_message(self, message_id: str) -> Refusal | None:
        """Have a message not sent any more; likewise."""


class PosService(Protocol):
    """Bills that a till of another maker sends to this terminal."""

    def pos_stand(self) -> PosStand:
        """Tell which bills wait, and whether tills are heard."""

    def begin_pos_bill(self, key: PosKey) -> PosBill | None:
        """Take a bill to post it, so that its till cannot give it up; None where it waits no more, or is taken."""

    def give_back_pos_bill(self, key: PosKey) -> None:
        """Let a bill wait on: it was not posted."""

    def answer_pos_bill(self, key: PosKey, slip_id: SlipId) -> bool:
        """Tell a till what the posting of its bill did.

        Returns:
            False where it could not be told now; it hears when it asks again.
        """

    def decline_pos_bill(self, key: PosKey) -> bool:
        """Tell a till to take the whole bill: it is no member's. False where it waits no more."""


class DeskService(
    OperatorService,
    MemberService,
    RequestService,
    IcService,
    SheetService,
    MessageService,
    PosService,
    Protocol,
):
    """All that the desk may ask, and the one door by which news comes in."""

    def subscribe(self, listener: Callable[[DeskEvent], None]) -> Callable[[], None]:
        """Send events to a listener from any thread, first the present lamps, link and IC card.

        Returns:
            A function that ends the subscription.
        """
