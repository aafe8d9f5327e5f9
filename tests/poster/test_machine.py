"""Any life of a hotel, chosen by Hypothesis, on a real file: the books and the paper model agree at every step."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace as changed

from app.loyalty.member import MemberKind
from app.operations.adjust import Adjust
from app.operations.amend_member import AmendMember
from app.operations.approve_member import ApproveMember
from app.operations.enrol_member import EnrolMember
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.reject_member import RejectMember
from app.operations.replace_card import ReplaceCard
from app.operations.report_lost import ReportLost
from app.operations.set_pin import How, SetPin
from app.operations.slip import Body
from app.operations.tenders import TenderPart
from app.operations.top_up import TopUp
from app.operations.void import Void
from app.poster.replay import replay
from app.poster.submission import Answer, Submission
from tests.poster.paper import MUG, TRIES, Paper
from tests.support.book import Book

PEOPLE = ("li", "wu", "he", "yan")
people = st.sampled_from(PEOPLE)
phones = st.sampled_from(("phone:1", "phone:2", "phone:3"))
amounts = st.one_of(
    st.integers(1, 900_00), st.integers(1, 5_000_00), st.sampled_from((0, -1, 1, 99, 100, 4_166_67))
)
tenders = st.sampled_from(("cash", "card", "wechat", "stored_value", "points"))
picks = st.integers(0, 2**16)
pins = st.sampled_from((True, True, True, False))


@dataclass(frozen=True)
class Sent:
    """A slip that was handed in, and whether it must be posted."""

    submission: Submission
    is_posted: bool


class Hotel(RuleBasedStateMachine):
    """Slips wait until a batch is posted; the paper knows at once what must come of each."""

    base: Book

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.book = self.base.clone(self.folder / "house.books")
        self.paper = Paper()
        self.waiting: list[Sent] = []
        self.decided: dict[str, tuple[Sent, Answer]] = {}
        for member in PEOPLE[:2]:
            self.enrol(member, "")
            self.review(member, is_welcome=True)
            self.post()
            self.book.set_pin(member)
            self.top_up(member, 800_00, "cash")
            self.spend(member, 700_00, {}, "card", 1 + PEOPLE.index(member), is_right=True)

    def hand_in(self, kind: str, body: Body, *, member: str, **more: Any) -> Submission:
        return self.book.submission(kind, body, member=member, operator="max", **more)

    def expect(self, submission: Submission, is_posted: bool) -> None:
        self.waiting.append(Sent(submission, is_posted))

    def somebody(self, member: str) -> str:
        """Return this member, or one who is in force where this one is not."""
        known = self.paper.accounts.get(member)
        return member if known and not known.is_applied else PEOPLE[PEOPLE.index(member) % 2]

    def earlier(self, member: str, pick: int) -> str:
        lines = list(self.paper.accounts[member].lines)
        return lines[-1 - pick % len(lines)] if lines else "none"

    @rule(member=people, phone=phones)
    def enrol(self, member: str, phone: str) -> None:
        body = EnrolMember(kind=MemberKind.PERSON, phone_claim=phone.removeprefix("phone:"))
        self.expect(
            self.hand_in("enrol_member", body, member=member), self.paper.enrol(member, phone)
        )

    @rule(member=people, is_welcome=st.booleans())
    def review(self, member: str, is_welcome: bool) -> None:
        account = self.paper.accounts.get(member)
        if account is None or not account.is_applied:
            return
        kind, body = (
            ("approve_member", ApproveMember()) if is_welcome else ("reject_member", RejectMember())
        )
        self.expect(
            self.hand_in(kind, body, member=member),
            self.paper.review(member, is_welcome=is_welcome),
        )
        if is_welcome:
            self.post()
            if member not in PEOPLE[:2]:
                self.book.set_pin(member)

    @rule(member=people, phone=phones, given_up=phones)
    def amend(self, member: str, phone: str, given_up: str) -> None:
        member = self.somebody(member)
        new, old = phone.removeprefix("phone:"), given_up.removeprefix("phone:")
        body = AmendMember(phone_claim=new, old_phone_claim=old)
        slip = self.hand_in("amend_member", body, member=member)
        self.expect(slip, self.paper.amend(member, phone, given_up))

    @rule(
        member=people, amount=amounts, parts=st.dictionaries(tenders, st.integers(-1, 90_00), max_size=2),
        rest=tenders, bill=st.integers(1, 40), is_right=pins,
    )  # fmt: skip
    def spend(
        self,
        member: str,
        amount: int,
        parts: dict[str, int],
        rest: str,
        bill: int,
        is_right: bool,
    ) -> None:
        member = self.somebody(member)
        body = PostSpend(
            outlet="rooms", bill=str(bill), amount_minor=amount, rest=rest,
            parts=tuple(
                TenderPart(kind, points=part) if kind == "points" else TenderPart(kind, part)
                for kind, part in parts.items()
            ),
        )  # fmt: skip
        slip = self.hand_in("post_spend", body, member=member, pin="1234" if is_right else "9999")
        claim = f"{slip.slip.business_date} {bill}"
        is_posted = self.paper.bill(
            member, slip.slip.id, amount, parts, rest, claim, is_right=is_right
        )
        self.expect(slip, is_posted)

    @rule(member=people, amount=amounts, tender=st.sampled_from(("cash", "alipay", "gold dust")))
    def top_up(self, member: str, amount: int, tender: str) -> None:
        member = self.somebody(member)
        slip = self.hand_in("top_up", TopUp(amount_minor=amount, tender=tender), member=member)
        is_taken = tender != "gold dust" and self.paper.top_up(member, slip.slip.id, amount)
        self.expect(slip, is_taken)

    @rule(member=people, is_right=pins)
    def redeem(self, member: str, is_right: bool) -> None:
        member = self.somebody(member)
        pin = "1234" if is_right else "9999"
        slip = self.hand_in("redeem", Redeem(reward="mug"), member=member, pin=pin)
        self.expect(slip, self.paper.redeem(member, slip.slip.id, is_right=is_right))

    @rule(member=people, asset=st.sampled_from(("points", "CNY")), quantity=st.integers(-900, 900))
    def adjust(self, member: str, asset: str, quantity: int) -> None:
        member = self.somebody(member)
        body = Adjust(asset=asset, quantity=quantity, reason="put right")
        slip = self.hand_in("adjust", body, member=member)
        points, money = (quantity, 0) if asset == "points" else (0, quantity)
        self.expect(slip, self.paper.adjust(member, slip.slip.id, points, money))

    @rule(member=people, pick=picks, amount=amounts, is_whole=st.booleans())
    def refund(self, member: str, pick: int, amount: int, is_whole: bool) -> None:
        member = self.somebody(member)
        of = self.earlier(member, pick)
        line = self.paper.accounts[member].lines.get(of)
        if is_whole and line is not None:
            amount = line.paid - line.refunded
        slip = self.hand_in("refund", Refund(of=of, amount_minor=amount), member=member)
        self.expect(slip, self.paper.refund(member, of, amount))

    @precondition(lambda self: any(one.lines for one in self.paper.accounts.values()))
    @rule(member=people, pick=picks)
    def void(self, member: str, pick: int) -> None:
        member = self.somebody(member)
        of = self.earlier(member, pick)
        slip = self.hand_in("void", Void(of=of), member=member)
        self.expect(slip, self.paper.void(member, of))

    @rule(member=people)
    def unblock(self, member: str) -> None:
        member = self.somebody(member)
        body = SetPin(how=How.UNBLOCK)
        self.expect(self.hand_in("set_pin", body, member=member, pin=("1234", "1234")), True)
        self.paper.accounts[member].tries = 0

    @rule(member=people)
    def report_lost(self, member: str) -> None:
        account = self.paper.accounts[self.somebody(member)]
        slip = self.hand_in("report_lost", ReportLost(), member=self.somebody(member))
        self.expect(slip, account.has_card)
        account.has_card = False

    @rule(member=people)
    def replace_card(self, member: str) -> None:
        member = self.somebody(member)
        self.expect(self.hand_in("replace_card", ReplaceCard(), member=member), True)
        self.paper.accounts[member].has_card = True

    @rule()
    def post(self) -> None:
        """Decide what waits, as one batch."""
        batch, self.waiting = self.waiting, []
        answers = self.book.poster.post([one.submission for one in batch])
        for sent, answer in zip(batch, answers, strict=True):
            is_posted = answer.decision.outcome.value == "posted"
            assert is_posted == sent.is_posted, (sent.submission.slip, answer.decision.refusal)
            assert not answer.is_repeat
            self.decided[answer.slip_id] = (sent, answer)

    @precondition(lambda self: self.decided)
    @rule(pick=picks, count=st.integers(1, 3))
    def send_again(self, pick: int, count: int) -> None:
        """Deliver a slip once more, beside whatever waits; it gets its first answer and counts once."""
        sent, first = list(self.decided.values())[pick % len(self.decided)]
        self.post()
        before = self.book.transfers()
        for answer in self.book.poster.post([sent.submission] * count):
            assert answer.is_repeat
            assert answer.decision.outcome is first.decision.outcome
            assert answer.decision.refusal == first.decision.refusal
        assert self.book.transfers() == before

    @precondition(lambda self: self.decided)
    @rule(pick=picks)
    def send_other_content(self, pick: int) -> None:
        """Deliver other content under an id that was decided: it is refused and changes nothing."""
        self.post()
        sent, _ = list(self.decided.values())[pick % len(self.decided)]
        other = changed(sent.submission.slip, body=TopUp(amount_minor=77), kind="top_up")
        before = self.book.transfers()
        answer = self.book.poster.post([Submission(slip=other)])[0]
        refusal = answer.decision.refusal
        assert refusal is not None
        assert refusal.reason.value == "same-id-other-content"
        assert self.book.transfers() == before

    @rule()
    def send_twice_in_one_batch(self) -> None:
        if not self.waiting:
            return
        last = self.waiting[-1]
        batch = [one.submission for one in self.waiting]
        answers = self.book.poster.post([*batch, last.submission])
        assert answers[-1].is_repeat
        for sent, answer in zip(self.waiting, answers[:-1], strict=True):
            assert (answer.decision.outcome.value == "posted") == sent.is_posted
            self.decided[answer.slip_id] = (sent, answer)
        self.waiting = []

    @rule()
    def close_day(self) -> None:
        self.post()
        self.book.close_day()

    @rule()
    def reopen(self) -> None:
        self.post()
        self.book.reopen()

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "book") or self.waiting:
            return
        for member, account in self.paper.accounts.items():
            seen = (self.book.balance(member), self.book.balance(member, "CNY"))
            assert seen == (account.points, account.money), member
            assert min(seen) >= 0
            assert self.counted(member) == account.counts, member
            if not account.is_applied:
                self.stands(member)
        assert self.book.one("SELECT stock FROM rewards WHERE code = 'mug'") == self.paper.mugs

    def stands(self, member: str) -> None:
        account = self.paper.accounts[member]
        tier = self.book.one("SELECT tier FROM members WHERE member = ?", member)
        assert tier == ("gold" if account.is_gold else "basic")
        tries = self.book.rows("SELECT tries, blocked FROM credentials WHERE member = ?", member)
        assert tries in ([], [(account.tries, int(account.tries >= TRIES))])
        text = "SELECT COUNT(*) FROM cards WHERE member = ? AND status = 'active'"
        assert self.book.one(text, member) == account.has_card

    def counted(self, member: str) -> tuple[int, ...]:
        found = dict(
            self.book.rows(
                "SELECT metric, SUM(amount) FROM tallies WHERE member = ? GROUP BY metric", member
            )
        )
        return tuple(found.get(metric, 0) for metric in ("points_earned", "spend", "purchases"))

    def teardown(self) -> None:
        if not hasattr(self, "book"):
            return
        try:
            self.post()
            self.agrees()
            assert self.book.broken(tuple(self.decided)) == []
            twice = "SELECT slip FROM decisions GROUP BY slip HAVING COUNT(*) > 1"
            assert self.book.rows(twice) == []
            assert replay(self.book.books).differing == ()
        finally:
            self.book.close()
            shutil.rmtree(self.folder)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = Book(tmp_path_factory.mktemp("base") / "base.books")
    book.put_reward("mug", MUG, stock=8)
    yield book
    book.close()


@pytest.mark.timeout(1_500)
def test_the_books_and_the_paper_agree_whatever_happens(base: Book, is_long: bool) -> None:
    machine = type("AnyHotel", (Hotel,), {"base": base})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=500 if is_long else 25,
            stateful_step_count=80 if is_long else 40,
            deadline=None,
            derandomize=not is_long,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_paper_itself_is_no_mirror_of_the_code() -> None:
    paper = Paper()
    assert paper.enrol("li", "")
    paper.review("li", is_welcome=True)
    chance = random.Random(1)
    slips = iter(range(10**6))
    assert paper.top_up("li", "t", 100_00)
    assert not paper.top_up("li", "t2", 4_900_01)
    assert paper.bill("li", "b", 50_00, {"stored_value": 20_00}, "cash", "1", is_right=True)
    li = paper.accounts["li"]
    assert (li.points, li.money, li.counts) == (50, 80_00, (50, 50_00, 1))
    assert paper.refund("li", "b", 25_00)
    assert (li.points, li.money, li.counts) == (25, 100_00, (25, 25_00, 1))
    for _ in range(200):
        paper.adjust("li", f"a{next(slips)}", chance.randrange(-50, 50), 0)
    assert li.points >= 0
