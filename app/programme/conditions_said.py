"""A condition of a pack in words: CEL read aloud in zh_CN or en, for managers who write none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from app.programme.words_said import Lang, word_said

_FACTS: Final[Mapping[str, tuple[str, str]]] = {
    "outlet": ("营业点", "the outlet"),
    "product": ("产品", "the product"),
    "partner": ("合作商户", "the partner"),
    "tier": ("级别", "the tier"),
    "tier_year": ("达到该级别的当年", "it is the year of reaching the tier"),
    "kind": ("会员类别", "the kind of member"),
    "linked": ("挂在公司名下", "the member is linked to a company"),
    "channel": ("渠道", "the channel"),
    "rate_class": ("房价类别", "the rate class"),
    "brand": ("品牌", "the brand"),
    "choice": ("所选", "the choice"),
    "booked_by": ("预订人", "the one who booked"),
    "self_stayed": ("本人入住", "the member stays in person"),
    "overnight": ("过夜", "it is overnight"),
    "prepaid": ("已预付", "it is prepaid"),
    "pay": ("付款方式", "the way to pay"),
    "nights": ("晚数", "the nights"),
    "rooms": ("房数", "the rooms"),
    "in_stay": ("住店期间", "it is during a stay"),
    "weekday": ("星期", "the day of the week"),
    "month": ("月份", "the month"),
    "day": ("日", "the day of the month"),
    "what": ("活动", "the action"),
}
_NO_NAMES: Final[Mapping[str, str]] = {}
_TOKENS: Final = re.compile(
    r"\s*(?:(?P<text>'[^']*'|\"[^\"]*\")|(?P<list>\[[^\]]*\])|(?P<op>&&|\|\||==|!=|>=|<=|>|<|!|\(|\))"
    r"|(?P<in>in)\b|(?P<setting>settings\.[a-z_]+)|(?P<word>[a-z_]+)|(?P<number>\d+))"
)
_SIGNS: Final[Mapping[str, tuple[str, str]]] = {
    "&&": ("且", "and"),
    "||": ("或", "or"),
    "==": ("为", "is"),
    "!=": ("不为", "is not"),
    ">=": ("不少于", "is at least"),
    "<=": ("不多于", "is at most"),
    ">": ("多于", "is more than"),
    "<": ("少于", "is less than"),
    "!": ("非", "not:"),
    "(": ("（", "("),
    ")": ("）", ")"),
}


def condition_said(text: str, lang: Lang, tiers: Mapping[str, str] = _NO_NAMES) -> str:
    """Read a condition aloud; empty for one that always holds.

    What the small reader here does not know (functions, arithmetic) is quoted as it stands.

    Args:
        text: CEL.
        lang: zh_CN or en.
        tiers: Names of the pack's tiers, by code.
    """
    if text.strip() == "true":
        return ""
    words: list[str] = []
    place, fact = 0, ""
    while place < len(text.rstrip()):
        found = _TOKENS.match(text, place)
        if found is None:
            return f"“{text}”"
        kind, token = found.lastgroup or "", found.group(found.lastgroup or 0)
        fact = token if kind == "word" else fact
        if kind in {"text", "list"}:
            words.append(_values(token, lang, tiers if fact == "tier" else _NO_NAMES))
        else:
            words.append(_WORD_OF[kind](token, lang))
        place = found.end()
    joined = ("" if lang == "zh_CN" else " ").join(words)
    return joined.replace("( ", "(").replace(" )", ")")


def _fact(name: str, lang: Lang) -> str:
    zh, en = _FACTS.get(name, (name, name))
    return zh if lang == "zh_CN" else en


def _values(text: str, lang: Lang, names: Mapping[str, str]) -> str:
    """Say one value in quotes, or all of a list; no value at all is said without."""
    named = [one.strip().strip("'\"") for one in text.strip("[]").split(",")]
    if named == [""]:
        return "空" if lang == "zh_CN" else "none"
    said = (f"“{names.get(one) or word_said(one, lang)}”" for one in named)
    return ("、" if lang == "zh_CN" else ", ").join(said)


def _setting(text: str, lang: Lang) -> str:
    name = text.removeprefix("settings.")
    return f"设置“{name}”" if lang == "zh_CN" else f"the setting “{name}”"


_WORD_OF: Final[Mapping[str, Callable[[str, Lang], str]]] = {
    "op": lambda text, lang: _SIGNS[text][0 if lang == "zh_CN" else 1],
    "in": lambda _, lang: "为其中之一：" if lang == "zh_CN" else "is one of",
    "setting": _setting,
    "word": _fact,
    "number": lambda text, _: text,
}
