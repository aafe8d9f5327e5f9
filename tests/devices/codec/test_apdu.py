import pytest

from devices.codec import apdu
from devices.codec.apdu import Command, Response, Sw
from devices.errors import WrongAnswerError


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (Command(cla=0, ins=0x20, p2=1), "00200001"),
        (Command(cla=0, ins=0xB0, le=256), "00B0000000"),
        (Command(cla=0, ins=0xD6, p1=1, p2=2, data=b"ab"), "00D60102026162"),
        (Command(cla=0x90, ins=0xAA, data=b"\0", le=256), "90AA0000010000"),
        (apdu.select_name(b"\xf0IP"), "00A4040003F04950"),
        (apdu.select_file(0x2F02), "00A4000C022F02"),
        (apdu.get_response(256), "00C0000000"),
        (apdu.read_binary(2, 32), "00B0820020"),
        (apdu.update_binary(2, b"\x01"), "00D682000101"),
        (apdu.verify(1), "00200001"),
        (apdu.verify(1, b"12"), "00200001023132"),
        (apdu.change_reference(1, b"12", b"34"), "002400010431323334"),
    ],
)
def test_commands(command, wanted):
    assert command.encode().hex().upper() == wanted


@pytest.mark.parametrize("fields", [{"data": bytes(256)}, {"le": 0}, {"le": 257}])
def test_a_command_out_of_range_is_refused(fields):
    with pytest.raises(ValueError, match="short command"):
        Command(cla=0, ins=0, **fields).encode()


@pytest.mark.parametrize(
    ("raw", "is_ok", "waits", "right", "tries"),
    [
        ("9000", True, None, None, None),
        ("6110", False, 16, None, None),
        ("6100", False, 256, None, None),
        ("6C20", False, None, 32, None),
        ("6C00", False, None, 256, None),
        ("63C2", False, None, None, 2),
        ("6983", False, None, None, 0),
        ("6300", False, None, None, None),
    ],
)
def test_answers(raw, is_ok, waits, right, tries):
    answer = Response.decode(bytes.fromhex(raw))
    assert (answer.is_ok, answer.more_waits, answer.right_length, answer.tries_left) == (
        is_ok,
        waits,
        right,
        tries,
    )


def test_an_answer_without_status_is_none():
    with pytest.raises(WrongAnswerError):
        Response.decode(b"\x90")


def test_nothing_inside_is_shown():
    assert "31" not in repr(Command(cla=0, ins=0, data=b"1111"))
    assert repr(Response.decode(b"secret\x90\x00")) == f"Response(sw={int(Sw.OK)})"
