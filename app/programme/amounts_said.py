"""Amounts in words: points, miles, vouchers and money as a guest reads them, in zh_CN or en."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.loyalty.money import from_minor
from app.programme.programme import Programme
from app.programme.sums_said import grouped
from app.programme.words_said import Lang

_IN_CHINESE: Final[Mapping[str, str]] = {
    "CNY": "元",
    "USD": "美元",
    "GBP": "英镑",
    "EUR": "欧元",
    "HKD": "港元",
    "MOP": "澳门元",
    "TWD": "新台币元",
    "JPY": "日元",
    "SGD": "新加坡元",
}


def money_said(programme: Programme, figure: str, lang: Lang) -> str:
    """Write an amount of the programme's currency, given as a decimal."""
    return currency_said(programme.currency, figure, lang)


def currency_said(currency: str, figure: str, lang: Lang) -> str:
    """Write an amount of a currency, given as a decimal: 188.00 元, ¥188.00, USD 188.00."""
    if lang == "zh_CN" and currency in _IN_CHINESE:
        return f"{grouped(figure)} {_IN_CHINESE[currency]}"
    if currency == "CNY":
        less = "−" if figure.startswith("-") else ""  # before the symbol, as on the desk
        return f"{less}¥{grouped(figure.removeprefix('-'))}"
    return f"{currency} {grouped(figure)}"


def amount_said(programme: Programme, asset: str, figure: str | int, lang: Lang) -> str:
    """Write an amount of an asset with what it counts: 940 分, 1 张餐饮券, 储值 50.00 元.

    Args:
        programme: Names its assets.
        asset: Which one; one that it does not have is said by its code.
        figure: A decimal, or the asset's smallest units.
        lang: zh_CN or en.
    """
    known = programme.pack.assets.get(asset)
    scale = known.scale if known else 0
    text = figure if isinstance(figure, str) else from_minor(figure, scale)
    count, zh = grouped(text), lang == "zh_CN"
    if known is None:
        return f"{count} {asset}".rstrip()
    name = known.names.zh if zh else known.names.en
    if known.kind == "money" or (known.kind == "voucher" and known.scale):
        money = money_said(programme, text, lang)
        return f"{name} {money}" if zh else f"{money} of {name}"
    if known.kind == "voucher":
        return f"{count} 张{name}" if zh else f"{count} × {name}"
    if zh:
        return f"{count} 分" if name == "积分" else f"{count} {name}"
    return f"{count} {name.removesuffix('s') if text == '1' else name}"
