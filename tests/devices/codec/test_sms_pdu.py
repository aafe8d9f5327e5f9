from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec import gsm_text, sms_pdu
from devices.codec.gsm_text import Alphabet
from devices.codec.sms_join import TextJoiner
from devices.codec.sms_pdu import Delivered, Part, StatusReport
from devices.errors import WrongAnswerError
from tests.devices.support import vectors

V = vectors("gsm")
AT = datetime(2026, 5, 3, 14, 5, 6, tzinfo=timezone(timedelta(hours=8)))


@pytest.mark.parametrize("case", V["pdu"], ids=lambda case: case["text"])
def test_every_message_of_the_vectors(case):
    (made,) = sms_pdu.submits(case["number"], case["text"], smsc=case["smsc"], valid_minutes=5)
    assert (made.pdu, made.length) == (case["pdu"], case["cmgs"])
    read = sms_pdu.parse_submit(case["pdu"])
    assert (read.number, read.text) == (case["number"], case["text"])
    assert f"AT+CMGS={made.length}" in V["init_commands_seen"]


@pytest.mark.parametrize("case", V["seven_bit"], ids=lambda case: case["text"])
def test_every_packing_of_the_vectors(case):
    septets = gsm_text.to_septets(case["text"])
    packed = gsm_text.pack(septets)
    assert packed.hex().upper() == case["packed"]
    assert gsm_text.from_septets(gsm_text.unpack(packed, len(septets))) == case["text"]


def test_the_basic_table_has_a_letter_for_each_code_but_escape():
    letters = gsm_text.from_septets(tuple(code for code in range(128) if code != 0x1B))
    assert len(set(letters)) == 127
    assert gsm_text.to_septets(letters) == tuple(code for code in range(128) if code != 0x1B)
    assert gsm_text.to_septets("€^{}[~]|\\") == (
        27, 0x65, 27, 0x14, 27, 0x28, 27, 0x29, 27, 0x3C, 27, 0x3D, 27, 0x3E, 27, 0x40, 27, 0x2F,
    )  # fmt: skip
    with pytest.raises(ValueError, match="lacks"):
        gsm_text.to_septets("您")


def test_an_unknown_escape_is_the_basic_letter():
    assert gsm_text.from_septets((27, 0x41, 27, 27, 0x42, 27)) == "A B"


@pytest.mark.parametrize(
    ("text", "alphabet", "lengths"),
    [
        ("a" * 160, Alphabet.GSM, [160]),
        ("a" * 161, Alphabet.GSM, [153, 8]),
        ("€" * 80, Alphabet.GSM, [80]),
        ("a" + "€" * 80, Alphabet.GSM, [77, 4]),  # 1 + 76 * 2 = 153
        ("€" * 81, Alphabet.GSM, [76, 5]),  # 153 is odd: an escaped letter is not torn apart
        ("您" * 70, Alphabet.UCS2, [70]),
        ("您" * 71, Alphabet.UCS2, [67, 4]),
        ("😀" * 35, Alphabet.UCS2, [35]),
        ("😀" * 36, Alphabet.UCS2, [33, 3]),  # 67 is odd: no pair is torn apart
        ("", Alphabet.GSM, [0]),
    ],
)
def test_where_texts_are_cut(text, alphabet, lengths):
    made = gsm_text.cut(text)
    assert made.alphabet is alphabet
    assert [len(part) for part in made.parts] == lengths
    assert "".join(made.parts) == text


