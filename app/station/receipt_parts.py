"""The parts of a receipt by the names that layouts use; each makes what stands there of a slip's facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from devices.codec.receipt import (
    Blank,
    Centered,
    Cut,
    Element,
    Line,
    Paper,
    QrCode,
    Rule,
    SignatureLine,
    Title,
    Weight,
)

_TENDERS: Final = ("cash", "card", "alipay", "wechat", "credit", "other")
_DAY_LINES: Final = (
    "slips",
    "voids",
    "spend",
    "points_earned",
    "points_redeemed",
    "stored_in",
    "stored_out",
)
_MOST_TENDERS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """Everything that may stand on a receipt; no full card number ever does.

    Attributes:
        kind: Of the slip; chooses heading and layout.
        names: Things named in the facts, in the receipt's language (outlet, reward, tier).
        figures: The receipt facts of the decision.
        trace: (text, result) of each step of the points.
        lapsing: Of a statement: points by the last day they are good.
        lines: Of a statement: date, kind and points of the last slips, the newest first.
        symbol: Of the currency.
        codes: Of an e-card: what each QR code is called and says; the member's own has no name.
        has_logo: Whether the hotel's logo stands at the head, or where it has none its name as a picture.
        logo: The logo as PNG; empty where the hotel has none.
    """

    kind: str
    hotel: str
    terminal: str
    operator: str
    slip: str
    at: datetime
    business_date: date
    member: str = ""
    tier: str = ""
    card_tail: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str | int] = field(default_factory=dict)
    trace: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    version: int = 0
    discount: str = ""
    lapsing: tuple[tuple[date, int], ...] = ()
    lines: tuple[tuple[date, str, int | None], ...] = ()
    symbol: str = "￥"
    scale: int = 2
    codes: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    is_copy: bool = False
    is_training: bool = False
    has_qr: bool = True
    has_logo: bool = False
    logo: bytes = field(default=b"", repr=False)
    paper: Paper = Paper.MM_80

    def count(self, name: str) -> int:
        """Give a figure; 0 where there is none."""
        value = self.figures.get(name, 0)
        return value if isinstance(value, int) else 0

    def money(self, minor: int) -> str:
        """Write money as receipts do: sign before the currency, thousands apart."""
        whole, part = divmod(abs(minor), 10**self.scale)
        text = f"{whole:,}.{part:0{self.scale}d}" if self.scale else f"{whole:,}"
        return f"{'-' if minor < 0 else ''}{self.symbol}{text}"


Words = Mapping[str, str]
Part = Callable[[ReceiptFacts, Words], list[Element]]


def _copy_mark(facts: ReceiptFacts, words: Words) -> list[Element]:
    marks: list[Element] = []
    if facts.is_training:
        marks.append(Centered(words["training"], Weight.BOLD))
    if facts.is_copy:
        marks.append(Centered(words["copy"], Weight.BIG))
    return marks


def _logo(facts: ReceiptFacts, words: Words) -> list[Element]:
    del words
    if not facts.has_logo:
        return []
    from devices.codec import logo  # Pillow, which few desks need before the first receipt

    if facts.logo:
        return [logo.logo(facts.logo, facts.paper)]
    return [logo.name(facts.hotel, facts.paper)]


def _hotel(facts: ReceiptFacts, words: Words) -> list[Element]:
    del words
    is_drawn = facts.has_logo and not facts.logo
    return [] if is_drawn else [Title(facts.hotel)]


def _heading(facts: ReceiptFacts, words: Words) -> list[Element]:
    outlet = facts.names.get("outlet", "")
    heading = words.get(facts.kind, words["other"])
    return [Centered(f"{outlet} · {heading}" if outlet else heading)]


def _when(facts: ReceiptFacts, words: Words) -> list[Element]:
    day = words["business_date"].format(date=facts.business_date.isoformat())
    return [Line(day, f"{facts.at:%H:%M:%S}")]


def _bill(facts: ReceiptFacts, words: Words) -> list[Element]:
    bill = str(facts.figures.get("bill", ""))
    slip = words["slip"].format(slip=facts.slip)
    return [Line(words["bill"].format(bill=bill), slip) if bill else Line(slip)]


def _operator(facts: ReceiptFacts, words: Words) -> list[Element]:
    return [Line(words["operator"].format(operator=facts.operator), facts.terminal)]


def _member(facts: ReceiptFacts, words: Words) -> list[Element]:
    if not facts.member:
        return []
    found: list[Element] = [Rule(), Line(facts.member, facts.tier, Weight.BOLD)]
    if facts.card_tail:
        found.append(Line(words["card"], f"**** {facts.card_tail}"))
    return found


def _amount(facts: ReceiptFacts, words: Words) -> list[Element]:
    return [Line(words["amount"], facts.money(facts.count("amount_minor")))]


def _discount(facts: ReceiptFacts, words: Words) -> list[Element]:
    del words
    minor = facts.count("discount_minor")
    return [Line(facts.discount, facts.money(-minor))] if minor else []


def _tenders(facts: ReceiptFacts, words: Words) -> list[Element]:
    found: list[Element] = []
    others: list[Element] = []
    for place in range(_MOST_TENDERS):
        kind = str(facts.figures.get(f"tender_{place}", ""))
        minor = facts.count(f"tender_{place}_minor")
        if kind == "stored_value":
            found.append(Line(words["stored_value"], facts.money(-minor)))
        elif kind == "points":
            points = f"{facts.count(f'tender_{place}_points'):,}"
            found.append(Line(words["points_paid"].format(points=points), facts.money(-minor)))
        elif kind:
            others.append(Line(_tender(kind, words), facts.money(minor), Weight.BIG))
    return found + others


def _trace(facts: ReceiptFacts, words: Words) -> list[Element]:
    del words
    return [Line(text, result) for text, result in facts.trace]


def _earned(facts: ReceiptFacts, words: Words) -> list[Element]:
    points = facts.count("points_earned")
    found: list[Element] = [Line(words["earned"], f"{points:+,}" if points else "0", Weight.BOLD)]
    if facts.rule:
        found.append(Line(words["rule"].format(rule=facts.rule, version=facts.version)))
    return found


def _stored(facts: ReceiptFacts, words: Words) -> list[Element]:
    if "stored_after_minor" not in facts.figures:
        return []
    before, after = facts.count("stored_before_minor"), facts.count("stored_after_minor")
    return [Line(words["stored_balance"], f"{facts.money(before)} → {facts.money(after)}")]


def _points(facts: ReceiptFacts, words: Words) -> list[Element]:
    if "points_after" not in facts.figures:
        return []
    before, after = facts.count("points_before"), facts.count("points_after")
    return [Line(words["points_balance"], f"{before:,} → {after:,}")]


def _topped_up(facts: ReceiptFacts, words: Words) -> list[Element]:
    tender = _tender(str(facts.figures.get("tender", "cash")), words)
    amount = facts.money(facts.count("amount_minor"))
    return [Line(words["topped_up"], tender), Line(words["total"], amount, Weight.BIG)]


def _reward(facts: ReceiptFacts, words: Words) -> list[Element]:
    quantity = facts.count("quantity")
    name = words["reward"].format(name=facts.names.get("reward", ""), quantity=quantity)
    price = f"-{facts.count('price'):,}"
    return [Line(name, "", Weight.BIG), Line(words["price"], price, Weight.BOLD)]


def _undone(facts: ReceiptFacts, words: Words) -> list[Element]:
    found: list[Element] = [Line(words["undone"], facts.names.get("of", ""), Weight.BOLD)]
    if "amount_minor" in facts.figures:
        amount = facts.money(facts.count("amount_minor"))
        found.append(Line(words["refunded"], amount, Weight.BIG))
    if "points_returned" in facts.figures:
        points = f"+{facts.count('points_returned'):,}"
        found.append(Line(words["points_returned"], points, Weight.BOLD))
    return found


def _stay(facts: ReceiptFacts, words: Words) -> list[Element]:
    room = str(facts.figures.get("room", ""))
    nights = str(facts.count("nights"))
    return [Line(words["room"], room, Weight.BIG), Line(words["nights"], nights)]


def _adjusted(facts: ReceiptFacts, words: Words) -> list[Element]:
    quantity = facts.count("quantity")
    is_points = facts.figures.get("asset") == "points"
    text = f"{quantity:+,}" if is_points else facts.money(quantity)
    return [Line(words["adjusted"], text, Weight.BIG)]


def _shift(facts: ReceiptFacts, words: Words) -> list[Element]:
    found: list[Element] = [Line(words["float"], facts.money(facts.count("float_minor"))), Rule()]
    for kind in _TENDERS:
        if f"expected_{kind}" not in facts.figures:
            continue
        tender = _tender(kind, words)
        expected = facts.money(facts.count(f"expected_{kind}"))
        found.append(Line(words["expected"].format(tender=tender), expected))
        if f"counted_{kind}" in facts.figures:
            counted = facts.money(facts.count(f"counted_{kind}"))
            found.append(Line(words["counted"].format(tender=tender), counted, Weight.BOLD))
    return found


def _day(facts: ReceiptFacts, words: Words) -> list[Element]:
    found: list[Element] = []
    for name in _DAY_LINES:
        is_money = name in {"spend", "stored_in", "stored_out"}
        value = facts.count("spend_minor" if name == "spend" else name)
        found.append(Line(words[name], facts.money(value) if is_money else f"{value:,}"))
    return found


def _proof(facts: ReceiptFacts, words: Words) -> list[Element]:
    return [Line(words["proof"].format(proof=facts.figures.get("proof", "")))]


def _code(facts: ReceiptFacts, words: Words) -> list[Element]:
    if not facts.has_qr:
        return []
    return [Rule(), QrCode(f"innpoint:{facts.slip}", 7), Centered(words["scan"])]


def _standing(facts: ReceiptFacts, words: Words) -> list[Element]:
    points, stored = facts.count("points_now"), facts.count("stored_now_minor")
    return [
        Line(words["points_balance"], f"{points:,}", Weight.BIG),
        Line(words["stored_balance"], facts.money(stored), Weight.BOLD),
    ]


def _lapsing(facts: ReceiptFacts, words: Words) -> list[Element]:
    return [
        Line(words["lapsing"].format(date=on.isoformat()), f"{points:,}")
        for on, points in facts.lapsing
    ]


def _last_slips(facts: ReceiptFacts, words: Words) -> list[Element]:
    found: list[Element] = [Centered(words["last_slips"])] if facts.lines else []
    for on, kind, points in facts.lines:
        name = words.get(f"slip_{kind}", words["slip_other"])
        found.append(Line(f"{on:%m-%d} {name}", f"{points:+,}" if points else ""))
    return found


def _e_card(facts: ReceiptFacts, words: Words) -> list[Element]:
    found: list[Element] = []
    for name, text in facts.codes:
        found += [Rule(), QrCode(text, 7), Centered(name or words["e_card_scan"])]
    return found


def _tender(kind: str, words: Words) -> str:
    return words.get({"card": "card_tender", "other": "other_tender"}.get(kind, kind), kind)


PARTS: Final[Mapping[str, Part]] = {
    "-": lambda _facts, _words: [Rule()],
    "": lambda _facts, _words: [Blank()],
    "copy-mark": _copy_mark,
    "logo": _logo,
    "hotel": _hotel,
    "heading": _heading,
    "when": _when,
    "bill": _bill,
    "operator": _operator,
    "member": _member,
    "amount": _amount,
    "discount": _discount,
    "tenders": _tenders,
    "trace": _trace,
    "earned": _earned,
    "stored": _stored,
    "points": _points,
    "topped-up": _topped_up,
    "reward": _reward,
    "undone": _undone,
    "stay": _stay,
    "adjusted": _adjusted,
    "shift": _shift,
    "day": _day,
    "proof": _proof,
    "standing": _standing,
    "lapsing": _lapsing,
    "last-slips": _last_slips,
    "code": _code,
    "e-card": _e_card,
    "sign": lambda _facts, words: [SignatureLine(words["signature"])],
    "supervisor-signs": lambda _facts, words: [SignatureLine(words["supervisor"])],
    "thanks": lambda _facts, words: [Centered(words["thanks"], Weight.BOLD)],
    "cut": lambda _facts, _words: [Cut()],
}
"""What a layout may name beside sentences of the words."""
