"""What an ESC/POS printer answers about paper, cover and itself.

Source: EPSON ESC/POS reference, DLE EOT n and GS r n. A realtime answer is valid when
``byte & 93h == 12h``; GS r answers in turn, after all that was sent before is done, and has bit 4
clear.
"""

from dataclasses import dataclass

ASK_PRINTER = b"\x10\x04\x01"
ASK_OFFLINE = b"\x10\x04\x02"
ASK_PAPER = b"\x10\x04\x04"
ASK_IN_TURN = b"\x1d\x72\x01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """The printer's switches.

    Attributes:
        is_offline: Takes no data.
        is_cover_open: Cover open.
        has_fault: Cutter, head or voltage.
        is_near_end: Roll nearly used up.
        is_out: No paper.
        is_pin3_high: The drawer's switch, on pin 3 of its plug; whether high means open is the drawer's matter.
    """

    is_offline: bool = False
    is_cover_open: bool = False
    has_fault: bool = False
    is_near_end: bool = False
    is_out: bool = False
    is_pin3_high: bool = False


def is_realtime(answer: int) -> bool:
    """Tell whether a byte answers DLE EOT."""
    return answer & 0x93 == 0x12


def is_in_turn(answer: int) -> bool:
    """Tell whether a byte answers GS r."""
    return answer & 0x90 == 0x00


def switches(printer: int, offline: int, paper: int) -> Switches:
    """Read the answers to DLE EOT 1, 2 and 4."""
    return Switches(
        is_offline=bool(printer & 0x08),
        is_cover_open=bool(offline & 0x04),
        has_fault=bool(offline & 0x40),
        is_near_end=bool(paper & 0x0C),
        is_out=bool(paper & 0x60 or offline & 0x20),
        is_pin3_high=bool(printer & 0x04),
    )


def answers(state: Switches) -> dict[int, int]:
    """Give the bytes that a printer with these switches answers, by the n of DLE EOT."""
    return {
        1: 0x12 | (0x08 if state.is_offline else 0) | (0x04 if state.is_pin3_high else 0),
        2: 0x12
        | (0x04 if state.is_cover_open else 0)
        | (0x20 if state.is_out else 0)
        | (0x40 if state.has_fault else 0),
        3: 0x12 | (0x08 if state.has_fault else 0),
        4: 0x12 | (0x0C if state.is_near_end else 0) | (0x60 if state.is_out else 0),
    }
