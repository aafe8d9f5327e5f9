"""The whole desk with a modem on a pseudo-terminal: results leave as texts, texts that come in are answered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.support.at_desk import AtDesk, member_of, spend, top_up
from tests.support.waiting import until

LIN, MUIR = "+8613812342217", "+447700900123"
AT = datetime(2026, 5, 3, 6, 5, 6, tzinfo=UTC)


@pytest.fixture
def desk(at_desk: AtDesk) -> AtDesk:
    at_desk.sign_in()
    until(lambda: _waiting(at_desk) == 0, "the day before to be told")
    at_desk.simulators.modem.sent.clear()
    return at_desk


def _waiting(desk: AtDesk) -> int:
    sql = "SELECT COUNT(*) FROM messages WHERE way = 'sms' AND state IN ('waiting', 'sending')"
    return int(desk.rows(sql)[0][0])


def _sent(desk: AtDesk, count: int) -> list[tuple[str, str]]:
    sent = desk.simulators.modem.sent
    until(lambda: len(sent) >= count, f"{count} texts")
    until(lambda: _waiting(desk) == 0, "their results in the books")
    assert len(sent) == count
    return sent


def test_a_bill_reaches_the_member_in_the_members_language(desk: AtDesk) -> None:
    desk.done(spend("lin", bill="M-1", amount_minor=100_00))
    desk.done(top_up("muir", amount_minor=50_00))
    first, second = _sent(desk, 2)
    assert first[0] == LIN
    assert first[1].startswith("【锦汀酒店】您消费¥100.00。获积分")
    assert second[0] == MUIR
    assert "¥50.00" in second[1]
    states = desk.rows("SELECT state, tries, error FROM messages WHERE sent_at IS NOT NULL")
    assert set(states) == {("sent", 1, "")}
    assert desk.broken() == []


def test_what_the_network_says_of_a_text_stands_with_it(desk: AtDesk) -> None:
    desk.done(top_up("lin", amount_minor=10_00))
    desk.done(top_up("muir", amount_minor=10_00))
    _sent(desk, 2)
    modem = desk.simulators.modem
    del modem.asked_reports[:-2]  # those of the day before
    for status in (0, 65):
        modem.report(status, datetime.now(UTC))
    sql = "SELECT delivery FROM messages WHERE reported_at IS NOT NULL ORDER BY sent_at"
    until(lambda: desk.rows(sql) == [("delivered",), ("failed",)], "the reports")
    until(lambda: modem.stored == 0, "the modem to forget them")


def test_the_modem_stands_among_the_lamps(desk: AtDesk) -> None:
    roles = {one.role: one.state for one in desk.desk.station.lamps()}
    assert roles["MODEM"] == "ready"


def test_what_the_network_refuses_waits_for_its_next_try(desk: AtDesk) -> None:
    modem = desk.simulators.modem
    modem.errors.append(331)  # no network service
    desk.done(top_up("lin", amount_minor=10_00))
    sql = "SELECT state, tries, error FROM messages WHERE error <> ''"
    until(lambda: desk.rows(sql) == [("waiting", 1, "modem-network")], "the refusal to be kept")
    assert modem.sent == []


def test_a_text_is_answered_once_however_often_it_is_announced(desk: AtDesk) -> None:
    modem = desk.simulators.modem
    for _ in range(2):
        modem.receive("13812342217", "余额", AT)
    ((number, text),) = _sent(desk, 1)
    assert number == LIN
    assert text.startswith("【锦汀酒店】您的积分为")
    kept = desk.rows("SELECT COUNT(*) FROM slips WHERE kind = 'sms_in'")
    assert kept == [(1,)]
    modem.receive(LIN, "余额", AT.replace(hour=7))
    assert len(_sent(desk, 2)) == 2
    assert desk.broken() == []


def test_a_member_answers_td_and_gets_no_more(desk: AtDesk) -> None:
    desk.simulators.modem.receive(LIN, "TD", AT)
    ((_, text),) = _sent(desk, 1)
    assert "已退订" in text
    desk.done(top_up("lin", amount_minor=10_00))
    sql = "SELECT state, error FROM messages WHERE error = 'said-no'"
    until(lambda: desk.rows(sql) == [("given-up", "said-no")], "the message to be given up")
    assert len(desk.simulators.modem.sent) == 1


def test_a_strangers_text_leaves_nothing_but_a_count(desk: AtDesk) -> None:
    desk.simulators.modem.receive("+8613999999999", "余额 secret", AT)
    desk.simulators.modem.receive("10086", "Ihr Guthaben", AT)
    sql = "SELECT value FROM meta WHERE name = 'texts-of-unknown-senders'"
    until(lambda: desk.rows(sql) == [("2",)], "the count")
    assert desk.rows("SELECT COUNT(*) FROM slips WHERE kind = 'sms_in'") == [(0,)]
    assert desk.simulators.modem.sent == []
    assert b"13999999999" not in desk.files()


def test_no_number_stands_in_the_outbox(desk: AtDesk) -> None:
    desk.done(top_up("lin", amount_minor=10_00))
    _sent(desk, 1)
    rows = repr(desk.rows("SELECT * FROM messages"))
    assert "13812342217" not in rows
    assert "林" not in rows
    assert member_of("lin") in rows


def test_the_control_panel_has_the_guests_phone(desk: AtDesk) -> None:
    desk.simulators.receive_text("", "balance")
    ((number, text),) = _sent(desk, 1)
    assert desk.simulators.state().texts == (f"{number}  {text}",)
    desk.simulators.receive_text("unknown", "balance")
    sql = "SELECT value FROM meta WHERE name = 'texts-of-unknown-senders'"
    until(lambda: desk.rows(sql) == [("1",)], "the stranger to be counted")
