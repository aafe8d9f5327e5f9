"""Receipts as documents: what a decision said, in the words of one language, ready for any printer."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from devices.codec.escpos import encode
from devices.codec.receipt import (
    Blank,
    Centered,
    Cut,
    Element,
    Line,
    Paper,
    QrCode,
    Receipt,
    Rule,
    SignatureLine,
    Title,
    Weight,
)

_WORDS = Path(__file__).parents[2] / "resources" / "receipts"
_TENDERS = ("cash", "card", "alipay", "wechat", "credit", "other")
_NOT_TENDERS = {"stored_value", "points"}
_DAY_LINES = (
    "slips",
    "voids",
    "spend",
    "points_earned",
    "points_redeemed",
    "stored_in",
    "stored_out",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """Everything that may stand on a receipt; no full card number ever does.

    Attributes:
        kind: Of the slip; chooses heading and body.
        names: Things named in the facts, in the receipt's language (outlet, reward, tier).
        figures: The receipt facts of the decision.
        trace: (text, result) of each step of the points.
        symbol: Of the currency.
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
    symbol: str = "￥"
    scale: int = 2
    is_copy: bool = False
    is_training: bool = False
    has_qr: bool = True


def words_of(language: str) -> Mapping[str, str]:
    """Read the words of a language, ``zh_CN`` or ``en``."""
    path = _WORDS / f"{language}.toml"
    return {
        key: str(value) for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def build(facts: ReceiptFacts, words: Mapping[str, str]) -> Receipt:
    """Make the document of a slip."""
    body = _BODIES.get(facts.kind, _plain)(facts, words)
    elements: list[Element] = [*_head(facts, words), Rule(), *body]
    if facts.kind in {"close_shift", "close_day"}:
        elements += [Rule(), SignatureLine(words["signature"]), SignatureLine(words["supervisor"])]
    else:
        if facts.has_qr:
            elements += [Rule(), QrCode(f"innpoint:{facts.slip}", 7), Centered(words["scan"])]
        if facts.kind == "post_spend":
            elements.append(Centered(words["appeal"]))
        elements += [SignatureLine(words["signature"]), Centered(words["thanks"], Weight.BOLD)]
    return Receipt((*elements, Cut()))


def picture(receipt: Receipt, paper_mm: int) -> bytes:
    """Draw a receipt as PNG, as the print head would."""
    # Pillow takes a tenth of a desk's start, and few desks show a receipt at once.
    from devices.codec.picture import draw, to_png

    return to_png(draw(receipt, paper_of(paper_mm)))


def printed_bytes(receipt: Receipt, paper_mm: int) -> bytes:
    """Return the bytes that a printer is sent."""
    return encode(receipt, paper_of(paper_mm))


def paper_of(paper_mm: int) -> Paper:
    """Return the paper by its width in millimetres, 80 or 58."""
    return Paper.MM_58 if paper_mm == 58 else Paper.MM_80


def money(minor: int, facts: ReceiptFacts) -> str:
    """Write money as receipts do: sign before the currency, thousands apart."""
    whole, part = divmod(abs(minor), 10**facts.scale)
    text = f"{whole:,}.{part:0{facts.scale}d}" if facts.scale else f"{whole:,}"
    return f"{'-' if minor < 0 else ''}{facts.symbol}{text}"


def _head(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    outlet = facts.names.get("outlet", "")
    heading = words.get(facts.kind, words["other"])
    marks: list[Element] = []
    if facts.is_training:
        marks.append(Centered(words["training"], Weight.BOLD))
    if facts.is_copy:
        marks.append(Centered(words["copy"], Weight.BIG))
    bill = str(facts.figures.get("bill", ""))
    slip = words["slip"].format(slip=facts.slip)
    found: list[Element] = [
        *marks,
        Title(facts.hotel),
        Centered(f"{outlet} · {heading}" if outlet else heading),
        Rule(),
        Line(
            words["business_date"].format(date=facts.business_date.isoformat()),
            f"{facts.at:%H:%M:%S}",
        ),
        Line(words["bill"].format(bill=bill), slip) if bill else Line(slip),
        Line(words["operator"].format(operator=facts.operator), facts.terminal),
    ]
    if facts.member:
        found += [Rule(), Line(facts.member, facts.tier, Weight.BOLD)]
        if facts.card_tail:
            found.append(Line(words["card"], f"**** {facts.card_tail}"))
    return found


def _int(facts: ReceiptFacts, name: str) -> int:
    value = facts.figures.get(name, 0)
    return value if isinstance(value, int) else 0


def _post_spend(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    found: list[Element] = [Line(words["amount"], money(_int(facts, "amount_minor"), facts))]
    if _int(facts, "discount_minor"):
        found.append(Line(facts.discount, money(-_int(facts, "discount_minor"), facts)))
    others: list[Element] = []
    for place in range(8):
        kind = str(facts.figures.get(f"tender_{place}", ""))
        minor = _int(facts, f"tender_{place}_minor")
        if kind == "stored_value":
            found.append(Line(words["stored_value"], money(-minor, facts)))
        elif kind == "points":
            points = f"{_int(facts, f'tender_{place}_points'):,}"
            found.append(Line(words["points_paid"].format(points=points), money(-minor, facts)))
        elif kind:
            others.append(Line(_tender(kind, words), money(minor, facts), Weight.BIG))
    found += [*others, Rule(), *_earned(facts, words), *_balances(facts, words)]
    return found


def _earned(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    points = _int(facts, "points_earned")
    found: list[Element] = [Line(text, result) for text, result in facts.trace]
    found.append(Line(words["earned"], f"{points:+,}" if points else "0", Weight.BOLD))
    if facts.rule:
        found.append(Line(words["rule"].format(rule=facts.rule, version=facts.version)))
    return [*found, Rule()]


def _balances(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    found: list[Element] = []
    if "stored_after_minor" in facts.figures:
        before, after = _int(facts, "stored_before_minor"), _int(facts, "stored_after_minor")
        found.append(
            Line(words["stored_balance"], f"{money(before, facts)} → {money(after, facts)}")
        )
    if "points_after" in facts.figures:
        before, after = _int(facts, "points_before"), _int(facts, "points_after")
        found.append(Line(words["points_balance"], f"{before:,} → {after:,}"))
    return found


def _top_up(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    tender = _tender(str(facts.figures.get("tender", "cash")), words)
    amount = money(_int(facts, "amount_minor"), facts)
    return [
        Line(words["topped_up"], tender),
        Line(words["total"], amount, Weight.BIG),
        Rule(),
        *_balances(facts, words),
    ]


def _redeem(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    name = words["reward"].format(
        name=facts.names.get("reward", ""), quantity=_int(facts, "quantity")
    )
    return [
        Line(name, "", Weight.BIG),
        Line(words["price"], f"-{_int(facts, 'price'):,}", Weight.BOLD),
        Rule(),
        *_balances(facts, words),
    ]


def _void(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    found: list[Element] = [Line(words["undone"], facts.names.get("of", ""), Weight.BOLD)]
    if "amount_minor" in facts.figures:
        found.append(Line(words["refunded"], money(_int(facts, "amount_minor"), facts), Weight.BIG))
    if "points_returned" in facts.figures:
        points = f"+{_int(facts, 'points_returned'):,}"
        found.append(Line(words["points_returned"], points, Weight.BOLD))
    return found


def _stay(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    room = str(facts.figures.get("room", ""))
    return [
        Line(words["room"], room, Weight.BIG),
        Line(words["nights"], str(_int(facts, "nights"))),
    ]


def _shift(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    found: list[Element] = [Line(words["float"], money(_int(facts, "float_minor"), facts)), Rule()]
    for kind in _TENDERS:
        if f"expected_{kind}" in facts.figures:
            tender = _tender(kind, words)
            found.append(
                Line(
                    words["expected"].format(tender=tender),
                    money(_int(facts, f"expected_{kind}"), facts),
                )
            )
            if f"counted_{kind}" in facts.figures:
                counted = money(_int(facts, f"counted_{kind}"), facts)
                found.append(Line(words["counted"].format(tender=tender), counted, Weight.BOLD))
    return found


def _day(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    found: list[Element] = []
    for name in _DAY_LINES:
        is_money = name in {"spend", "stored_in", "stored_out"}
        value = _int(facts, "spend_minor" if name == "spend" else name)
        found.append(Line(words[name], money(value, facts) if is_money else f"{value:,}"))
    return [*found, Blank(), Line(words["proof"].format(proof=facts.figures.get("proof", "")))]


def _adjust(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    quantity = _int(facts, "quantity")
    text = f"{quantity:+,}" if facts.figures.get("asset") == "points" else money(quantity, facts)
    return [Line(words["adjusted"], text, Weight.BIG)]


def _plain(facts: ReceiptFacts, words: Mapping[str, str]) -> list[Element]:
    del facts, words
    return []


def _tender(kind: str, words: Mapping[str, str]) -> str:
    return words.get({"card": "card_tender", "other": "other_tender"}.get(kind, kind), kind)


_BODIES = {
    "post_spend": _post_spend,
    "top_up": _top_up,
    "redeem": _redeem,
    "void": _void,
    "refund": _void,
    "check_in": _stay,
    "check_out": _stay,
    "close_shift": _shift,
    "x_report": _shift,
    "close_day": _day,
    "adjust": _adjust,
}
