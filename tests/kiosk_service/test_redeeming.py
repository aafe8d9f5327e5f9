"""A reward at the kiosk: points and voucher together, or neither."""

from __future__ import annotations

import pytest

from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import Change
from app.ui.service.kiosk import Handed, Price, TakenBack
from app.ui.service.station_records import PrintResult
from tests.support.at_kiosk import AtKiosk


def ends(at_kiosk: AtKiosk) -> list[str]:
    return [row[0] for row in at_kiosk.rows('SELECT "end" FROM kiosk_vouchers ORDER BY slip')]


def test_the_price_is_told_and_then_taken_with_the_voucher_in_hand(at_kiosk: AtKiosk) -> None:
    before = at_kiosk.come("lin").panel.points
    price = at_kiosk.service.price("R001", 1)
    assert price == Price(points=Change(before=before, after=before - 2_400))
    handed = at_kiosk.service.redeem("R001", 1, at_kiosk.pin())
    assert isinstance(handed, Handed)
    assert handed.printed is PrintResult.PRINTED
    assert handed.visit.panel.points == before - 2_400
    assert handed.slip.points == -2_400
    assert "双人早餐" in at_kiosk.printed()
    assert "大堂自助机" in at_kiosk.printed()
    assert "kiosk-1" not in at_kiosk.printed()
    assert handed.slip.operator.en == "Lobby kiosk"
    assert handed.slip.number in at_kiosk.printed()
    assert at_kiosk.simulators.printer.cuts == 1
    assert ends(at_kiosk) == ["printed"]
    (text,) = at_kiosk.rows("SELECT operator, terminal FROM decisions WHERE kind = 'redeem' "
                            "AND terminal = 'kiosk-1'")  # fmt: skip
    assert text == ("kiosk-1", "kiosk-1")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("jam", PrintResult.JAMMED),
        ("cover", PrintResult.COVER_OPEN),
        ("out", PrintResult.NO_PAPER),
        ("lost", PrintResult.PRINTER_LOST),
    ],
)
def test_without_the_paper_every_point_comes_back(
    at_kiosk: AtKiosk, fault: str, said: PrintResult
) -> None:
    before = at_kiosk.come("lin").panel.points
    stock = at_kiosk.rows("SELECT stock FROM rewards WHERE code = 'R002'")
    token = at_kiosk.pin()
    if fault == "out":
        at_kiosk.simulators.set_paper("out")
    elif fault == "lost":
        at_kiosk.simulators.plug("printer", plugged=False)
    else:
        at_kiosk.simulators.turn(fault, on=True)
    back = at_kiosk.service.redeem("R002", 1, token)
    assert isinstance(back, TakenBack)
    assert back.why is said
    assert back.visit.panel.points == at_kiosk.points() == before
    assert at_kiosk.rows("SELECT stock FROM rewards WHERE code = 'R002'") == stock
    assert ends(at_kiosk) == ["taken-back"]
    assert [one.kind.value for one in at_kiosk.service.history(None)[:2]] == ["void", "redeem"]


def test_a_wrong_pin_takes_nothing_and_prints_nothing(at_kiosk: AtKiosk) -> None:
    before = at_kiosk.come("lin").panel.points
    refused = at_kiosk.service.redeem("R001", 1, at_kiosk.pin(digits="000000"))
    assert refused == Refusal(Reason.PIN_WRONG, {"left": 2})
    assert at_kiosk.points() == before
    assert at_kiosk.simulators.printer.cuts == 0
    assert ends(at_kiosk) == ["not-posted"]


def test_an_entry_serves_once(at_kiosk: AtKiosk) -> None:
    at_kiosk.come("lin")
    token = at_kiosk.pin()
    assert isinstance(at_kiosk.service.redeem("R001", 1, token), Handed)
    assert at_kiosk.service.redeem("R001", 1, token) == Refusal(Reason.VISIT_OVER)


def test_the_voucher_is_printed_once_more_as_a_copy_but_never_another_guests(
    at_kiosk: AtKiosk,
) -> None:
    at_kiosk.come("lin")
    handed = at_kiosk.service.redeem("R001", 1, at_kiosk.pin())
    assert isinstance(handed, Handed)
    assert "补打" not in at_kiosk.printed()
    assert at_kiosk.service.print_voucher(handed.slip.slip_id) is PrintResult.PRINTED
    assert "补打" in at_kiosk.printed()
    at_kiosk.service.end_visit()
    at_kiosk.come("shen")
    assert at_kiosk.service.print_voucher(handed.slip.slip_id) is PrintResult.NOTHING_YET
    assert at_kiosk.simulators.printer.cuts == 2


def test_too_few_points_are_refused_before_anything(at_kiosk: AtKiosk) -> None:
    at_kiosk.come("shen")
    refused = at_kiosk.service.price("R003", 1)
    assert isinstance(refused, Refusal)
    assert refused.reason is Reason.NOT_ENOUGH_POINTS
