from devices.drivers.gsm_reports import ReportBook


def test_each_message_of_a_text_is_reported_once():
    book = ReportBook()
    book.expect("a", [1, 2])
    assert book.take(1) == "a"
    assert book.take(2) == "a"
    assert book.take(2) == ""
    assert book.take(9) == ""


def test_numbers_that_come_again_belong_to_the_newer_text():
    book = ReportBook()
    for number in range(1000):
        book.expect(str(number), [number % 256, (number + 1) % 256])
    assert book.take(999 % 256) == "999"
    assert book.take(1000 % 256) == "999"
    assert len(book._texts) <= 256
