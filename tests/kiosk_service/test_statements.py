"""Statements: on paper, and by e-mail through a server that really takes it."""

from __future__ import annotations

import email.policy
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller

from app.settings.mail import MailSettings, Security
from app.ui.service.kiosk import KioskWork, Mailed
from app.ui.service.requests import AmendDraft
from app.ui.service.station_records import PrintResult
from tests.messaging.test_mail_way import Box, box, server
from tests.support.at_desk import AtDesk, member_of
from tests.support.at_kiosk import AtKiosk

__all__ = ["box", "server"]


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


def test_it_goes_to_the_members_own_address(
    hotel_folder: Path, kiosk_at: Callable[..., AtKiosk], box: Box, server: Controller
) -> None:
    desk = AtDesk(hotel_folder).sign_in()
    desk.done(AmendDraft(member_id=member_of("lin"), email="lin@guest.example"))
    desk.close()
    mail = MailSettings(
        host="127.0.0.1", port=server.port, sender="desk@jinting.example", security=Security.NONE
    )
    at_kiosk = kiosk_at(mail=mail)
    visit = at_kiosk.come("lin")
    assert visit.email == "l••••@guest.example"
    assert KioskWork.MAIL in at_kiosk.service.kiosk().offers
    assert at_kiosk.service.mail_statement() is Mailed.HANDED_IN
    taken = next(one for one in box.mails if b"=?utf-8?" in (one.content or b""))
    assert taken.rcpt_tos == ["lin@guest.example"]
    text = message_from_bytes(taken.content, policy=email.policy.default).get_content()
    for words in ("会员对账单", "林语晴", f"{visit.panel.points:,}", "到期积分"):
        assert words in text, words
    box.rcpt = "550 nobody here"
    assert at_kiosk.service.mail_statement() is Mailed.NOT_REACHED
    at_kiosk.service.end_visit()
    at_kiosk.come("shen")
    assert at_kiosk.service.mail_statement() is Mailed.NO_ADDRESS
