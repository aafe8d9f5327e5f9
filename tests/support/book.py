"""A book for tests: a real SQLite file, a founded hotel, a published programme, and short ways to write slips."""

from __future__ import annotations

import secrets
import shutil
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from app.loyalty.ids import MemberId, OperatorId
from app.loyalty.member import MemberKind
from app.loyalty.permissions import Role
from app.operations.adjust import Adjust
from app.operations.approve_member import ApproveMember
from app.operations.carry_over import CarryOver
from app.operations.close_day import CloseDay
from app.operations.decision import Outcome
from app.operations.enrol_member import EnrolMember
from app.operations.found_hotel import AppointOperator, FoundHotel, NamedOutlet
from app.operations.pen import Draft, Pen, new_slip_id
from app.operations.post_spend import PostSpend
from app.operations.publish_programme import PublishProgramme, PutReward
from app.operations.set_pin import How, SetPin
from app.operations.slip import Body
from app.operations.top_up import TopUp
from app.poster.day_end import end_day
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.poster.submission import Answer, PinEntry, Submission
from app.store.books import Books, BooksError
from app.store.keys import Keys, card_hash
from app.store.verify import Broken, verify
from tests.support.adding_up import adds_up

START = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
DAY = date(2026, 11, 22)
PROGRAMMES = Path(__file__).parents[2] / "resources" / "programmes"
HOUSE_SETTINGS: dict[str, Any] = {
    "points_per_unit": {"rooms": "1", "restaurant": "0.5"},
    "tier_factor": {"gold": "1.2"},
    "discount_gold": {"restaurant": "10"},
    "points_per_yuan_paid": "100",
    "gold_points": 5000,
}
OUTLETS = ("rooms", "restaurant", "bar", "store", "cafe", "laundry", "pay-tv", "events")
KEYS = Keys(b"p" * 32, b"i" * 32, b"n" * 32, b"b" * 32, b"c" * 32, "file")


class ClearOpener:
    """Opens test entries whose block is the digits themselves; real pads are tested in tests/devices."""

    def open(self, entry: PinEntry) -> str | None:
        """Return the digits."""
        return entry.block.decode() or None


