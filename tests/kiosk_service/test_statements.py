"""Statements: on paper, and by e-mail through a server that really takes it."""

from __future__ import annotations

from app.ui.service.kiosk import Mailed
from app.ui.service.station_records import PrintResult
from tests.support.at_kiosk import AtKiosk


def test_it_says_what_there_is_what_lapses_and_what_was_last(at_kiosk: AtKiosk) -> None:
    points = at_kiosk.come("lin").panel.points
    assert at_kiosk.service.print_statement() is PrintResult.PRINTED
    text = at_kiosk.printed()
    for words in (
        "会员对账单",
        "林语晴",
        f"{points:,}",
        "1,280.00",
        "到期积分",
        "1,250",
        "消费",
        "入住",
    ):
        assert words in text, words
    assert "13812342217" not in text


def test_it_is_in_the_members_language(at_kiosk: AtKiosk) -> None:
    at_kiosk.come("muir")
    assert at_kiosk.service.print_statement() is PrintResult.PRINTED
    assert "Statement" in at_kiosk.printed()
    assert "Grace Muir" in at_kiosk.printed()


def test_without_paper_it_is_said(at_kiosk: AtKiosk) -> None:
    at_kiosk.come("lin")
    at_kiosk.simulators.set_paper("out")
    assert at_kiosk.service.print_statement() is PrintResult.NO_PAPER


def test_nobody_gets_none(at_kiosk: AtKiosk) -> None:
    assert at_kiosk.service.print_statement() is PrintResult.NOTHING_YET
    assert at_kiosk.service.mail_statement() is Mailed.NO_ADDRESS


def test_a_hotel_without_a_mail_server_offers_none(at_kiosk: AtKiosk) -> None:
    visit = at_kiosk.come("lin")
    assert visit.email == ""
    assert at_kiosk.service.mail_statement() is Mailed.NO_ADDRESS
