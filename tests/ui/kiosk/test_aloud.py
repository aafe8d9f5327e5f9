"""Figures and signs as they are said, in both languages."""

from __future__ import annotations

import pytest

from app.ui.kiosk.aloud import aloud


@pytest.mark.parametrize(
    ("shown", "zh", "en"),
    [
        ("•••• 2217", "尾号 2 2 1 7", "ending in 2 2 1 7"),
        ("尾号 2217", "尾号 2 2 1 7", "2217"),
        ("¥1,280.00", "1280元", "1280 yuan"),
        ("¥0.50", "0.5元", "0.5 yuan"),
        ("HK$12,000", "12000港元", "12000 Hong Kong dollars"),
        ("18,244", "18244", "18244"),
        ("+2,400", "加 2400", "plus 2400"),
        ("−2,400", "减 2400", "minus 2400"),
        ("13812342217", "1 3 8 1 2 3 4 2 2 1 7", "1 3 8 1 2 3 4 2 2 1 7"),
        ("007", "0 0 7", "0 0 7"),
        ("1 / 3", "第 1 页，共 3 页", "page 1 of 3"),
        ("Room 1608", "Room 1608", "Room 1608"),
        ("23 Nov 2026 · voided", "23 Nov 2026, voided", "23 Nov 2026, voided"),
        ("Tea × 2", "Tea 乘 2", "Tea times 2"),
        ("l•••@mail.example", "l， at mail.example", "l, at mail.example"),
        ("林语晴 Lin", "林语晴 Lin", "Lin"),
        ("🌙 [[x]]", "x", "x"),
    ],
)
def test_what_is_shown_is_said_so(shown: str, zh: str, en: str) -> None:
    assert aloud(shown, chinese=True) == zh
    assert aloud(shown, chinese=False) == en