class Book:
    """One open book with its poster and the pen of one desk."""

    def __init__(
        self,
        path: Path | str,
        *,
        pack: str = "house",
        source: str = "",
        settings: dict[str, Any] | None = None,
    ) -> None:
        self.path = path
        self.now = START
        self.bills = 0
        self.books = Books.open(str(path), lambda _: KEYS, create=True)
        self.poster = Poster(self.books, lambda: self.now, PinCheck(KEYS.pin, ClearOpener()))
        self.pen = Pen(property="hotel", terminal="desk-1")
        self.answers: list[Answer] = []
        outlets = tuple(NamedOutlet(code, code, code) for code in OUTLETS)
        text = source or (PROGRAMMES / f"{pack}.toml").read_text(encoding="utf-8")
        currency = tomllib.loads(text).get("currency", "CNY") if not source else "CNY"
        self.must(
            "found_hotel",
            FoundHotel(
                name_zh="锦汀酒店",
                name_en="Jinting Hotel",
                currency=currency,
                zone="Asia/Shanghai",
                first_date=DAY,
                outlets=outlets,
            ),
            operator="admin",
        )
        values = (HOUSE_SETTINGS if pack == "house" and not source else {}) | (settings or {})
        source = source or (PROGRAMMES / f"{pack}.toml").read_text(encoding="utf-8")
        self.must(
            "publish_programme",
            PublishProgramme(
                source=source,
                settings=msgspec.json.encode(values).decode(),
                valid_from=DAY - timedelta(days=400),
            ),
            operator="admin",
        )
        for name, role in (
            ("ann", Role.CASHIER),
            ("sue", Role.SUPERVISOR),
            ("max", Role.MANAGER),
            ("aud", Role.AUDITOR),
        ):
            self.must(
                "appoint_operator", AppointOperator(operator=name, role=role), operator="admin"
            )

    def submission(
        self,
        kind: str,
        body: Body,
        *,
        member: str = "",
        operator: str = "ann",
        supervisor: str = "",
        pin: str | tuple[str, ...] = (),
        slip_id: str = "",
    ) -> Submission:
        """Write the next slip of the desk."""
        digits = (pin,) if isinstance(pin, str) else pin
        pins = tuple(PinEntry(f"entry-{n}", one.encode()) for n, one in enumerate(digits))
        self.now += timedelta(seconds=1)
        draft = Draft(
            id=slip_id or new_slip_id(self.now, secrets.token_bytes),
            kind=kind,
            body=body,
            operator=OperatorId(operator),
            supervisor=OperatorId(supervisor),
            occurred_at=self.now,
            member=MemberId(member),
            pin=pins[0].id if pins else "",
        )
        house = self.poster.house().property
        slip, self.pen = self.pen.write(draft, house.business_date if house else DAY, 1)
        return Submission(slip=slip, pins=pins)

    def do(self, kind: str, body: Body, **more: Any) -> Answer:
        """Post one slip and return its answer; what fails leaves the pen where it was."""
        before = self.pen
        try:
            answer = self.poster.post([self.submission(kind, body, **more)])[0]
        except BooksError:
            self.pen = before
            raise
        assert answer.is_repeat or adds_up(answer.decision), answer.decision
        self.answers.append(answer)
        return answer

    def must(self, kind: str, body: Body, **more: Any) -> Answer:
        """Post one slip that must be posted."""
        answer = self.do(kind, body, **more)
        assert answer.decision.outcome.value == "posted", answer.decision.refusal
        return answer

    def enrol(self, member: str, kind: MemberKind = MemberKind.PERSON) -> str:
        """Enrol and approve a member; the label is the id."""
        answer = self.must("enrol_member", EnrolMember(kind=kind), member=member)
        if answer.decision.gives["status"] == "applied":
            self.must("approve_member", ApproveMember(), member=member, operator="sue")
        return member

    def refuse(self, kind: str, body: Body, reason: str, **more: Any) -> dict[str, str | int]:
        """Post one slip that must be refused and move nothing; returns the facts of the refusal."""
        before = self.transfers()
        answer = self.do(kind, body, **more)
        assert answer.decision.outcome is Outcome.REFUSED, answer.decision.outcome
        assert answer.decision.refusal is not None
        assert answer.decision.refusal.reason.value == reason, answer.decision.refusal
        assert self.transfers() == before
        return dict(answer.decision.refusal.facts)

    def spend(
        self, member: str, amount_minor: int, *, outlet: str = "rooms", **more: Any
    ) -> Answer:
        """Post a bill under the next free number; words of the body and of the slip may be mixed."""
        self.bills += 1
        around = {
            name: more.pop(name)
            for name in ("operator", "supervisor", "pin", "slip_id")
            if name in more
        }
        words = {"bill": f"B{self.bills}"} | more
        body = PostSpend(outlet=outlet, amount_minor=amount_minor, **words)
        return self.must("post_spend", body, member=member, **around)

    def top_up(self, member: str, amount_minor: int, tender: str = "cash") -> Answer:
        """Put money on a card."""
        return self.must("top_up", TopUp(amount_minor=amount_minor, tender=tender), member=member)

    def brought(self, member: str, **more: Any) -> Answer:
        """Open an account with what the member brings from an earlier system."""
        return self.must("carry_over", CarryOver(**more), member=member, operator="max")

    def give_points(self, member: str, points: int) -> Answer:
        """Put points on an account by a manager's adjustment; it earns no tier."""
        body = Adjust(asset="points", quantity=points, reason="opening")
        return self.must("adjust", body, member=member, operator="max")

    def set_pin(self, member: str, digits: str = "1234") -> Answer:
        """Give a member a first PIN."""
        return self.must("set_pin", SetPin(how=How.SET), member=member, pin=(digits, digits))

    def put_reward(
        self, code: str, points: int, stock: int | None = None, tiers: str = ""
    ) -> Answer:
        """Put a reward into the catalogue."""
        body = PutReward(
            code=code, name_zh=code, name_en=code, points=points, stock=stock, tiers=tiers
        )
        return self.must("put_reward", body, operator="admin")

    def close_day(self) -> Answer:
        """Close the open business date an hour before midnight and do its day-end."""
        day = self.business_date
        closing = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
        self.now = max(self.now, closing)
        answer = self.must("close_day", CloseDay(date=day), operator="sue")
        end_day(self.poster, answer.slip_id, day)
        return answer

    def card(self, number: str) -> str:
        """Return what a slip names a card number by."""
        return card_hash(KEYS, number)

    @property
    def business_date(self) -> date:
        """The open business date."""
        house = self.poster.house().property
        assert house is not None
        return house.business_date

    def clone(self, path: Path) -> Book:
        """Open a copy of this book, with the pen and the clock as they stand."""
        with self.books.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.path, path)
        made = object.__new__(Book)
        made.path, made.now, made.bills, made.pen, made.answers = (
            path,
            self.now,
            self.bills,
            self.pen,
            [],
        )
        made._open()
        return made

    def _open(self) -> None:
        self.books = Books.open(str(self.path), lambda _: KEYS)
        self.poster = Poster(self.books, lambda: self.now, PinCheck(KEYS.pin, ClearOpener()))

    def reopen(self) -> None:
        """Close the file and open it again, as after a restart."""
        self.books.close()
        self._open()

    def rows(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read rows."""
        with self.books.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(self.books.sql(text), values)]

    def transfers(self) -> int:
        """Count what the ledger holds."""
        return int(self.one("SELECT COUNT(*) FROM transfers"))

    def lots(self, member: str, asset: str = "points") -> list[tuple[str, int, str | None]]:
        """Read a member's lots with something left: id, remaining, last valid day; soonest first."""
        found = self.rows(
            "SELECT lot, remaining, expires_on FROM lots WHERE member = ? AND asset = ? AND remaining > 0 "
            "AND account = 'member:available' ORDER BY COALESCE(expires_on, '9999'), earned_on, lot",
            member,
            asset,
        )
        return [(str(lot), int(left), ends) for lot, left, ends in found]

    def broken(self, acked: tuple[str, ...] = ()) -> list[Broken]:
        """Check every promise of the book."""
        return verify(self.books, acked).broken

    def balance(self, member: str, asset: str = "points", account: str = "member:available") -> int:
        """Read a balance from the table."""
        with self.books.reading() as connection:
            sql = "SELECT in_total - out_total FROM balances WHERE member = ? AND asset = ? AND account = ?"
            found = connection.exec_driver_sql(
                self.books.sql(sql), (member, asset, account)
            ).scalar()
        return int(found or 0)

    def one(self, text: str, *values: Any) -> Any:
        """Read one value."""
        with self.books.reading() as connection:
            return connection.exec_driver_sql(self.books.sql(text), values).scalar()

    def close(self) -> None:
        """Close the book."""
        self.books.close()
