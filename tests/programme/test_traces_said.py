"""Every step of every trace is a sentence in both languages, with its figures, and no step lacks one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.loyalty.trace import TraceLine
from app.programme.parts import Names
from app.programme.programme import Programme
from app.programme.steps_said import STEPS
from app.programme.sums_said import worth_of
from app.programme.traces_said import said
from tests.programme.test_sentences import PACKS, pack_of
from tests.support.adding_up import misread

ROOT = Path(__file__).parents[2]
RULES = [*(ROOT / "app" / "operations").glob("*.py"), *(ROOT / "app" / "programme").glob("*.py")]
WIDE = str.maketrans(",:;()", "\uff0c\uff1a\uff1b\uff08\uff09")


def programme(name: str) -> Programme:
    return Programme(pack_of(next(file for file in PACKS if file.stem == name)))


def steps_of(call: ast.Call) -> Iterator[str]:
    """Go through the steps that a call may write; whatever is no plain word is shown as it stands."""
    named = getattr(call.func, "attr", getattr(call.func, "id", ""))
    given = [one.value for one in call.keywords if one.arg == "step"]
    given += call.args[:1] if named in {"explain", "TraceLine"} and not given else []
    for one in given:
        for step in [one.body, one.orelse] if isinstance(one, ast.IfExp) else [one]:
            yield step.value if isinstance(step, ast.Constant) else ast.unparse(step)


def test_every_step_that_is_explained_has_a_sentence_and_every_sentence_a_step() -> None:
    written = {
        step
        for file in RULES
        if file.name != "entry.py"  # there the line is built from what is handed in
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for step in steps_of(node)
    }
    assert written == set(STEPS)


@pytest.mark.parametrize(("step", "both"), STEPS.items())
def test_a_sentence_is_written_in_its_own_language(step: str, both: tuple[str, str]) -> None:
    zh, en = both
    assert zh.translate(WIDE) == zh, "full-width punctuation"
    assert en.isascii() or "“" in en
    result = "granted" if step == "perk" else "100"
    line = TraceLine(step, "2 × 50", result, "r", {"tier": "gold"}, "points", 100)
    assert list(misread(programme("house"), line)) == []


def line(step: str, text: str, result: str, *more: object, **facts: str) -> TraceLine:
    rule, asset, amount, held = (*more, "", "", 0, 0)[:4] if len(more) < 4 else more
    return TraceLine(step, text, result, str(rule), facts, str(asset), amount, held)  # type: ignore[arg-type]


ROOMS = {"on": "spend", "of": "rooms"}
HOUSE = [
    (line("rate", "188.00 × 5", "940", "r", "points", 940, 0, **ROOMS),
     "客房消费 188.00 × 5 = 940 分", "Room charges 188.00 × 5 = 940 points"),
    (line("rate", "88.88 × 0.5", "44", "r", "points", 44, 0, on="spend", of="bar"),
     "酒吧消费 88.88 × 0.5 = 44.44，取整 44 分", "Bar charges 88.88 × 0.5 = 44.44, rounded to 44 points"),
    (line("rate", "188.00 × 5", "940", "earn.outlet", base_minor="18800", rate="5"),
     "消费 188.00 × 5 = 940 分", "Charges 188.00 × 5 = 940 points"),
    (line("bonus", "940 × 15 %", "141", "b", "points", 141, 0, tier="gold"),
     "金卡奖励 940 × 15 % = 141 分", "Gold bonus 940 × 15 % = 141 points"),
    (line("total", "940 + 141", "1081", "", "points"),
     "合计 940 + 141 = 1,081 分", "In all 940 + 141 = 1,081 points"),
    (line("discount", "18800 × 10 %", "-1880", tier="gold"),
     "金卡优惠 188.00 × 10 % = 18.80 元", "Gold discount 188.00 × 10 % = ¥18.80"),
    (line("paid", "50.00", "5000", "", "points", -5000, 0),
     "抵付账单 50.00 元，用 5,000 分", "Towards the bill ¥50.00: 5,000 points"),
    (line("paid", "300.00", "300.00", "", "CNY", -30_000, 0),
     "储值支付 300.00 元", "Paid from stored value: ¥300.00"),
    (line("given-back", "300", "300", "", "points", 300, 0), "退还 300 分", "Given back: 300 points"),
    (line("taken-back", "940 − 470", "-470"), "扣回 470 分", "Taken back: 470 points"),
    (line("taken", "2 × 500", "1000", "", "points", -1000, 0, reward="mug"),
     "兑换早餐券 2 × 500 = 1,000 分", "Redeemed breakfast 2 × 500 = 1,000 points"),
    (line("set-aside", "mug", "500", "", "points", 0, 500),
     "预订早餐券，预留 500 分", "Set aside for breakfast: 500 points"),
    (line("topped-up", "500.00", "500.00", "", "CNY", 50_000, 0, tender="alipay"),
     "充值（支付宝）储值 500.00 元", "Topped up (Alipay): ¥500.00 of stored value"),
    (line("adjusted", "-300", "1200", "", "points", -300, 0),
     "手工调整 −300 分，调整后 1,200 分", "Adjusted by hand −300 points, then 1,200 points"),
    (line("expired", "s/0 2025-03-01", "20", asset="points"),
     "2025年3月1日所得到期失效 20 分", "Expired, earned 1 Mar 2025: 20 points"),
    (line("waived", "100 − 70", "30"), "余额不足，免扣 100 − 70 = 30 分", "Shortfall waived 100 − 70 = 30 points"),
    (line("tier", "basic → gold", "gold", tier="gold"), "由普通卡升为金卡", "From Basic to Gold"),
    (line("void", "s", "post_spend"), "作废消费登记", "Voided: a bill"),
    (line("nobody-knows", "2 × 3", "6"), "2 × 3 = 6 分", "2 × 3 = 6 points"),
    (line("nobody-knows", "so it is", ""), "so it is", "So it is"),
    (line("nobody-knows", "", ""), "nobody-knows", "nobody-knows"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "zh", "en"), HOUSE, ids=[f"{n}-{one[0].step}" for n, one in enumerate(HOUSE)]
)
def test_a_line_reads_like_a_line_of_a_sum(one: TraceLine, zh: str, en: str) -> None:
    names = {("reward", "mug"): Names(zh="早餐券", en="breakfast")}
    assert said(programme("house"), one, names) == Names(zh=zh, en=en)


@pytest.mark.parametrize(
    ("pack", "asset", "amount", "zh", "en"),
    [
        ("seven-days", "points", 1, "退还 1 分", "1 point"),
        ("gold-passport", "miles", 2_000, "退还 2,000 里程", "2,000 miles"),
        ("vip-plan", "restaurant-voucher", 1, "退还 1 张餐饮券", "1 × restaurant voucher"),
        ("clubcard", "spend-voucher", 850, "退还消费代金券 8.50 英镑", "GBP 8.50 of spend voucher"),
        ("cash-back", "CNY", 7_500, "退还储值 75.00 元", "¥75.00 of stored value"),
        ("house", "dust", 3, "退还 3 dust", "3 dust"),
    ],
)
def test_an_amount_is_said_with_what_it_counts(
    pack: str, asset: str, amount: int, zh: str, en: str
) -> None:
    one = TraceLine("given-back", "", "", asset=asset, amount=amount)
    assert said(programme(pack), one) == Names(zh=zh, en=f"Given back: {en}")


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("2 + 3 × 4", "14"),
        ("(2 + 3) × 4", "20"),
        ("100 − 70 − 5", "25"),
        ("188.00 × 10 %", "94/5"),
        ("1 ÷ 3 × 3", "1"),
        ("7", "7"),
        ("1 ÷ 0", None),
        ("(1 + 2", None),
        ("1 +", None),
        ("mug", None),
        ("2026-11-22", None),
        ("", None),
    ],
)
def test_a_reckoning_is_worked_out_as_on_paper(text: str, worth: str | None) -> None:
    found = worth_of(text)
    assert (None if found is None else str(found)) == worth
