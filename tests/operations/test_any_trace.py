"""Whatever is posted under whichever programme, its trace adds up to its transfers and reads as sums do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.accept_invitation import AcceptInvitation
from app.operations.action import Action
from app.operations.adjust import Adjust
from app.operations.appeal import Appeal
from app.operations.apply_tier import ApplyTier
from app.operations.arrive import Arrive
from app.operations.book import Book as Booking
from app.operations.buy_points import BuyPoints
from app.operations.buy_tier import BuyTier
from app.operations.cancel_booking import CancelBooking
from app.operations.carry_over import OpeningCount
from app.operations.check_in import CheckIn
from app.operations.check_out import CheckOut
from app.operations.convert import Convert
from app.operations.decide_appeal import DecideAppeal
from app.operations.decision import Outcome
from app.operations.donate import Donate, SignAgreement
from app.operations.enrol_member import EnrolMember
from app.operations.gift import Gift
from app.operations.guarantee import Guarantee
from app.operations.no_show import NoShow
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.request_perk import RequestPerk
from app.operations.reserve_reward import ReleaseReward, ReserveReward
from app.operations.settle_market import SettleMarket
from app.operations.slip import Body
from app.operations.sms_in import Command, SmsIn
from app.operations.stake import Stake
from app.operations.tenders import TenderPart
from app.operations.top_up import TopUp
from app.operations.void import VOIDABLE, Void
from app.operations.withdraw import Withdraw
from app.programme.pack import Pack
from tests.support.adding_up import misadded
from tests.support.book import DAY, Book

PACKS: dict[str, dict[str, Any]] = {
    "house": {"clawback": "settle", "points_valid_months": 1, "points_usable_after_days": 1},
    "huazhu": {"points_per_room_night": 40},
    "gloria": {"earning_outlets": ["rooms", "bar"]},
    "hhonors": {"points_per_unit": {"rooms": "10", "bar": "0.7"}, "miles_per_stay": 500},
    "cash-back": {"cashback_percent": "5", "cashback_threshold": "900.00"},
    "gold-passport": {"points_per_mile": "2.5"},
    "seven-days": {"points_per_room_night": 33, "guarantee_freezes": False},
    "clubcard": {"voucher_interval_months": 1},
    "coalition": {"points_per_unit": {"bank": "0.3"}, "points_per_yuan_paid": "100"},
    "green-hills": {"points_per_unit": "1.5"},
    "vip-plan": {"cashback_percent": "7.5", "cashback_threshold": "500.00"},
    "three-squirrels": {"points_per_unit": "0.9", "points_per_referral": 100},
    "priority-club": {},
    "phoenix-miles": {},
}
OUTLETS = ("rooms", "restaurant", "bar", "store", "cafe")
PEOPLE = ("li", "li", "wu", "he", "he")


@dataclass
class Life:
    """A hotel's life as chance has it: the book, its programme, and what was posted so far."""

    book: Book
    pack: Pack
    chance: Random
    slips: list[str] = field(default_factory=lambda: ["none"])
    bookings: list[str] = field(default_factory=lambda: ["none"])

    def points(self, most: int = 900) -> int:
        return self.chance.choice((50, 100, 300, self.chance.randint(1, most)))

    def slip(self) -> str:
        return self.chance.choice(self.slips[-4:])

    def booking(self) -> str:
        return self.chance.choice(self.bookings[-2:])

    def tier(self) -> str:
        return self.chance.choice([one.code for one in self.pack.tiers])

    def is_so(self) -> bool:
        return self.chance.random() < 0.5


def bill(life: Life) -> Body:
    chance = life.chance
    where = chance.choice((*OUTLETS, *life.pack.partners))
    is_partner = where in life.pack.partners
    kinds = chance.sample(("stored_value", "points", "voucher"), chance.choice((0, 0, 1, 2)))
    life.book.bills += 1
    return PostSpend(
        outlet="" if is_partner else where,
        partner=where if is_partner else "",
        bill=f"B{life.book.bills}",
        amount_minor=chance.randint(1, 900_00),
        parts=tuple(
            TenderPart(
                one,
                minor=chance.randint(1, 9_00) if one == "stored_value" else 0,
                points=life.points(50) if one == "points" else 0,
            )
            for one in kinds
        ),
        rest=chance.choice(("cash", "cash", "card", "stored_value", "points", "voucher")),
        units=chance.randint(0, 2),
    )


