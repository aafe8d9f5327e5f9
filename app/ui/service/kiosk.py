"""What the kiosk asks and is told: one visit of one guest, from card or phone to everything cleared.

Nothing about a member leaves before a PIN was right. Every method blocks and is called from a worker
thread; ``end_visit`` may come from any thread at any time and makes every token of the visit worthless.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum, unique
from typing import NewType, Protocol

import msgspec

from app.loyalty.refusals import Refusal
from app.ui.service.answers import (
    Change,
    DeskEvent,
    Late,
    NoPin,
    NotSaved,
    PinEntered,
    PinPurpose,
    PinToken,
    SwipeToken,
)
from app.ui.service.member_records import MemberPanel, Reward
from app.ui.service.records import NO_WORDS, House, SlipId, SlipRow, Words
from app.ui.service.station_records import DeviceLamp, Link, PrintResult

ClaimToken = NewType("ClaimToken", str)
CodeToken = NewType("CodeToken", str)
FriendToken = NewType("FriendToken", str)
StaffToken = NewType("StaffToken", str)


@unique
class KioskWork(Enum):
    """What the kiosk offers where the house allows it."""

    REDEEM = "redeem"
    CHECK_IN = "check-in"
    GIFT = "gift"
    ENROL = "enrol"
    MAIL = "mail"


class KioskHouse(msgspec.Struct, frozen=True, kw_only=True):
    """The house as the kiosk shows it, beside what every face knows.

    Attributes:
        offers: What can be done here at all; a work that is not in it has no tile.
        logo: The hotel's own logo as SVG (its ``currentColor`` takes the theme's) or PNG; empty for none.
        picture: For the first page, as SVG; empty for none.
        desk_phone: What a guest dials for help; empty for none.
    """

    house: House
    offers: frozenset[KioskWork]
    logo: bytes = b""
    picture: bytes = b""
    desk_phone: str = ""


# Who is it -----------------------------------------------------------------------------------


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody says who they are; the PIN will show it. A phone that nobody has makes one, too.

    Attributes:
        tail: Last digits of the card or phone, as the guest showed them.
        has_card: Whether a card lies on the reader and ends the visit when it is taken.
    """

    token: ClaimToken
    tail: str
    has_card: bool = False


class StaffCame(msgspec.Struct, frozen=True, kw_only=True):
    """A staff card: its PIN opens the service page."""

    token: StaffToken
    name: Words


Claimed = Claim | StaffCame | Refusal


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """A booking of the guest that waits for its arrival.

    Attributes:
        arrives_on: The day; ``barred`` says why it cannot be checked in now.
        room: Known already; empty where the desk gives one.
    """

    booking: str
    arrives_on: date
    nights: int
    rooms: int
    rate_class: Words = NO_WORDS
    room: str = ""
    barred: Refusal | None = None


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands here, once the PIN was right.

    Attributes:
        panel: The member as the desk sees them; the note of the desk is never in it.
        bookings: The next ones, the nearest first.
        ecard: Text of the QR code that names the member to a scanner of this house; empty for none.
        email: Masked; empty where statements cannot be e-mailed.
    """

    panel: MemberPanel
    bookings: tuple[Booking, ...] = ()
    ecard: str = ""
    email: str = ""


# Works ---------------------------------------------------------------------------------------


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """What a redemption or a gift would take; ``points`` before and after."""

    points: Change
    needs_pin: bool = True


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """It is in the books, and the paper is in the guest's hand where there is one."""

    slip: SlipRow
    visit: Visit
    printed: PrintResult | None = None


class TakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """The voucher could not be printed: the redemption was voided and every point is back."""

    why: PrintResult
    visit: Visit


class CodeSent(msgspec.Struct, frozen=True, kw_only=True):
    """A code is on its way to the phone; it holds for so many seconds."""

    token: CodeToken
    phone: str
    seconds: int


class Friend(msgspec.Struct, frozen=True, kw_only=True):
    """Who would get a gift, masked: 林** and the phone's last four."""

    token: FriendToken
    name: Words
    tail: str


class EnrolForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a guest fills in; the phone is the one that the code proved.

    Attributes:
        consent: To be sent hotel information; joining does not need it.
    """

    name: str
    language: str
    latin_name: str = ""
    email: str = ""
    birthday: date | None = None
    consent: bool = False


@unique
class Mailed(Enum):
    """What became of a statement by e-mail."""

    HANDED_IN = "handed-in"
    NO_ADDRESS = "no-address"
    NOT_REACHED = "not-reached"


@unique
class Called(Enum):
    """How staff was called."""

    TEXTED = "texted"
    SHOWN = "shown"  # only the screen and the bell call


class KioskDevice(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the service page: the lamp, and what can be read of the device's health."""

    lamp: DeviceLamp
    notes: tuple[str, ...] = ()


class ServiceSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What staff see on the service page.

    Attributes:
        books: ``ok`` or what ``innpoint books verify`` found, in one line.
        network: Addresses of this machine, and the link to the books.
    """

    devices: tuple[KioskDevice, ...]
    link: Link
    network: tuple[str, ...]
    books: str
    version: str
    slips_today: int


@unique
class ServiceAct(Enum):
    """What staff may do on the service page."""

    VERIFY_BOOKS = "verify-books"
    TEST_PRINT = "test-print"
    RESTART = "restart"
    EXIT = "exit"


class VisitService(Protocol):
    """Who stands here, and what they may see."""

    def kiosk(self) -> KioskHouse:
        """Tell the house and what is offered."""

    def claim_by_card(self, swipe: SwipeToken) -> Claimed:
        """Take a card; a refusal for one that opens nothing (lost, unknown, a bank's)."""

    def claim_by_phone(self, phone: str) -> Claim | Refusal:
        """Take a phone number; a refusal only for what is no number, never for one that nobody has."""

    def ask_pin(
        self, purpose: PinPurpose, claim: ClaimToken | StaffToken | None, seconds: int
    ) -> PinEntered | NoPin:
        """Let the guest enter a PIN on the pad; None for the guest whose visit it is."""

    def cancel_pin(self) -> None:
        """End the entry under way."""

    def open_visit(self, claim: ClaimToken, pin: PinToken) -> Visit | Refusal | Late | NotSaved:
        """Check the PIN, which counts a wrong one, and show the guest; the visit begins."""

    def visit(self) -> Visit | None:
        """Read the guest again; None once the visit has ended."""

    def end_visit(self) -> None:
        """Forget the guest: every token, entry, code and record held for them."""

    def history(self, before: SlipId | None) -> tuple[SlipRow, ...]:
        """List the guest's slips with their traces, the newest first, twenty at a time, those before one."""

    def rewards(self) -> tuple[Reward, ...]:
        """Give the catalogue as this guest sees it, what can be had first."""


class WorkService(Protocol):
    """What a guest does alone. Late and NotSaved: nothing was taken."""

    def price(self, reward: str, quantity: int) -> Price | Refusal:
        """Tell what a reward would take."""

    def redeem(
        self, reward: str, quantity: int, pin: PinToken
    ) -> Handed | TakenBack | Refusal | Late | NotSaved:
        """Take the points and print the voucher; without the paper the points are given back."""

    def print_voucher(self, slip: SlipId) -> PrintResult:
        """Print a voucher of this visit once more, marked as a copy."""

    def check_in(self, booking: str) -> Handed | Refusal | Late | NotSaved:
        """Check a booking in and print its slip; a lost paper does not undo it."""

    def print_statement(self) -> PrintResult:
        """Print balances and the last slips."""

    def mail_statement(self) -> Mailed:
        """Hand the statement in as e-mail to the guest's own address."""

    def find_friend(self, phone_or_number: str) -> Friend | Refusal:
        """Find who would get a gift, by phone or member number in full; few tries a visit."""

    def price_gift(self, friend: FriendToken, points: int) -> Price | Refusal:
        """Tell what a gift would take."""

    def give(
        self, friend: FriendToken, points: int, pin: PinToken
    ) -> Handed | Refusal | Late | NotSaved:
        """Give points to another member."""


class EnrolService(Protocol):
    """Joining without a member of staff."""

    def send_code(self, phone: str) -> CodeSent | Refusal:
        """Text a code of six digits; a refusal where the phone is a member's, wrong, or asked too often."""

    def check_code(self, code: CodeToken, digits: str) -> Refusal | None:
        """Check the code; three wrong ones make it worthless."""

    def enrol(
        self, form: EnrolForm, code: CodeToken, pins: tuple[PinToken, ...]
    ) -> Visit | Refusal | Late | NotSaved:
        """Open the membership and set the PIN (new, again); the visit of the new member begins."""


class StaffService(Protocol):
    """Calling staff, and what staff do here."""

    def call_staff(self) -> Called:
        """Call somebody of the house."""

    def open_service(self, staff: StaffToken, pin: PinToken) -> ServiceSheet | Refusal:
        """Let staff in with card and PIN."""

    def service_sheet(self) -> ServiceSheet:
        """Read the service page again."""

    def serve(self, act: ServiceAct) -> str:
        """Do one act of the service page; returns what it found as one line. Leaving is the window's."""

    def end_service(self) -> None:
        """Staff leave the service page."""


class KioskService(VisitService, WorkService, EnrolService, StaffService, Protocol):
    """All that the kiosk may ask, and the one door by which news comes in."""

    def subscribe(self, listener: Callable[[DeskEvent], None]) -> Callable[[], None]:
        """Send events to a listener from any thread, first the present lamps, link and IC card.

        Returns:
            A function that ends the subscription.
        """
