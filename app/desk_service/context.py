"""What all parts of the desk's service share: the hotel, the station, who is signed in, and names."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from app.loyalty.ids import MemberId, uuid7
from app.operations.decision import Decision
from app.operations.pen import Draft
from app.operations.slip import Body
from app.operations.view import Needs, View
from app.poster.predict import Predictor
from app.poster.slip_line import SlipLine
from app.poster.submission import PinEntry
from app.programme.tier_terms import Tier as PackTier
from app.settings.terminal import TerminalSettings
from app.station.station import Station
from app.store import audit
from app.store.books import Books
from app.store.personal import PersonalRecord
from app.store.questions import By
from app.store.search import Search
from app.store.staff import StaffRow, StaffTable
from app.ui.service.answers import DeskEvent
from app.ui.service.records import Coded, SlipKind, Tier, Words
from app.ui.service.station_records import Link

if TYPE_CHECKING:
    from app.exchange.pos.link import PosLink

TENDERS = (
    Coded(code="cash", name=Words("现金", "Cash")),
    Coded(code="card", name=Words("银行卡", "Bank card")),
    Coded(code="alipay", name=Words("支付宝", "Alipay")),
    Coded(code="wechat", name=Words("微信支付", "WeChat Pay")),
    Coded(code="credit", name=Words("挂账", "On account")),
)
RATE_CLASSES = (
    Coded(code="qualifying", name=Words("适宜房价", "Qualifying rate")),
    Coded(code="non-qualifying", name=Words("不计分房价", "Non-qualifying rate")),
    Coded(code="member", name=Words("会员价", "Member rate")),
    Coded(code="free-night", name=Words("赠送房晚", "Free night")),
)
KINDS = {
    "post_spend": SlipKind.POST_SPEND,
    "redeem": SlipKind.REDEEM,
    "top_up": SlipKind.TOP_UP,
    "void": SlipKind.VOID,
    "refund": SlipKind.REFUND,
    "check_in": SlipKind.CHECK_IN,
    "check_out": SlipKind.CHECK_OUT,
    "enrol_member": SlipKind.ENROL,
    "approve_member": SlipKind.APPROVE,
    "reject_member": SlipKind.APPROVE,
    "amend_member": SlipKind.AMEND,
    "issue_card": SlipKind.ISSUE_CARD,
    "replace_card": SlipKind.REPLACE_CARD,
    "report_lost": SlipKind.REPORT_LOST,
    "set_pin": SlipKind.PIN,
    "adjust": SlipKind.ADJUST,
    "open_shift": SlipKind.OPEN_SHIFT,
    "close_shift": SlipKind.CLOSE_SHIFT,
    "close_day": SlipKind.CLOSE_DAY,
    "end_member_day": SlipKind.EXPIRY,
    "carry_over": SlipKind.CARRY_OVER,
    "book": SlipKind.BOOK,
    "arrive": SlipKind.ARRIVE,
    "cancel_booking": SlipKind.CANCEL_BOOKING,
    "no_show": SlipKind.NO_SHOW,
    "guarantee": SlipKind.GUARANTEE,
    "extend_stay": SlipKind.EXTEND_STAY,
    "request_perk": SlipKind.PERK,
    "cash_cheque": SlipKind.CHEQUE,
    "gift": SlipKind.GIFT,
    "receive_gift": SlipKind.RECEIVE_GIFT,
    "stake": SlipKind.STAKE,
    "pay_out": SlipKind.PAY_OUT,
    "settle_market": SlipKind.SETTLE_MARKET,
    "claim_prize": SlipKind.CLAIM_PRIZE,
    "hold_draw": SlipKind.HOLD_DRAW,
    "win_prize": SlipKind.WIN_PRIZE,
    "donate": SlipKind.DONATE,
    "sign_agreement": SlipKind.SIGN_AGREEMENT,
    "convert": SlipKind.CONVERT,
    "reserve_reward": SlipKind.RESERVE_REWARD,
    "release_reward": SlipKind.RELEASE_REWARD,
    "buy_points": SlipKind.BUY_POINTS,
    "buy_tier": SlipKind.BUY_TIER,
    "apply_tier": SlipKind.APPLY_TIER,
    "accept_invitation": SlipKind.ACCEPT_INVITATION,
    "action": SlipKind.ACTION,
    "credit_referral": SlipKind.REFERRAL,
    "credit_company": SlipKind.CREDIT_COMPANY,
    "appeal": SlipKind.APPEAL,
    "decide_appeal": SlipKind.DECIDE_APPEAL,
    "sms_in": SlipKind.TEXT,
    "suspend_member": SlipKind.SUSPEND,
    "terminate_member": SlipKind.TERMINATE,
    "merge_member": SlipKind.MERGE,
    "receive_merge": SlipKind.RECEIVE_MERGE,
    "disclose": SlipKind.DISCLOSE,
    "link_bank_card": SlipKind.LINK_BANK_CARD,
    "unlink_bank_card": SlipKind.UNLINK_BANK_CARD,
    "campaign": SlipKind.CAMPAIGN,
    "export_web": SlipKind.EXPORT_WEB,
    "import_web": SlipKind.IMPORT_WEB,
}
_SHAPE_LETTERS = {
    "basic": "普",
    "base": "普",
    "gold": "金",
    "platinum": "铂",
    "diamond": "钻",
    "silver": "银",
}


@dataclass(frozen=True, slots=True)
class Operator:
    """Who is signed in."""

    id: str
    name: Words


class SignedOutError(PermissionError):
    """Somebody locked the terminal while what they had asked for was under way."""


@dataclass(slots=True, kw_only=True)
class Counter:
    """The parts of one desk, and what changes while it runs.

    Attributes:
        draft: Makes a slip's draft with its id and time.
        own_texts: Folder with the hotel's own sentences; None for none.
        pins: PIN entries by token, each with the member who was asked, until a slip uses them.
        overrides: Supervisors who stand in for the next request, by token.
        receipts: Folder of the hotel's own receipts: logo, layout, words; None for none.
        pos: The link to tills of another maker; None for none.
        clock_off_s: How far the clock was behind the books when the desk was last told.
        seek: Sees that a member is held here, by one exact value; of a centre's terminal, which holds few.
        link: How the line to the centre stands; None for books of one's own.
        keeps_late: A slip that takes nothing stays in the outbox when its answer is late.
    """

    books: Books
    line: SlipLine
    predictor: Predictor
    search: Search
    station: Station
    staff: StaffTable
    settings: TerminalSettings
    clock: Callable[[], datetime]
    draft: Callable[..., Draft]
    save_settings: Callable[[TerminalSettings], None]
    chance: Callable[[int], bytes]
    own_texts: Path | None = None
    training: bool = False
    receipts: Path | None = None
    pos: PosLink | None = None
    operator: Operator | None = None
    pins: dict[str, tuple[str, PinEntry]] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)
    clock_off_s: int = 0
    seek: Callable[[By, str], object] = field(default=lambda _by, _value: None)
    link: Callable[[], Link] | None = None
    keeps_late: bool = False
    listeners: list[Callable[[DeskEvent], None]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def view(self, connection: Connection, *members: MemberId) -> View:
        """Load the house and these members."""
        return self.predictor.view(connection, Needs(wholes=frozenset(members)))

    def who(self) -> str:
        """Return the operator signed in; slips need somebody who answers for them."""
        if self.operator is None:
            raise SignedOutError("nobody is signed in")
        return self.operator.id

    def named(self, row: StaffRow | None, operator: str) -> Words:
        """Return an operator's names; a kiosk has them in its settings, and no row among the staff."""
        own = self.operator
        return own.name if own and own.id == operator else staff_words(row, operator)

    def tell(self, event: DeskEvent) -> None:
        """Send news to whoever listens."""
        with self.lock:
            listeners = tuple(self.listeners)
        for listener in listeners:
            listener(event)

    def note(self, act: str, member: str = "", facts: str = "") -> Future[None]:
        """Write a read, or a work on a card, down in the audit table; the future says when it stands there."""
        now = self.clock()
        read = audit.Read(
            id=uuid7(int(now.timestamp() * 1000), self.chance(10)),
            at=now,
            terminal=self.settings.terminal,
            operator=self.operator.id if self.operator else "",
            act=act,
            member=member,
            facts=facts,
        )

        def write() -> None:
            with self.books.writing() as connection:
                audit.note(self.books, connection, read)

        return self.line.between(write)

    def local(self, moment: datetime, view: View) -> datetime:
        """Return a moment as the hotel's clock shows it."""
        zone = view.house.property.zone if view.house.property else "UTC"
        return moment.astimezone(ZoneInfo(zone))


