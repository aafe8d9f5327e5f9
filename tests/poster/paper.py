"""A hotel's loyalty book as a cashier would keep it on paper: what every slip must bring, on two pages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

LIMIT, GOLD, MUG, TRIES = 5_000_00, 5_000, 120, 3
Counts = tuple[int, int, int]  # points earned, whole yuan spent, purchases


@dataclass(frozen=True)
class Line:
    """What one posted slip did to its member."""

    kind: str
    earned: int = 0
    used: int = 0  # points that left
    money: int = 0  # stored value, signed
    counts: Counts = (0, 0, 0)
    rate: int = 10  # points for ten yuan
    paid: int = 0  # by money of any kind
    refunded: int = 0
    claim: str = ""
    is_void: bool = False


@dataclass
class Account:
    """One member."""

    points: int = 0
    money: int = 0
    counts: Counts = (0, 0, 0)
    is_gold: bool = False
    tries: int = 0
    is_applied: bool = False
    has_card: bool = True
    phones: set[str] = field(default_factory=set)
    lines: dict[str, Line] = field(default_factory=dict)

    def count(self, counts: Counts, sign: int = 1) -> None:
        earned, spent, bought = (
            have + sign * more for have, more in zip(self.counts, counts, strict=True)
        )
        self.counts = (earned, spent, bought)

    def claw(self, points: int) -> None:
        self.points -= min(points, self.points)

    def pin(self, *, is_right: bool) -> bool:
        """Ask for the PIN; the third wrong one in a row blocks it."""
        if self.tries >= TRIES:
            return False
        self.tries = 0 if is_right else self.tries + 1
        return is_right


@dataclass
class Paper:
    """All accounts, and what only one slip may have. Each verb says whether its slip is posted."""

    accounts: dict[str, Account] = field(default_factory=dict)
    claims: set[str] = field(default_factory=set)
    rejected: set[str] = field(default_factory=set)
    mugs: int = 8

    def enrol(self, member: str, phone: str) -> bool:
        if member in self.accounts or member in self.rejected or (phone and phone in self.claims):
            return False
        phones = {phone} if phone else set()
        self.accounts[member] = Account(is_applied=True, has_card=False, phones=phones)
        self.claims |= phones
        return True

    def review(self, member: str, *, is_welcome: bool) -> bool:
        account = self.accounts[member]
        if not account.is_applied:
            return False
        account.is_applied = False
        account.has_card = is_welcome
        if not is_welcome:
            self.claims -= account.phones
            del self.accounts[member]
            self.rejected.add(member)
        return True

    def amend(self, member: str, phone: str, given_up: str) -> bool:
        account = self.accounts[member]
        if phone in self.claims - account.phones:
            return False
        if given_up != phone:
            self.claims -= account.phones & {given_up}
            account.phones.discard(given_up)
        self.claims.add(phone)
        account.phones.add(phone)
        return True

    def bill(
        self, member: str, slip: str, amount: int, parts: dict[str, int], rest: str, claim: str,
        *, is_right: bool,
    ) -> bool:  # fmt: skip
        account = self.accounts[member]
        if amount <= 0 or claim in self.claims or any(part <= 0 for part in parts.values()):
            return False
        left = amount - sum(parts.values())
        if left < 0:
            return False
        paid = dict(parts)
        if left:
            paid[rest] = paid.get(rest, 0) + left
        stored, used = paid.get("stored_value", 0), paid.get("points", 0)
        if stored > account.money or used > account.points:
            return False
        if (stored or used) and not account.pin(is_right=is_right):
            return False
        by_money = amount - used
        rate = 12 if account.is_gold else 10
        earned = by_money * rate // 1_000
        counts = (earned, by_money, 1)
        account.points += earned - used
        account.money -= stored
        account.count(counts)
        account.is_gold |= account.counts[0] >= GOLD
        self.claims.add(claim)
        account.lines[slip] = Line(
            "bill", earned, used, -stored, counts, rate, by_money, claim=claim
        )  # fmt: skip
        return True

    def top_up(self, member: str, slip: str, amount: int) -> bool:
        account = self.accounts[member]
        if amount <= 0 or account.money + amount > LIMIT:
            return False
        account.money += amount
        account.lines[slip] = Line("top_up", money=amount)
        return True

    def redeem(self, member: str, slip: str, *, is_right: bool) -> bool:
        account = self.accounts[member]
        if not self.mugs or account.points < MUG or not account.pin(is_right=is_right):
            return False
        self.mugs -= 1
        account.points -= MUG
        account.lines[slip] = Line("redeem", used=MUG)
        return True

    def adjust(self, member: str, slip: str, points: int, money: int) -> bool:
        account = self.accounts[member]
        if account.points + points < 0 or account.money + money < 0 or points == money == 0:
            return False
        if money > 0 and account.money + money > LIMIT:
            return False
        account.points += points
        account.money += money
        account.lines[slip] = Line("adjust", max(points, 0), max(-points, 0), money)
        return True

    def refund(self, member: str, of: str, amount: int) -> bool:
        account = self.accounts[member]
        bill = account.lines.get(of)
        if bill is None or bill.kind != "bill" or bill.is_void:
            return False
        left = bill.paid - bill.refunded
        if not 0 < amount <= left:
            return False
        # What is left earns what a bill of its size does.
        earned = left * bill.rate // 1_000 - (left - amount) * bill.rate // 1_000
        account.claw(earned)
        account.count((earned, amount, int(amount == left)), -1)
        account.money += max(0, min(amount, -bill.money - bill.refunded))
        account.lines[of] = replace(bill, refunded=bill.refunded + amount)
        return True

    def void(self, member: str, of: str) -> bool:
        account = self.accounts[member]
        past = account.lines.get(of)
        if past is None or past.is_void or past.refunded or past.money > account.money:
            return False
        account.points += past.used
        account.claw(past.earned)
        account.money -= past.money
        account.count(past.counts, -1)
        self.claims.discard(past.claim)
        self.mugs += past.kind == "redeem"
        account.lines[of] = replace(past, is_void=True)
        return True