def converted(life: Life) -> Body:
    pairs = [(one.source, one.target) for one in life.pack.conversions] or [("points", "miles")]
    source, target = life.chance.choice(pairs)
    return Convert(source=source, target=target, amount=life.points(3_000))


def bought_tier(life: Life) -> Body:
    code = life.tier()
    price = next(str(one.price) for one in life.pack.tiers if one.code == code)
    return BuyTier(tier=code, paid_minor=int(price) * 100 if price.isdigit() else 0)


def staked(life: Life) -> Body:
    market, outcome = life.chance.choice(("one", "two")), life.chance.choice(("home", "away"))
    kickoff = life.book.now + timedelta(hours=5)
    return Stake(market=market, outcome=outcome, points=life.points(), kickoff=kickoff)


def checked_in(life: Life) -> Body:
    return CheckIn(
        choice=life.chance.choice(life.pack.choices),
        nights=life.chance.randint(1, 4),
        arrived_on=life.book.business_date - timedelta(days=life.chance.randint(0, 3)),
    )


def appeal(life: Life) -> Body:
    today = life.book.business_date
    return Appeal(outlet="bar", bill="A1", billed_on=today, amount_minor=life.points(90_000))


def accepted(life: Life) -> Body:
    invited = life.book.one("SELECT MAX(invited_to) FROM members")
    return AcceptInvitation(tier=invited or life.tier(), accept=life.is_so())


def answered(life: Life) -> Body:
    return DecideAppeal(
        outlet="bar", bill="A1", billed_on=life.book.business_date, grant=life.is_so()
    )


def perk(life: Life) -> Body:
    return RequestPerk(perk=life.chance.choice([one.id for one in life.pack.perks] or ["none"]))


def adjusted(life: Life) -> Body:
    asset = life.chance.choice(("points", life.pack.currency))
    return Adjust(asset=asset, quantity=life.chance.randint(-800, 800), reason="put right")


def acted(life: Life) -> Body:
    return Action(what=life.chance.choice([one.code for one in life.pack.actions] or ["none"]))


def texted(life: Life) -> Body:
    return SmsIn(command=life.chance.choice(list(Command)), code="mug")


MOVES: dict[str, Callable[[Life], Body]] = {
    "post_spend": bill,
    "void": lambda life: Void(of=life.slip()),
    "withdraw": lambda life: Withdraw(of=life.slip()),
    "refund": lambda life: Refund(of=life.slip(), amount_minor=life.points(9_000)),
    "top_up": lambda life: TopUp(amount_minor=life.chance.randint(1, 200_00)),
    "adjust": adjusted,
    "redeem": lambda life: Redeem(reward="mug", quantity=life.chance.randint(1, 2)),
    "reserve_reward": lambda _: ReserveReward(reward="mug"),
    "release_reward": lambda _: ReleaseReward(reward="mug"),
    "gift": lambda life: Gift(to=MemberId("wu"), points=life.points()),
    "stake": staked,
    "settle_market": lambda life: SettleMarket(market="one", outcome=life.chance.choice(("home", "none"))),
    "sign_agreement": lambda _: SignAgreement(charity="church"),
    "donate": lambda life: Donate(charity="church", points=life.points()),
    "convert": converted,
    "buy_points": lambda life: BuyPoints(reward="car", points=life.points()),
    "buy_tier": bought_tier,
    "apply_tier": lambda life: ApplyTier(tier=life.tier()),
    "accept_invitation": accepted,
    "book": lambda life: Booking(arrives_on=life.book.business_date, nights=life.chance.randint(1, 3)),
    "guarantee": lambda life: Guarantee(booking=life.booking(), hours=life.chance.randint(1, 3)),
    "cancel_booking": lambda life: CancelBooking(booking=life.booking()),
    "no_show": lambda life: NoShow(booking=life.booking()),
    "arrive": lambda life: Arrive(booking=life.booking()),
    "check_in": checked_in,
    "check_out": lambda life: CheckOut(nights=life.chance.randint(0, 4)),
    "action": acted,
    "request_perk": perk,
    "appeal": appeal,
    "decide_appeal": answered,
    "sms_in": texted,
    "enrol_member": lambda _: EnrolMember(kind=MemberKind.PERSON, referrer=MemberId("li")),
}  # fmt: skip
OFTEN = (
    *["post_spend"] * 6,
    "void",
    "refund",
    "redeem",
    "check_in",
    "check_out",
    "book",
    "guarantee",
)
SEEN: Counter[str] = Counter()


