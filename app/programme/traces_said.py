"""A trace in words: each step as one plain sentence in zh_CN and en, with its figures, like a line of a sum."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.loyalty.money import from_minor
from app.loyalty.trace import TraceLine
from app.programme.amounts_said import amount_said, money_said
from app.programme.parts import Names
from app.programme.programme import Programme
from app.programme.segments import ALL
from app.programme.steps_said import COMMANDS, EVENTS, GRANTED, KINDS, LINKED, STATUSES, STEPS
from app.programme.sums_said import grouped, plain, worth_of
from app.programme.words_said import Lang, word_said

HouseNames = Mapping[tuple[str, str], Names]
_NO_NAMES: Final[HouseNames] = {}
_UNKNOWN: Final = ("{sum}", "{sum}")
_SPLIT: Final = re.compile(
    r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])"
)  # Chinese has no spaces of its own
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip
_MINOR: Final = re.compile(r"\d+(?= ×|$| \+)")  # in a discount, all but the percentage


def said(programme: Programme, line: TraceLine, names: HouseNames = _NO_NAMES) -> Names:
    """Say one step of a trace; a step that has no sentence of its own is said by its figures.

    Args:
        programme: Names tiers, actions, offers and what is counted.
        line: The step.
        names: The house's own names, by kind (``outlet``, ``reward``) and code; a code that has none
            is said by its plain word, else as it stands.
    """
    zh, en = STEPS.get(line.step, _UNKNOWN)
    return Names(
        zh=_SPLIT.sub("", zh.format_map(_Figures(programme, line, names, "zh_CN"))) or line.step,
        en=_begun(en.format_map(_Figures(programme, line, names, "en"))) or line.step,
    )


def subject_said(programme: Programme, line: TraceLine, names: HouseNames = _NO_NAMES) -> Names:
    """Name what earned: an outlet's bill, a stay, or an action."""
    zh = _subject(_Figures(programme, line, names, "zh_CN"))
    return Names(zh=zh, en=_begun(_subject(_Figures(programme, line, names, "en"))))


def _begun(text: str) -> str:
    return " ".join((text[:1].upper() + text[1:]).split())


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a sentence names, each worked out when the sentence asks for it."""

    programme: Programme
    line: TraceLine
    names: HouseNames
    lang: Lang

    def __getitem__(self, name: str) -> str:
        return _NAMED[name](self)

    def pick(self, both: tuple[str, str]) -> str:
        return both[0] if self.lang == "zh_CN" else both[1]

    def name(self, names: Names) -> str:
        return names.zh if self.lang == "zh_CN" else names.en

    def own(self, kind: str, code: str) -> str:
        """Name a code by the house's own name, else by its plain word."""
        found = self.names.get((kind, code))
        return self.name(found) if found else word_said(code, self.lang)

    def tier(self, code: str) -> str:
        return self.name(self.programme.tier(code).names)

    def day(self, text: str) -> str:
        try:
            on = date.fromisoformat(text)
        except ValueError:
            return text
        return self.pick(
            (f"{on.year}年{on.month}月{on.day}日", f"{on.day} {_MONTHS[on.month - 1]} {on.year}")
        )

    @property
    def asset(self) -> str:
        """The asset counted; books of before named it among the facts, or meant points."""
        return self.line.asset or self.line.facts.get("asset", "points")

    @property
    def figure(self) -> str:
        """What the line comes to, without its sign: what moved, else what it says."""
        line = self.line
        if line.amount or line.held:
            known = self.programme.pack.assets.get(line.asset)
            return from_minor(abs(line.amount or line.held), known.scale if known else 0)
        return line.result.removeprefix("-").removeprefix("−")

    def amount(self, figure: str) -> str:
        return amount_said(self.programme, self.asset, figure, self.lang)


