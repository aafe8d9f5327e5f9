"""Our messages against gammu's, a program that has spoken to many phones."""

import random
from datetime import datetime, timedelta, timezone

import pytest

from devices.codec import sms_pdu

gammu = pytest.importorskip("gammu", reason="packaging/test --set-up installs python-gammu")

ROUNDS = 1_000
# Without ~, which gammu doubles in texts with wide letters.
_LETTERS = "abc XYZ 019 @£¥èÅΔΦÆß€{}[]|^\\\n"
_WIDE = "您的积分😀é"


def _text(chance):
    letters = chance.choice([_LETTERS, _LETTERS + _WIDE])
    return "".join(chance.choices(letters, k=chance.randint(1, 60)))


def _read(pdu):
    # The second argument must be given: without it gammu 3.5.1 takes whatever lay there.
    return gammu.DecodePDU(bytes.fromhex(pdu)[1:], False)


def _is(read, number, text):
    # It counts an escaped letter as two and so gives what lay behind the text as well.
    return read["Number"] == number and read["Text"].startswith(text)


def test_gammu_reads_what_we_send():
    chance = random.Random("submit")
    for _ in range(ROUNDS):
        number = "+86" + "".join(chance.choices("0123456789", k=chance.randint(5, 11)))
        text = _text(chance)
        (made,) = sms_pdu.submits(number, text)
        read = _read(made.pdu)
        assert _is(read, number, text)


def test_gammu_reads_the_parts_of_long_texts():
    for made in sms_pdu.submits("10086", "您好😀" * 60, reference=77):
        read = _read(made.pdu)
        place = sms_pdu.parse_submit(made.pdu)
        assert read["UDH"]["ID8bit"] == place.part.reference == 77
        assert (read["UDH"]["AllParts"], read["UDH"]["PartNumber"]) == (
            place.part.total,
            place.part.number,
        )
        assert read["Text"] == place.text


def test_we_read_what_gammu_writes_as_it_comes():
    chance = random.Random("deliver")
    at = datetime(2026, 5, 3, 14, 5, 6, tzinfo=timezone(timedelta(hours=8)))
    for _ in range(ROUNDS):
        number = "+86" + "".join(chance.choices("0123456789", k=chance.randint(5, 11)))
        text = _text(chance)
        (pdu,) = sms_pdu.delivers(number, text, at)
        read = _read(pdu)
        assert _is(read, number, text)
        assert (read["DateTime"].hour, read["DateTime"].minute) == (14, 5)