def tier_of(view: View, code: str) -> Tier:
    """Return a tier as the desk shows it."""
    pack: PackTier = view.programme.tier(code)
    letter = _SHAPE_LETTERS.get(pack.code, pack.names.zh[:1])
    return Tier(
        code=pack.code,
        name=Words(pack.names.zh, pack.names.en),
        rank={"circle": 0, "square": 1, "hexagon": 2, "shield": 3, "lozenge": 4}[pack.shape],
        letter=Words(letter, pack.names.en[:1]),
    )


def outlet_words(view: View, code: str) -> Words:
    """Return an outlet's names."""
    row = view.house.outlets.get(code)
    return Words(row.name_zh, row.name_en) if row else Words(code, code)


def tenders_taken(view: View) -> tuple[Coded, ...]:
    """Return the ways to pay that the programme lists, the usual ones first."""
    taken = view.programme.tenders()
    usual = tuple(one for one in TENDERS if one.code in taken)
    others = sorted(taken - {one.code for one in usual})
    return (*usual, *(Coded(code=code, name=tender_words(code)) for code in others))


def tender_words(code: str) -> Words:
    """Return a tender's names."""
    known = {one.code: one.name for one in TENDERS}
    known |= {
        "stored_value": Words("储值", "Stored value"),
        "points": Words("积分", "Points"),
        "other": Words("其他", "Other"),
    }
    return known.get(code, Words(code, code))


def staff_words(row: StaffRow | None, operator: str) -> Words:
    """Return an operator's names; of one who is not known, the sign-in name."""
    return Words(row.name_zh, row.name_en) if row else Words(operator, operator)


def person_words(record: PersonalRecord | None) -> Words:
    """Return a guest's names; empty for an anonymous card."""
    if record is None:
        return Words("不记名卡", "Anonymous card")
    return Words(record.name, record.latin_name or record.name)


def two_words(text: str) -> Words:
    """Read ``中文/English`` as names in both languages; without a slash both are the same."""
    zh, slash, en = text.partition("/")
    return Words(zh, en if slash else zh)


Decided = tuple[Draft, Decision]
BodyOf = Callable[[], Body]