def opened(path: Path, name: str) -> Book:
    """Open a book whose programme gives what it leaves at nought, with members who have something."""
    book = Book(path, pack=name, settings=PACKS[name])
    pack = pack_of(book)
    has_points = "points" in pack.assets
    given = {asset: 5 for asset, one in pack.assets.items() if one.kind in {"voucher", "miles"}}
    counted = {one.metric for one in pack.tallies}
    companies = "company" in pack.membership.kinds
    if companies:
        book.brought("acme", kind=MemberKind.COMPANY)
    for member in ("li", "wu", "he"):
        book.brought(
            member,
            points=2_000 if has_points else 0,
            stored_minor=300_00,
            balances=given,
            counts=tuple(
                OpeningCount(one, DAY - timedelta(days=20), 30_000 if member == "he" else 20)
                for one in sorted(counted)
            ),
            company="acme" if companies and member == "he" else "",
        )
        book.set_pin(member)
    if has_points:
        book.put_reward("mug", 70, stock=50)
        book.put_reward("car", 9_000)
    return book


def pack_of(book: Book) -> Pack:
    programme = book.poster.programme()
    assert programme is not None
    return programme.pack


def lived(book: Book, chance: Random, days: int = 2, steps: int = 70) -> None:
    life = Life(book, pack_of(book), chance)
    for _ in range(days):
        for _ in range(steps):
            kind = chance.choice((*MOVES, *OFTEN))
            own = {"settle_market": "", "enrol_member": f"new-{chance.random()}"}
            who = own.get(kind, chance.choice(PEOPLE))
            answer = book.do(kind, MOVES[kind](life), member=who, operator="max", pin="1234")
            if answer.decision.outcome is Outcome.POSTED:
                SEEN[kind] += 1
                life.slips += [answer.slip_id] if kind in VOIDABLE else []
                life.bookings += [answer.slip_id] if kind == "book" else []
        book.close_day()


@pytest.fixture(scope="module", params=list(PACKS))
def hotel(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Book]:
    book = opened(tmp_path_factory.mktemp("traces") / "base.books", request.param)
    yield book
    book.close()


def test_every_trace_adds_up_and_every_line_reads_well(
    hotel: Book, tmp_path_factory: pytest.TempPathFactory, is_long: bool
) -> None:
    folder, lives = tmp_path_factory.mktemp("lives"), iter(range(10**6))

    @settings(
        max_examples=80 if is_long else 6, deadline=None, derandomize=not is_long, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(seed=st.integers(1, 2**32))
    def live(seed: int) -> None:
        book = hotel.clone(folder / f"{next(lives)}.books")
        try:
            lived(book, Random(seed))
            assert misadded(book.books, book.poster.programme()) == []
        finally:
            book.close()

    live()


def test_of_every_kind_that_is_tried_some_are_posted(tmp_path: Path) -> None:
    for seed in range(1, 5):
        for pack in PACKS:
            if set(MOVES) <= set(SEEN):
                return
            book = opened(tmp_path / f"{pack}-{seed}.books", pack)
            lived(book, Random(seed))
            book.close()
    assert set(MOVES) - set(SEEN) == set()
