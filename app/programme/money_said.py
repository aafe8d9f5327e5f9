"""Rules about points as money, discounts together, gifts and what a void misses, as sentences for a manager."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.programme.amounts_said import currency_said
from app.programme.pack import Pack
from app.programme.parts import FromSetting
from app.programme.words_said import Lang

Figures = Callable[[object], str]
_SHORT: Final = {
    "refuse": ("积分不足时不受理", "too few are refused"),
    "split": ("积分不足时先抵现有部分", "too few are taken, the rest is paid otherwise"),
}
_REFUNDS: Final = {
    "money": ("部分退款时积分不退", "a part that goes back gives money alone"),
    "pro-rata": (
        "部分退款时积分按比例退回",
        "a part that goes back gives points and money in proportion",
    ),
}
_MISSED: Final = {
    "waive": ("作废时已用掉的积分免扣", "Points that a void misses are waived"),
    "debt": ("作废时已用掉的积分记欠", "Points that a void misses are noted as owed"),
    "settle": (
        "作废时已用掉的积分记欠，由以后所得积分抵还",
        "Points that a void misses are paid by the next ones",
    ),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One rule in words.

    Attributes:
        key: What it is about; the same rule has the same key in every version.
        text: The sentence.
    """

    key: str
    text: str


def money_sentences(pack: Pack, figure: Figures, lang: Lang) -> Iterator[Sentence]:
    """Say what a pack rules about value on a bill.

    Args:
        pack: A checked pack.
        figure: Says a figure or a word, or the setting that holds it.
        lang: Of the sentences.
    """

    def said(zh: str, en: str) -> str:
        return zh if lang == "zh_CN" else en

    def word(value: object, words: Mapping[str, tuple[str, str]], zh: str, en: str) -> str:
        """Say a word of the pack; where a setting decides, what about and which setting."""
        if isinstance(value, FromSetting):
            return f"{said(zh, en)} {figure(value)}"
        return said(*words[str(value)])

    if any(len(tier.discounts) > 1 for tier in pack.tiers):
        which = figure(pack.discounts_take)
        yield Sentence("discounts", said(f"多项优惠：{which}", f"Of several discounts: {which}"))
    rule = pack.points_as_money
    if rule.points_per_unit:
        rate, one = figure(rule.points_per_unit), currency_said(pack.currency, "1", lang)
        parts = [said(f"{rate} 积分抵 {one}", f"{rate} points pay {one}")]
        if rule.earns_again != "false":
            again = figure(rule.earns_again)
            parts.append(said(f"抵付部分再得积分：{again}", f"what they paid earns again: {again}"))
        parts.append(word(rule.short, _SHORT, "积分不足时", "too few:"))
        parts.append(word(rule.refunds, _REFUNDS, "部分退款时", "a part that goes back:"))
        yield Sentence("points-as-money", said("；", "; ").join(parts))
    if "points" in pack.assets:
        yield Sentence(
            "clawback",
            word(pack.clawback, _MISSED, "作废时已用掉的积分：", "Points that a void misses:"),
        )
    if pack.milestones:
        marks = [f"{one:,}" for one in sorted(pack.milestones)]
        zh, en = "、".join(marks), ", ".join(marks)
        text = said(f"积分达到 {zh} 时告知会员", f"Members are told when their points come to {en}")
        yield Sentence("milestones", text)
    if pack.gifts and pack.gifts_keep_dates != "true":
        dates = figure(pack.gifts_keep_dates)
        text = said(f"转赠积分保留原有效期：{dates}", f"Points given keep their dates: {dates}")
        yield Sentence("gift-dates", text)
