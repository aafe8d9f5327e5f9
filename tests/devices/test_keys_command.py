import io

import pytest

from devices.__main__ import main
from devices.sim.pin_pad import TEST_PROTECTION_KEY, SimPinPad
from tests.devices.support import vectors

V = vectors("tr31")
BLOCK, PIN_BLOCK = (case["block"] for case in V["blocks"])
HEAD = "version A  usage K0  algorithm T  mode D  key version 00  export N"


@pytest.fixture
def files(tmp_path):
    block, key = tmp_path / "block.txt", tmp_path / "kbpk.txt"
    block.write_text(BLOCK + "\n", encoding="ascii")
    key.write_text(TEST_PROTECTION_KEY.hex() + "\n", encoding="ascii")
    return str(block), str(key)


def run(*words, text=""):
    out = io.StringIO()
    return main(["keys", *words], out, io.StringIO(text)), out.getvalue()


def test_without_the_protection_key_only_the_head_is_read(files):
    assert run(files[0]) == (0, HEAD + "\n")


def test_check_values_are_shown_and_never_a_key(files):
    status, shown = run(files[0], "--protection-key", files[1])
    assert status == 0
    assert shown.splitlines() == [
        HEAD,
        "protection key  check value C0D5B5",
        "key of 128 bits  check value 6AEB1D",
    ]
    assert V["kbpk"] not in shown.upper()
    assert V["blocks"][0]["key"] not in shown.upper()


def test_a_block_from_standard_input(files):
    status, shown = run("-", "--protection-key", files[1], text=PIN_BLOCK + "\n")
    assert status == 0
    assert "version B  usage P0" in shown


def test_a_block_is_loaded_into_a_pad(files, tmp_path):
    sim = SimPinPad(tmp_path, master_key=None)
    status, shown = run(files[0], "--load", sim.uri + "&slot=3")
    assert (status, shown.splitlines()[-1]) == (0, "loaded into slot 3")
    sim.close()


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        (["/nowhere/block"], "", "cannot be read"),
        (["-"], "hello\n", "no key block"),
        (["-", "--protection-key", "BLOCK"], BLOCK, "does not hold a key in hexadecimal"),
        (["-", "--load", "escpos:/dev/x"], BLOCK, "takes no keys"),
        (["-", "--load", "pinpad-visa:/dev/x?slot=12"], BLOCK, "0 to 9"),
        (["-", "--load", "pinpad-visa:/dev/nowhere"], BLOCK, "is not there"),
        (["-", "--protection-key", "KEY"], BLOCK[:-1] + "0", "check bytes do not fit"),
    ],
)
def test_what_goes_wrong_is_said_without_a_key(files, words, text, said, capsys):
    words = [{"BLOCK": files[0], "KEY": files[1]}.get(word, word) for word in words]
    assert run(*words, text=text)[0] == 1
    error = capsys.readouterr().err
    assert said in error
    assert BLOCK not in error
    assert V["kbpk"] not in error.upper()