def test_a_long_text_says_which_part_is_which():
    made = sms_pdu.submits("+8613800138000", "您好" * 100, reference=7, wants_report=True)
    read = [sms_pdu.parse_submit(one.pdu) for one in made]
    assert [one.part for one in read] == [Part(7, 3, number) for number in (1, 2, 3)]
    assert all(one.wants_report for one in read)
    assert all(one.length == len(one.pdu) // 2 - 1 <= 160 for one in made)


@pytest.mark.parametrize("number", ["+8613800138000", "10086", "1065", "InnPoint"])
def test_senders(number):
    (pdu,) = sms_pdu.delivers(number, "hi", AT)
    assert sms_pdu.parse(pdu) == Delivered(number=number, text="hi", at=AT)


@pytest.mark.parametrize("hours", [-11.5, -3, 0, 5.75, 8, 14])
def test_times_have_their_zone(hours):
    at = AT.astimezone(timezone(timedelta(hours=hours)))
    read = sms_pdu.parse(sms_pdu.delivers("1", "x", at)[0])
    assert read.at == at
    assert read.at.utcoffset() == timedelta(hours=hours)


def test_a_time_that_is_none_is_none():
    pdu = sms_pdu.delivers("10086", "hi", AT)[0]
    moment = sms_pdu._time(AT).hex().upper()
    assert sms_pdu.parse(pdu.replace(moment, "00" * 7)).at is None
    assert sms_pdu.parse(pdu.replace(moment, "FF" * 7)).at is None


def test_a_report():
    read = sms_pdu.parse(sms_pdu.status_report(200, "+8613800138000", AT, 65))
    number = "+8613800138000"
    assert read == StatusReport(reference=200, number=number, taken_at=AT, done_at=AT, status=65)
    assert (read.is_delivered, read.is_final) == (False, True)
    assert replace(read, status=0).is_delivered
    assert not replace(read, status=48).is_final


@pytest.mark.parametrize(
    ("minutes", "value"),
    [(0, 0), (5, 0), (6, 1), (720, 143), (721, 144), (1440, 167), (1441, 168), (43200, 196),
     (43201, 197), (635_040, 255), (9_999_999, 255)],
)  # fmt: skip
def test_how_long_the_centre_tries(minutes, value):
    (made,) = sms_pdu.submits("10086", "x", valid_minutes=minutes)
    assert bytes.fromhex(made.pdu)[10] == value


def test_the_makers_of_other_headers_are_understood():
    # 16-bit reference behind an element that is not ours, in GSM letters with fill bits.
    header = bytes([10, 0x24, 1, 1, 0x08, 4, 0x12, 0x34, 2, 1, 0])
    header = header[:10] + b""
    header = bytes([len(header) - 1]) + header[1:]
    fill_bits = -8 * len(header) % 7
    septets = gsm_text.to_septets("hellohello")
    length = (8 * len(header) + fill_bits) // 7 + len(septets)
    body = bytes.fromhex("44 05 81 01 80 F6 00 00".replace(" ", "")) + sms_pdu._time(AT)
    body += bytes([length]) + header + gsm_text.pack(septets, fill_bits=fill_bits)
    read = sms_pdu.parse("00" + body.hex())
    assert (read.text, read.part) == ("hellohello", Part(0x1234, 2, 1))


@pytest.mark.parametrize(
    ("coding", "data", "text"),
    [
        (0x04, b"\xe4bc", "äbc"),
        (0xF5, b"abc", "abc"),
        (0x18, "您".encode("utf-16-be"), "您"),
        (0xE0, "您".encode("utf-16-be"), "您"),
        (0x08, "您".encode("utf-16-be") + b"\x00", "您"),
    ],
)
def test_codings(coding, data, text):
    body = bytes.fromhex("04058101" + "80F6" + "00") + bytes([coding]) + sms_pdu._time(AT)
    assert sms_pdu.parse("00" + (body + bytes([len(data)]) + data).hex()).text == text


def test_a_compressed_text_is_refused():
    body = bytes.fromhex("0405810180F60020") + sms_pdu._time(AT) + b"\x01\x41"
    with pytest.raises(WrongAnswerError, match="compressed"):
        sms_pdu.parse("00" + body.hex())


TEXTS = st.text(st.characters(codec="utf-16"), max_size=400) | st.text(
    st.sampled_from("abc €{}您😀\n"), max_size=400
)


@settings(deadline=None)
@given(text=TEXTS, chance=st.randoms())
def test_texts_come_back_in_any_order(text, chance):
    pdus = list(sms_pdu.delivers("+8613800138000", text, AT, reference=9))
    chance.shuffle(pdus)
    joiner = TextJoiner()
    found = [joined for pdu in pdus if (joined := joiner.take(sms_pdu.parse(pdu))) is not None]
    assert [joined.text.text for joined in found] == [text]
    assert len(found[0].messages) == len(pdus)


@settings(deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_refusal(data):
    for read in (sms_pdu.parse, sms_pdu.parse_submit):
        try:
            message = read(data.hex())
        except WrongAnswerError:
            continue
        assert isinstance(message, Delivered | StatusReport)
        assert repr(message.number) not in repr(message)
    with pytest.raises(WrongAnswerError):
        sms_pdu.parse("no hex" + data.hex())


def test_a_pair_torn_apart_by_another_phone_is_mended():
    high, low = "😀".encode("utf-16-be")[:2], "😀".encode("utf-16-be")[2:]
    joiner = TextJoiner()
    message = Delivered(number="1", text="", part=Part(1, 2, 1))
    first = replace(message, text="a" + high.decode("utf-16-be", "surrogatepass"))
    second = replace(message, text=low.decode("utf-16-be", "surrogatepass"), part=Part(1, 2, 2))
    assert joiner.take(first) is None
    assert joiner.take(second).text.text == "a😀"
    assert joiner.take(replace(first, part=None)).text.text == "a\ufffd"


def test_parts_of_too_many_unfinished_texts_come_out():
    joiner = TextJoiner()
    found = [
        joiner.take(Delivered(number="1", text=f"{number}", part=Part(number, 2, 1)))
        for number in range(40)
    ]
    assert [one.text.text for one in found if one is not None] == [str(n) for n in range(8)]
    joiner.clear()
    assert joiner.take(Delivered(number="1", text="x", part=Part(39, 2, 2))) is None


def test_masked():
    assert sms_pdu.masked("+8613800138000") == "+86*********00"
    assert sms_pdu.masked("10086") == "*****"
    assert (
        sms_pdu.parse(sms_pdu.delivers("1", "x", datetime(2026, 1, 1, tzinfo=UTC))[0]).text == "x"
    )