def _sum(one: _Figures) -> str:
    """Write the reckoning with what it comes to; where that was rounded, what it was before."""
    text, figure = one.line.text, one.figure
    worth, whole = worth_of(text), worth_of(figure)
    if worth is None or whole is None:
        return grouped(text) if not figure else one.amount(figure) if whole is not None else text
    amount = one.amount(figure)
    if text == figure:
        return amount
    if worth == whole:
        return f"{grouped(text)} = {amount}"
    rounded = one.pick((f"，取整 {amount}", f", rounded to {amount}"))
    return f"{grouped(text)} = {plain(worth)}{rounded}"


def _subject(one: _Figures) -> str:
    facts = one.line.facts
    rules = one.programme.pack.earning
    on = facts.get("on") or next((rule.on for rule in rules if rule.id == one.line.rule), "spend")
    code = facts.get("of", "")
    if on == "action" and code:
        name = next((act.names for act in one.programme.pack.actions if act.code == code), None)
        return one.name(name) if name else code
    if on != "spend":
        brand = one.pick(("品牌奖励", ", brand bonus")) if facts.get("part") == "brand" else ""
        return one.pick(EVENTS[on]) + brand
    if code in {"", "rooms"}:
        room = code and one.pick(("客房", "room "))
        return one.pick((f"{room}消费", f"{room}charges"))
    return one.pick((f"{one.own('outlet', code)}消费", f"{one.own('outlet', code)} charges"))


def _off(one: _Figures) -> str:
    """Write a discount's reckoning in whole money; it stands in the line in minor units."""
    scale = one.programme.asset(one.programme.currency).scale
    text = _MINOR.sub(lambda found: from_minor(int(found.group()), scale), one.line.text)
    if not one.figure.isdigit():
        return text
    off = from_minor(int(one.figure), scale)
    money = money_said(one.programme, off, one.lang)
    return money if text == off else f"{grouped(text)} = {money}"


def _outdone(one: _Figures) -> str:
    """Say what another rule left no room for: a discount, which counts nothing, or what would have been earned."""
    return _off(one) if not one.line.asset else f"{_subject(one)} {_sum(one)}"


def _bill(one: _Figures) -> str:
    """Say which bill an appeal is about: outlet, number and date stand in the text."""
    outlet, _, rest = one.line.text.partition(" ")
    number, _, on = rest.rpartition(" ")
    return one.pick(
        (
            f"{one.own('outlet', outlet)}账单 {number}（{one.day(on)}）",
            f"{one.own('outlet', outlet)}, bill {number} of {one.day(on)}",
        )
    )


def _metric(one: _Figures) -> str:
    offers = one.programme.pack.offers
    code = next((offer.metric for offer in offers if offer.id == one.line.rule), "")
    code = one.line.facts.get("metric", code)
    act = next((a for a in one.programme.pack.actions if f"action:{a.code}" == code), None)
    return one.name(act.names) if act else word_said(code, one.lang)


def _earned(one: _Figures) -> str:
    """Say when it was earned: the line ends with the day."""
    on = one.line.text.split(" ")[-1]
    return one.pick((f"{one.day(on)}所得", f", earned {one.day(on)}")) if on else ""


def _since(one: _Figures) -> str:
    on = one.line.text
    return one.pick((f"（{one.day(on)}所得）", f", earned {one.day(on)}")) if on else ""


def _guess(one: _Figures) -> str:
    market, outcome = one.line.facts.get("market", ""), one.line.facts.get("outcome", "")
    return one.pick((f"“{market}：{outcome}”", f" on “{market}: {outcome}”")) if market else ""


def _reward(one: _Figures) -> str:
    code = (
        "" if one.line.step == "taken" else one.line.text
    )  # books of before did not name it there
    return one.own("reward", one.line.facts.get("reward", code))


def _price_offer(one: _Figures) -> str:
    offers = one.programme.pack.bookings.price_offers
    found = next((offer.names for offer in offers if offer.code == one.line.text), None)
    return one.name(found) if found else one.line.text


def _perk(one: _Figures) -> str:
    perks = one.programme.pack.perks
    found = next((perk.names for perk in perks if perk.id == one.line.text), None)
    return one.name(found) if found else one.line.text


def _prize(one: _Figures) -> str:
    prize = one.programme.pack.room_prize
    return one.name(prize.names) if prize else one.line.text


