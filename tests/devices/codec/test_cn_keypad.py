import os

import pytest

from devices.codec import cn_keypad
from devices.codec.cn_keypad import Command, Press
from devices.sim.keypad import SimPlainKeypad
from tests.devices.support import vectors

V = vectors("cn_keypad")
_NAMES = {
    "80": Command.WELCOME,
    "81": Command.TRY_AGAIN,
    "82": Command.ENTER_PASSWORD,
    "83": Command.CLOSE_ENTRY,
    "89": Command.INQUIRY,
    "8A": Command.OPEN_KEYS,
    "8B": Command.CLOSE_KEYS,
}


def _made(code):
    if code in _NAMES:
        return cn_keypad.command(_NAMES[code])
    line = int(code[5]) + 1
    return cn_keypad.clear_line(line) if code[2:4] == "43" else cn_keypad.show(line, "")


@pytest.mark.parametrize("code", [code for code in V["commands"] if not code.startswith("1B5332")])
def test_every_command_of_the_table(code):
    written, _, rest = code.partition("<")
    made = _made(written)
    assert made[: len(written) // 2].hex().upper() == written
    assert made[len(written) // 2 :] == (b" " * 16 if rest else b"")


def test_a_text_with_a_cursor_is_taken_whole(tmp_path):
    """Nothing of ours sends it: how the place of the cursor is written stands nowhere."""
    written = next(code for code in V["commands"] if code.startswith("1B5332"))
    assert written.endswith("<16><pos>")
    sim = SimPlainKeypad(tmp_path)
    port = os.open(tmp_path / "keypad", os.O_RDWR | os.O_NOCTTY)
    os.write(port, bytes.fromhex("1B5332") + bytes(range(0x80, 0x91)) + bytes.fromhex("1B5330"))
    os.write(port, b"SHOWN".ljust(16))
    assert sim.wait_until_shown(1, "SHOWN")
    assert not sim.is_asking
    os.close(port)
    sim.close()


def test_the_table_says_what_an_inquiry_answers():
    assert cn_keypad.INQUIRY_ANSWER.hex(" ").upper() in V["commands"]["89"]
    assert V["plain"] is True


def test_a_line_has_sixteen_characters():
    assert cn_keypad.show(2, "****") == b"\x1bS1****            "
    with pytest.raises(ValueError, match="16"):
        cn_keypad.show(1, "x" * 17)


def test_keys():
    assert [cn_keypad.press_of(byte) for byte in b"09"] == [0x30, 0x39]
    assert cn_keypad.press_of(0x30 | 0x80) == 0x30  # with a parity bit
    assert cn_keypad.press_of(0x0D) is Press.ENTER
    assert cn_keypad.press_of(0x08) is Press.CORRECT
    assert cn_keypad.press_of(0x1B) is Press.CANCEL
    assert cn_keypad.press_of(ord("#")) is Press.OTHER
