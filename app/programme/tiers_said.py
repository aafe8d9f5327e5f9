"""What happens on a change of tier, in words: tiers of an earlier version, and bonuses paid for the year so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.programme.money_said import Sentence
from app.programme.pack import Bonus, Pack
from app.programme.parts import FromSetting
from app.programme.words_said import Lang, word_said


def moved_tiers(pack: Pack, lang: Lang) -> Iterator[Sentence]:
    """Say what members of a tier of an earlier version are in this one."""
    names = {tier.code: tier.names for tier in pack.tiers}
    for old, new in pack.moved_tiers.items():
        text = (
            f"原级别“{old}”的会员，现为{names[new].zh}"
            if lang == "zh_CN"
            else f"Members of the earlier tier “{old}” are {names[new].en} now"
        )
        yield Sentence(f"moved-tier.{old}", text)


def backdated_said(bonus: Bonus, figure: Callable[[object], str], lang: Lang) -> str:
    """Say that a bonus is paid for the year so far when its tier is reached; empty where it is not.

    Args:
        bonus: Of the pack.
        figure: Says a figure, or the setting that it comes from.
        lang: zh_CN or en.
    """
    rule = bonus.backdated
    if rule is None or rule.on == "false":
        return ""
    base = word_said(rule.base, lang)
    text = (
        f"，升级时本年度此前的{base}也按此补发，扣除已发部分"
        if lang == "zh_CN"
        else f", on reaching the tier also on the year's {base} so far, less what was paid of it"
    )
    if not isinstance(rule.on, FromSetting):
        return text
    return text + (f"（{figure(rule.on)}）" if lang == "zh_CN" else f" ({figure(rule.on)})")