def _drawn(one: _Figures) -> str:
    draws = [draw for draw in one.programme.pack.draws if draw.id == one.line.text]
    code = one.line.facts.get("prize", "")
    found = next((p.names for draw in draws for p in draw.prizes if p.code == code), None)
    return one.name(found) if found else code


def _signed(one: _Figures) -> str:
    text = one.line.text
    sign = "−" if text.startswith(("-", "−")) else "+"
    return f"{sign}{one.amount(text.lstrip('+-−'))}"


def _price(one: _Figures) -> str:
    paid = one.line.facts.get("paid", "")
    if not paid.strip("0."):
        return ""
    money = money_said(one.programme, paid, one.lang)
    return one.pick((f"，付 {money}", f" for {money}"))


def _paid(one: _Figures) -> str:
    """Say how a part of a bill was paid; of stored value the money says it all."""
    money = money_said(one.programme, one.line.text, one.lang)
    if one.asset == one.programme.currency:
        return one.pick((f"储值支付 {money}", f"paid from stored value: {money}"))
    given = one.amount(one.figure)
    return one.pick((f"抵付账单 {money}，用 {given}", f"towards the bill {money}: {given}"))


def _segment(one: _Figures) -> str:
    code = one.line.text.partition(" ")[0]
    if code == ALL:
        return one.pick(("全体会员", "all members"))
    found = next((each.names for each in one.programme.pack.segments if each.code == code), None)
    return one.name(found) if found else one.tier(code)


def _before(one: _Figures) -> str:
    """Name what was before: a tier, or a status."""
    text = one.line.text.split(" → ")[0]
    return one.pick(STATUSES[text]) if text in STATUSES else one.tier(text)


def _coded(words: Mapping[str, tuple[str, str]], code: str, one: _Figures) -> str:
    return one.pick(words.get(code, (code, code)))


_NAMED: Final[Mapping[str, Callable[[_Figures], str]]] = {
    "text": lambda one: one.line.text,
    "result": lambda one: one.line.result,
    "sum": _sum,
    "amount": lambda one: one.amount(one.figure),
    "amount_in_text": lambda one: one.amount(one.line.text.split(" ")[0]),
    "winners": lambda one: one.line.text.split(" ")[-1],
    "left": lambda one: one.amount(one.line.result),
    "signed": _signed,
    "money": lambda one: money_said(one.programme, one.line.result, one.lang),
    "paid": _paid,
    "price": _price,
    "segment": _segment,
    "content": lambda one: one.line.text.partition(" ")[2],
    "off": _off,
    "outdone": _outdone,
    "of": _subject,
    "to": lambda one: _coded(LINKED, one.line.facts.get("to", ""), one),
    "tier": lambda one: one.tier(one.line.facts.get("tier", one.line.result)),
    "before": _before,
    "status": lambda one: _coded(STATUSES, one.line.result, one),
    "kind": lambda one: _coded(KINDS, one.line.result, one),
    "kind_of_discount": lambda one: one.pick(
        ("补贴", "subsidy") if one.line.facts.get("as") == "subsidy" else ("优惠", "discount")
    ),
    "granted": lambda one: _coded(GRANTED, one.line.result, one),
    "command": lambda one: _coded(COMMANDS, one.line.text, one),
    "reward": _reward,
    "reward_asked": lambda one: f" {one.own('reward', one.line.result)}" if one.line.result else "",
    "tender": lambda one: word_said(one.line.facts.get("tender", ""), one.lang),
    "metric": _metric,
    "count": lambda one: one.line.text.split(" ")[0],
    "every": lambda one: one.line.text.split(" ")[-1],
    "price_offer": _price_offer,
    "perk": _perk,
    "prize": _prize,
    "drawn": _drawn,
    "worth": lambda one: f" {one.amount(one.figure)}" if one.line.amount else "",
    "date": lambda one: one.day(one.line.text),
    "earned": _earned,
    "since": _since,
    "bill": _bill,
    "guess": _guess,
    "outcome": lambda one: one.line.facts.get("outcome", ""),
}  # fmt: skip
