from devices.codec.sms_pdu import StatusReport
from devices.drivers.gsm_reports import ReportBook


def report(reference, status=0):
    return StatusReport(reference=reference, number="1", done_at=None, status=status)


def test_a_text_is_delivered_when_all_its_parts_are():
    book = ReportBook()
    book.expect("a", [1, 2])
    assert book.take(report(1, 48)) is None
    assert book.take(report(1)) is None
    assert book.take(report(2)) == "a"
    assert book.take(report(2)) == ""


def test_one_part_that_fails_decides_the_text():
    book = ReportBook()
    book.expect("a", [1, 2, 3])
    assert book.take(report(2, 65)) == "a"
    assert book.take(report(1)) == ""


def test_numbers_that_come_again_belong_to_the_newer_text():
    book = ReportBook()
    for number in range(1000):
        book.expect(str(number), [number % 256, (number + 1) % 256])
    assert book.take(report(999 % 256)) is None
    assert book.take(report(1000 % 256)) == "999"
    assert len(book._texts) <= 256
    assert len(book._left) <= 256
