"""A random life of three members against a model that fits on one page: the books and the model agree."""

import random
from dataclasses import dataclass, field

import pytest

from app.operations.adjust import Adjust
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.slip import Body
from app.operations.top_up import TopUp
from app.operations.void import Void
from tests.support.book import Book

LIMIT, MUG = 5_000_00, 120
MEMBERS = ("li", "wu", "he")


@dataclass
class Entry:
    """What one slip did, so that it can be undone."""

    kind: str
    points: int = 0
    money: int = 0
    paid: int = 0
    refunded: int = 0
    is_void: bool = False


@dataclass
class Account:
    """One member, as a cashier would keep it on paper."""

    points: int = 0
    money: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)

    def bill(self, amount: int, *, by_card: bool) -> Entry | None:
        if amount <= 0 or (by_card and amount > self.money):
            return None
        entry = Entry("post_spend", amount // 100, -amount if by_card else 0, amount)
        self.points += entry.points
        self.money += entry.money
        return entry

    def top_up(self, amount: int) -> Entry | None:
        if amount <= 0 or self.money + amount > LIMIT:
            return None
        self.money += amount
        return Entry("top_up", money=amount)

    def adjust(self, points: int) -> Entry | None:
        if points == 0 or self.points + points < 0:
            return None
        self.points += points
        return Entry("adjust", points)

    def redeem(self) -> Entry | None:
        return self.adjust(-MUG)

    def refund(self, of: str, amount: int) -> Entry | None:
        bill = self.entries.get(of)
        if (
            bill is None
            or bill.kind != "post_spend"
            or bill.is_void
            or not 0 < amount <= bill.paid - bill.refunded
        ):
            return None
        left = bill.paid - bill.refunded
        back = (
            left // 100 - (left - amount) // 100
        )  # what is left earns what a bill of its size does
        self.points -= min(back, self.points)
        by_card = max(0, min(amount, -bill.money - bill.refunded))
        self.money += by_card
        bill.refunded += amount
        return Entry("refund")

    def void(self, of: str) -> Entry | None:
        past = self.entries.get(of)
        if past is None or past.is_void or past.refunded or past.kind in {"void", "refund"}:
            return None
        if past.money > self.money:
            return None
        past.is_void = True
        self.points -= min(past.points, self.points)
        self.money -= past.money
        return Entry("void")


@pytest.mark.parametrize("seed", range(6))
def test_the_books_and_a_paper_model_agree_after_every_slip(
    book: Book, seed: int, is_long: bool
) -> None:
    chance = random.Random(seed)
    paper = {member: Account() for member in MEMBERS}
    for member in MEMBERS:
        book.enrol(member)
        book.set_pin(member)
    book.put_reward("mug", MUG)
    for number in range(1_500 if is_long else 150):
        member = chance.choice(MEMBERS)
        account = paper[member]
        of = chance.choice(list(account.entries)[-10:] or ["none"])
        kind, body, entry, operator = _next(chance, account, of, number)
        pin = "1234" if kind in {"post_spend", "redeem"} else ""
        answer = book.do(kind, body, member=member, operator=operator, pin=pin)
        is_posted = answer.decision.outcome.value == "posted"
        assert is_posted == (entry is not None), (number, kind, answer.decision.refusal)
        if entry is not None:
            account.entries[answer.slip_id] = entry
        seen = {one: (book.balance(one), book.balance(one, "CNY")) for one in MEMBERS}
        assert seen == {one: (a.points, a.money) for one, a in paper.items()}, (number, kind)
        assert min(min(pair) for pair in seen.values()) >= 0
        if number % 40 == 39:
            book.reopen()


def _next(
    chance: random.Random, account: Account, of: str, number: int
) -> tuple[str, Body, Entry | None, str]:
    amount = chance.choice(
        (0, chance.randrange(-100, 100), chance.randrange(1, 900_00), chance.randrange(1, 90_00))
    )
    match chance.randrange(8):
        case 0 | 1:
            bill = PostSpend(outlet="rooms", bill=str(number), amount_minor=amount)
            return "post_spend", bill, account.bill(amount, by_card=False), "ann"
        case 2:
            bill = PostSpend(
                outlet="rooms", bill=str(number), amount_minor=amount, rest="stored_value"
            )
            return "post_spend", bill, account.bill(amount, by_card=True), "ann"
        case 3:
            return "top_up", TopUp(amount_minor=amount), account.top_up(amount), "ann"
        case 4:
            return "redeem", Redeem(reward="mug"), account.redeem(), "ann"
        case 5:
            points = chance.randrange(-60, 60)
            return (
                "adjust",
                Adjust(asset="points", quantity=points, reason="x"),
                account.adjust(points),
                "max",
            )
        case 6:
            return "refund", Refund(of=of, amount_minor=amount), account.refund(of, amount), "ann"
        case _:
            return "void", Void(of=of), account.void(of), "ann"
