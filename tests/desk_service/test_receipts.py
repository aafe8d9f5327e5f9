"""Receipts as the printer got them, in both languages, and what must never stand on paper, in logs or in files."""

from __future__ import annotations

import pytest

from app.ui.service.answers import PinPurpose
from app.ui.service.records import SlipId
from app.ui.service.requests import AmendDraft, EnrolDraft, VoidDraft
from app.ui.service.station_records import DeviceReason, DeviceRole, PrintFormat, PrintResult
from tests.support.at_desk import PIN, AtDesk, member_of, redeem, spend, top_up
from tests.support.waiting import PATIENCE_S

_HEADS = {
    "zh_CN": ("锦汀酒店", "收银 陈思远", "会员卡", "本次得分", "储值支付", "谢谢光临"),
    "en": ("Jinting Hotel", "Cashier Chen Siyuan", "Member card", "Points earned", "Stored value"),
}


def on_paper(at_desk: AtDesk, slip: SlipId, language: str, *, copy: bool = False) -> str:
    at_desk.service.save_print_format(PrintFormat(language=language))
    at_desk.simulators.printer.tear_off()
    assert at_desk.service.print_slip(slip, copy=copy) is PrintResult.PRINTED
    assert at_desk.simulators.printer.wait_for_cut(1, PATIENCE_S)
    return at_desk.printed()


def number_of(at_desk: AtDesk, label: str) -> str:
    ((number,),) = at_desk.rows("SELECT number FROM cards WHERE member = ?", member_of(label))
    return str(number)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_bill_says_who_what_how_much_and_what_is_left(at_desk, language):
    request = spend(bill="20-1187", amount_minor=100_000, stored_minor=20_000)
    done = at_desk.done(request, at_desk.pin())
    text = on_paper(at_desk, done.slip.slip_id, language)
    for words in (
        *_HEADS[language],
        "20-1187",
        done.slip.number,
        "1,000.00",
        "100.00",
        "700.00",
        "1,280.00",
        "1,080.00",
        f"**** {number_of(at_desk, 'lin')[-4:]}",
        "+4,950",
    ):
        assert words in text, words
    assert number_of(at_desk, "lin") not in text.replace(" ", "")
    assert "13812342217" not in text


@pytest.mark.parametrize(
    ("language", "name", "outlet"),
    [("zh_CN", "林语晴 女士", "翠庭中餐厅"), ("en", "Lin Yuqing Ms", "Cuiting restaurant")],
)
def test_names_follow_the_language_of_the_receipt(at_desk, language, name, outlet):
    text = on_paper(at_desk, at_desk.done(spend()).slip.slip_id, language)
    assert name in text
    assert outlet in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh_CN", ("储值充值凭条", "双人早餐", "作废凭条")),
        ("en", ("Top-up receipt", "Breakfast for two", "Void receipt")),
    ],
)
def test_top_up_reward_and_void_have_receipts_of_their_own(at_desk, language, words):
    added = at_desk.done(top_up("shen", 12_300))
    handed = at_desk.done(redeem("lin"), at_desk.pin(purpose=PinPurpose.REDEEM))
    undone = at_desk.done(VoidDraft(slip_id=added.slip.slip_id, reason="wrong card"))
    found = [on_paper(at_desk, one.slip.slip_id, language) for one in (added, handed, undone)]
    for heading, text in zip(words, found, strict=True):
        assert heading in text
    assert "123.00" in found[0]
    assert "2,400" in found[1]
    assert added.slip.number in found[2]


@pytest.mark.parametrize(("language", "hotel"), [("zh_CN", "锦汀酒店"), ("en", "Jinting Hotel")])
def test_a_guest_reads_the_receipt_in_their_own_language(at_desk, language, hotel):
    at_desk.done(AmendDraft(member_id=member_of("muir"), language=language))
    assert hotel in on_paper(at_desk, at_desk.done(spend("muir")).slip.slip_id, "guest")


def test_a_receipt_is_drawn_as_it_would_be_printed(at_desk):
    slip = at_desk.done(spend()).slip.slip_id
    wide = at_desk.service.receipt_picture(slip, None)
    narrow = at_desk.service.receipt_picture(slip, PrintFormat(paper_mm=58, language="en"))
    assert wide.startswith(b"\x89PNG")
    assert narrow.startswith(b"\x89PNG")
    widths = [int.from_bytes(png[16:20], "big") for png in (wide, narrow)]
    assert widths[0] > widths[1]


def test_a_receipt_without_its_code_is_shorter(at_desk):
    slip = at_desk.done(spend()).slip.slip_id
    heights = [
        int.from_bytes(at_desk.service.receipt_picture(slip, PrintFormat(qr=qr))[20:24], "big")
        for qr in (True, False)
    ]
    assert heights[0] > heights[1]


def test_a_card_just_issued_is_printed_with_its_tail_only(open_at):
    at_desk = open_at().sign_in("wang")
    done = at_desk.done(EnrolDraft(kind="person", name="周若溪", phone="13977770001"))
    number = str(done.facts["card_no"])
    text = on_paper(at_desk, done.slip.slip_id, "zh_CN")
    assert number not in text.replace(" ", "")
    assert number[-4:] in text


def test_no_secret_stands_in_logs_audit_or_readable_files(at_desk, caplog):
    caplog.set_level("DEBUG")
    token = at_desk.swipe("lin")
    at_desk.service.identify(token)
    at_desk.service.search("13812342217")
    at_desk.service.profile(member_of("lin"))
    done = at_desk.done(spend(stored_minor=1_000), at_desk.pin())
    on_paper(at_desk, done.slip.slip_id, "zh_CN")
    audit = repr(at_desk.rows("SELECT * FROM audit"))
    number = number_of(at_desk, "lin")
    for secret in (PIN, number, "13812342217", "林语晴", "Lin Yuqing", "jinting-chen"):
        assert secret not in caplog.text, secret
        assert secret not in audit, secret
    slips = b"".join(bytes(text) for (text,) in at_desk.rows("SELECT text FROM slips"))
    for secret in (number, "13812342217", "林语晴", PIN):
        assert secret.encode() not in slips, secret
    at_desk.close()
    for secret in ("13812342217", "林语晴", "Lin Yuqing", "jinting-chen"):
        assert secret.encode() not in at_desk.files(), secret


def test_the_pads_lamp_says_that_keys_lie_in_a_file(at_desk):
    lamps = {one.role: one for one in at_desk.service._lamps()}
    assert lamps[DeviceRole.PIN_PAD].reason is DeviceReason.KEYS_IN_FILE
    assert lamps[DeviceRole.CARD_READER].reason is DeviceReason.NONE
