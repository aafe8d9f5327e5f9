"""A book for tests: a real SQLite file, a founded hotel, a published programme, and short ways to write slips."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from app.loyalty.ids import MemberId, OperatorId
from app.loyalty.member import MemberKind
from app.loyalty.permissions import Role
from app.operations.enrol_member import EnrolMember
from app.operations.found_hotel import AppointOperator, FoundHotel, NamedOutlet
from app.operations.pen import Draft, Pen, new_slip_id
from app.operations.publish_programme import PublishProgramme
from app.operations.slip import Body
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.poster.submission import Answer, PinEntry, Submission
from app.store.books import Books
from app.store.keys import Keys

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
KEYS = Keys(b"p" * 32, b"i" * 32, b"n" * 32, b"b" * 32, "file")


class ClearOpener:
    """Opens test entries whose block is the digits themselves; real pads are tested in tests/devices."""

    def open(self, entry: PinEntry) -> str | None:
        """Return the digits."""
        return entry.block.decode() or None


class Book:
    """One open book with its poster and the pen of one desk."""

    def __init__(self, path: Path, *, pack: str = "house", settings: dict[str, Any] | None = None) -> None:
        self.path = path
        self.now = START
        self.books = Books.open(str(path), lambda _: KEYS, create=True)
        self.poster = Poster(self.books, lambda: self.now, PinCheck(KEYS.pin, ClearOpener()))
        self.pen = Pen(property="hotel", terminal="desk-1")
        self.answers: list[Answer] = []
        outlets = tuple(NamedOutlet(code, code, code) for code in ("rooms", "restaurant", "bar"))
        currency = "USD" if pack == "gold-passport" else "CNY"
        self.must("found_hotel", FoundHotel(
            name_zh="锦汀酒店", name_en="Jinting Hotel", currency=currency, zone="Asia/Shanghai", first_date=DAY,
            outlets=outlets), operator="admin")
        values = HOUSE_SETTINGS if settings is None and pack == "house" else settings or {}
        self.must("publish_programme", PublishProgramme(
            source=(PROGRAMMES / f"{pack}.toml").read_text(encoding="utf-8"),
            settings=msgspec.json.encode(values).decode(), valid_from=DAY - timedelta(days=400)), operator="admin")
        for name, role in (("ann", Role.CASHIER), ("sue", Role.SUPERVISOR), ("max", Role.MANAGER), ("aud", Role.AUDITOR)):
            self.must("appoint_operator", AppointOperator(operator=name, role=role), operator="admin")

    def submission(self, kind: str, body: Body, *, member: str = "", operator: str = "ann", supervisor: str = "",
                   pin: str | tuple[str, ...] = (), slip_id: str = "") -> Submission:
        """Write the next slip of the desk."""
        digits = (pin,) if isinstance(pin, str) else pin
        pins = tuple(PinEntry(f"entry-{n}", one.encode()) for n, one in enumerate(digits))
        self.now += timedelta(seconds=1)
        draft = Draft(id=slip_id or new_slip_id(self.now, secrets.token_bytes), kind=kind, body=body,
                      operator=OperatorId(operator), supervisor=OperatorId(supervisor), occurred_at=self.now,
                      member=MemberId(member), pin=pins[0].id if pins else "")
        house = self.poster.house().property
        slip, self.pen = self.pen.write(draft, house.business_date if house else DAY, 1)
        return Submission(slip=slip, pins=pins)

    def do(self, kind: str, body: Body, **more: Any) -> Answer:
        """Post one slip and return its answer."""
        answer = self.poster.post([self.submission(kind, body, **more)])[0]
        self.answers.append(answer)
        return answer

    def must(self, kind: str, body: Body, **more: Any) -> Answer:
        """Post one slip that must be posted."""
        answer = self.do(kind, body, **more)
        assert answer.decision.outcome.value == "posted", answer.decision.refusal
        return answer

    def enrol(self, member: str, kind: MemberKind = MemberKind.PERSON) -> str:
        """Enrol and approve a member; the label is the id."""
        from app.operations.approve_member import ApproveMember

        self.must("enrol_member", EnrolMember(kind=kind), member=member)
        if self.poster.house() and kind is not MemberKind.ANONYMOUS:
            self.must("approve_member", ApproveMember(), member=member, operator="sue")
        return member

    def balance(self, member: str, asset: str = "points", account: str = "member:available") -> int:
        """Read a balance from the table."""
        with self.books.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT in_total - out_total FROM balances WHERE member = ? AND asset = ? AND account = ?",
                (member, asset, account)).scalar()
        return int(found or 0)

    def one(self, text: str, *values: Any) -> Any:
        """Read one value."""
        with self.books.reading() as connection:
            return connection.exec_driver_sql(text, values).scalar()

    def close(self) -> None:
        """Close the book."""
        self.books.close()
