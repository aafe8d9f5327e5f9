import pytest

from devices.codec import at_lines
from devices.codec.at_lines import Direct, Final, LineSplitter, Stored, UnaskedFilter
from devices.errors import ModemError, ModemNetworkError, ModemNumberError, ModemSimError
from devices.modem import NetworkState, SimState


@pytest.mark.parametrize("step", [1, 2, 3, 100])
def test_lines_and_the_prompt_come_out_however_the_bytes_come(step):
    data = b"\r\n+CSQ: 21,0\r\n\r\nOK\r\n\r\n> "
    splitter = LineSplitter()
    found = [
        line for at in range(0, len(data), step) for line in splitter.feed(data[at : at + step])
    ]
    assert found == ["+CSQ: 21,0", "OK", "> "]


def test_a_line_without_an_end_is_forgotten():
    splitter = LineSplitter()
    assert splitter.feed(b"x" * 3000) == []
    assert splitter.feed(b"OK\r\n") == ["OK"]
    splitter.feed(b"half")
    splitter.flush()
    assert splitter.feed(b"OK\r\n") == ["OK"]


def test_what_is_said_unasked_is_told_apart():
    lines = [
        '+CMTI: "SM",3', "+CSQ: 1,0", '+CDSI:"SR",12', "RING", "^RSSI:3", "+CMT: ,24", "0004", "OK",
    ]  # fmt: skip
    sort = UnaskedFilter().sort
    assert [sort(line) for line in lines] == [
        Stored("SM", 3), "+CSQ: 1,0", Stored("SR", 12), None, None, None, Direct("0004"), "OK",
    ]  # fmt: skip
    assert "0004" not in repr(Direct("0004"))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ERROR", ModemError),
        ("+CME ERROR: 10", ModemSimError),
        ("+CME ERROR: SIM not inserted", ModemSimError),
        ("+CME ERROR: operation not allowed", ModemError),
        ("+CME ERROR: 30", ModemNetworkError),
        ("+CME ERROR: 100", ModemError),
        ("+CMS ERROR: 500", ModemNetworkError),
        ("+CMS ERROR: 28", ModemNumberError),
        ("+CMS ERROR: 313", ModemSimError),
        ("+CMS ERROR: 304", ModemError),
    ],
)
def test_how_answers_end_badly(line, kind):
    assert type(at_lines.final_of(line)) is kind


def test_how_answers_end_well_or_go_on():
    assert at_lines.final_of("OK") is Final.OK
    assert at_lines.final_of("OKAY") is None
    assert at_lines.final_of("+CSQ: 1,0") is None


@pytest.mark.parametrize(
    ("line", "state"),
    [("+CPIN: READY", SimState.READY), ("+CPIN: SIM PIN", SimState.PIN_NEEDED),
     ("+CPIN: SIM PUK", SimState.BLOCKED), ("+CPIN: PH-NET PIN", SimState.BLOCKED),
     ("nothing", SimState.UNKNOWN)],
)  # fmt: skip
def test_the_sim(line, state):
    assert at_lines.sim_of([line]) is state


@pytest.mark.parametrize(
    ("line", "state"),
    [("+CME ERROR: 10", SimState.MISSING), ("+CME ERROR: 11", SimState.PIN_NEEDED),
     ("+CME ERROR: 12", SimState.BLOCKED), ("+CME ERROR: 13", SimState.BROKEN),
     ("+CME ERROR: 100", SimState.UNKNOWN), ("ERROR", SimState.UNKNOWN)],
)  # fmt: skip
def test_the_sim_by_its_error(line, state):
    assert at_lines.sim_of_error(at_lines.final_of(line)) is state


@pytest.mark.parametrize(
    ("line", "state"),
    [("+CREG: 0,1", NetworkState.HOME), ('+CREG: 2,5,"00C3","1F2A"', NetworkState.ROAMING),
     ("+CREG: 0,0", NetworkState.NONE), ("+CREG: 0,2", NetworkState.SEARCHING),
     ("+CREG: 0,3", NetworkState.DENIED), ("+CREG: 0,9", NetworkState.UNKNOWN),
     ("+CREG:", NetworkState.UNKNOWN)],
)  # fmt: skip
def test_the_network(line, state):
    assert at_lines.network_of([line]) is state


@pytest.mark.parametrize(
    ("line", "dbm"), [("+CSQ: 0,0", -113), ("+CSQ: 31,99", -51), ("+CSQ: 99,99", None), ("", None)]
)
def test_the_signal(line, dbm):
    assert at_lines.signal_dbm_of([line]) == dbm


def test_references_memories_and_messages():
    assert at_lines.reference_of(["noise", "+CMGS: 255"]) == 255
    assert at_lines.reference_of(["+CMGS: 256"]) is None
    chosen = '+CPMS: "SR",1,50,"SM",1,50,"ME",1,50'
    assert at_lines.memories_of([chosen]) == ("SR", "ME")
    assert at_lines.memories_of(['+CPMS: "ME",1,50']) == ("ME", "ME")
    assert at_lines.memories_of([]) == ("SM", "SM")
    assert at_lines.room_of(["+CPMS: 3,50,1,50,1,50"]) == (3, 50)
    assert at_lines.room_of([]) == (0, 0)
    listed = ["+CMGL: 3,1,,24", "00AA", "+CMGL: 4,1,,24", "00BB", "+CMGL: 5"]
    assert at_lines.stored_pdus(listed) == [(3, "00AA"), (4, "00BB")]
    assert at_lines.stored_pdus(["+CMGR: 0,,24", "00CC"]) == [(None, "00CC")]
