"""Devices, lamps, roles, printing, PIN entry and the books' faults in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.loyalty.permissions import Role
from app.ui.kit.language import Language
from app.ui.service.answers import BooksFault, CardWritten, NoPin
from app.ui.service.pos_records import PosTrouble
from app.ui.service.station_records import (
    DayCheck,
    DayCheckKind,
    DeviceReason,
    DeviceRole,
    Link,
    LinkState,
    PrintResult,
    ReportKind,
)

translate = QCoreApplication.translate

DEVICE_ICONS = {
    DeviceRole.CARD_READER: "reader",
    DeviceRole.CARD_WRITER: "card",
    DeviceRole.IC_READER: "ic-card",
    DeviceRole.PIN_PAD: "keypad",
    DeviceRole.PRINTER: "printer",
    DeviceRole.MODEM: "message",
    DeviceRole.WEDGE: "keyboard",
}


def role_name(role: Role) -> str:
    """Name a role at the property."""
    match role:
        case Role.CASHIER:
            return translate("house", "Cashier")
        case Role.SUPERVISOR:
            return translate("house", "Supervisor")
        case Role.MANAGER:
            return translate("house", "Manager")
        case Role.AUDITOR:
            return translate("house", "Auditor")
        case Role.ADMINISTRATOR:
            return translate("house", "Administrator")
        case Role.KIOSK:
            return translate("house", "Kiosk")


def device_name(role: DeviceRole) -> str:
    """Name a device by what it is for."""
    match role:
        case DeviceRole.CARD_READER:
            return translate("house", "Card reader")
        case DeviceRole.CARD_WRITER:
            return translate("house", "Card encoder")
        case DeviceRole.IC_READER:
            return translate("house", "IC card reader")
        case DeviceRole.PIN_PAD:
            return translate("house", "PIN pad")
        case DeviceRole.PRINTER:
            return translate("house", "Receipt printer")
        case DeviceRole.MODEM:
            return translate("house", "SMS modem")
        case DeviceRole.WEDGE:
            return translate("house", "Keyboard reader")


def device_reason(reason: DeviceReason) -> str:  # noqa: C901, PLR0911, PLR0912 (a case for each)
    """Say why a lamp is not green, shortly."""
    match reason:
        case DeviceReason.NONE:
            return translate("house", "ready")
        case DeviceReason.RECONNECTING:
            return translate("house", "reconnecting")
        case DeviceReason.UNPLUGGED:
            return translate("house", "unplugged")
        case DeviceReason.NOT_INSTALLED:
            return translate("house", "not installed")
        case DeviceReason.NOT_SET_UP:
            return translate("house", "not set up")
        case DeviceReason.NOT_ANSWERING:
            return translate("house", "not answering")
        case DeviceReason.WRONG_DEVICE:
            return translate("house", "another device")
        case DeviceReason.PERMISSION:
            return translate("house", "no permission")
        case DeviceReason.PAPER_LOW:
            return translate("house", "paper low")
        case DeviceReason.NO_PAPER:
            return translate("house", "out of paper")
        case DeviceReason.COVER_OPEN:
            return translate("house", "cover open")
        case DeviceReason.JAMMED:
            return translate("house", "jammed")
        case DeviceReason.DRAWER_OPEN:
            return translate("house", "drawer open")
        case DeviceReason.NO_KEYS:
            return translate("house", "no keys")
        case DeviceReason.KEYS_IN_FILE:
            return translate("house", "keys in a file")
        case DeviceReason.PLAIN_PAD:
            return translate("house", "does not encrypt")


def device_remedy(reason: DeviceReason) -> str:  # noqa: C901, PLR0911, PLR0912 (a case for each)
    """Say what to do about it."""
    match reason:
        case DeviceReason.NONE:
            return translate("house", "Nothing to do.")
        case DeviceReason.RECONNECTING:
            return translate("house", "It comes back by itself. If not, check its cable and power.")
        case DeviceReason.UNPLUGGED:
            return translate("house", "Plug the cable in; it is found by itself.")
        case DeviceReason.NOT_INSTALLED:
            return translate(
                "house", "Its system package is missing; see the handbook under devices."
            )
        case DeviceReason.NOT_SET_UP:
            return translate("house", "An administrator sets it up under devices.")
        case DeviceReason.NOT_ANSWERING:
            return translate("house", "Switch it off and on, then look again.")
        case DeviceReason.WRONG_DEVICE:
            return translate("house", "Something else is on this port. Check the cables.")
        case DeviceReason.PERMISSION:
            return translate(
                "house", "The system does not let the program in; ask an administrator."
            )
        case DeviceReason.PAPER_LOW:
            return translate("house", "Keep a new roll at hand.")
        case DeviceReason.NO_PAPER:
            return translate("house", "Put in a roll, then print again.")
        case DeviceReason.COVER_OPEN:
            return translate("house", "Close the cover, then print again.")
        case DeviceReason.JAMMED:
            return translate("house", "Clear the paper, switch it off and on, then print again.")
        case DeviceReason.DRAWER_OPEN:
            return translate("house", "Push the cash drawer shut.")
        case DeviceReason.NO_KEYS:
            return translate(
                "house", "The pad has no working key; ask an administrator to load one."
            )
        case DeviceReason.KEYS_IN_FILE:
            return translate("house", "No keyring answers: keys lie in a file beside the books.")
        case DeviceReason.PLAIN_PAD:
            return translate("house", "PINs travel in the clear; use a pad that encrypts them.")


def link_words(link: Link) -> tuple[str, str]:
    """Say how the connection stands: the state of its lamp and its words."""
    if link.state is LinkState.OFFLINE:
        if link.waiting_slips:
            text = translate("house", "Offline · {count}").format(count=link.waiting_slips)
            return "warning", text
        return "warning", translate("house", "Offline")
    if abs(link.clock_off_s) >= 30:
        seconds = abs(link.clock_off_s)
        if link.clock_off_s > 0:
            return "warning", translate("house", "Clock {s} s slow").format(s=seconds)
        return "warning", translate("house", "Clock {s} s fast").format(s=seconds)
    if link.state is LinkState.EMBEDDED:
        return "ready", translate("house", "Own books")
    return "ready", translate("house", "Online")


def pos_trouble(trouble: PosTrouble) -> str:
    """Say why no till of another maker is heard."""
    match trouble:
        case PosTrouble.ADDRESS_UNREADABLE:
            return translate("house", "The address in the settings cannot be read.")
        case PosTrouble.BEYOND_LOOPBACK:
            return translate("house", "The address is not on this computer; see beyond_loopback.")
        case PosTrouble.NOT_OPENED:
            return translate("house", "The port cannot be opened; it is tried again.")


def no_pin(end: NoPin) -> str:
    """Say how a PIN entry ended without a PIN."""
    match end:
        case NoPin.CANCELLED:
            return translate("house", "PIN entry cancelled: nothing was taken.")
        case NoPin.TIMED_OUT:
            return translate("house", "No PIN within the time: nothing was taken.")
        case NoPin.UNPLUGGED:
            return translate("house", "The PIN pad was unplugged: nothing was taken.")
        case NoPin.NO_PAD:
            return translate("house", "No PIN pad is connected: nothing was taken.")


def card_written(end: CardWritten) -> str:
    """Say how the writing of an issued card ended, and the way out."""
    match end:
        case CardWritten.WRITTEN:
            return translate("house", "Card written and verified")
        case CardWritten.CANCELLED:
            return translate(
                "house", "Not written: do not hand this card out. Write it, or replace it later."
            )
        case CardWritten.TIMED_OUT:
            return translate(
                "house", "No card came in time: do not hand it out. Write it once more."
            )
        case CardWritten.DIFFERS:
            return translate(
                "house",
                "The card reads back differently: do not hand it out. Write another blank card.",
            )
        case CardWritten.FAILED:
            return translate(
                "house",
                "The encoder could not write it. Pull evenly, or take another blank card.",
            )
        case CardWritten.UNPLUGGED:
            return translate(
                "house",
                "The encoder is gone: do not hand the card out. Plug it in, then write once more.",
            )
        case CardWritten.NO_WRITER:
            return translate("house", "No encoder is connected. Plug one in, then write once more.")


def books_fault(fault: BooksFault) -> str:
    """Say why nothing could be saved."""
    match fault:
        case BooksFault.DISK_FULL:
            return translate("house", "Nothing was saved: the disk is full. Call an administrator.")
        case BooksFault.READ_ONLY:
            return translate("house", "Nothing was saved: the books are read-only.")
        case BooksFault.DAMAGED:
            return translate("house", "Nothing was saved: the books are damaged. Stop posting.")
        case BooksFault.UNREACHABLE:
            return translate("house", "Nothing was saved: the books cannot be reached.")


def print_words(result: PrintResult) -> str:
    """Say what became of a print."""
    match result:
        case PrintResult.PRINTED:
            return translate("house", "Printed")
        case PrintResult.NO_FORMAT:
            return translate("house", "Choose how receipts are printed first.")
        case PrintResult.NO_PAPER:
            return translate("house", "Posted, but out of paper: put in a roll, then F8 prints it.")
        case PrintResult.COVER_OPEN:
            return translate("house", "Posted, but the cover is open: close it, then F8 prints it.")
        case PrintResult.JAMMED:
            return translate("house", "Posted, but the paper jams: clear it, then F8 prints it.")
        case PrintResult.PRINTER_LOST:
            return translate(
                "house", "Posted, but the printer is gone: plug it in, then F8 prints it."
            )
        case PrintResult.NOTHING_YET:
            return translate("house", "Nothing to print yet.")


def report_words(result: PrintResult, kind: ReportKind) -> str:
    """Say what became of printing a report."""
    match result:
        case PrintResult.NOTHING_YET:
            return _no_report(kind)
        case _:
            return paper_words(result)


def paper_words(result: PrintResult) -> str:
    """Say what became of printing what can be printed again."""
    match result:
        case PrintResult.NO_PAPER:
            return translate("house", "Out of paper: put in a roll, then print again.")
        case PrintResult.COVER_OPEN:
            return translate("house", "The cover is open: close it, then print again.")
        case PrintResult.JAMMED:
            return translate("house", "The paper jams: clear it, then print again.")
        case PrintResult.PRINTER_LOST:
            return translate("house", "The printer is gone: plug it in, then print again.")
        case _:
            return print_words(result)


def _no_report(kind: ReportKind) -> str:
    match kind:
        case ReportKind.X:
            return translate("house", "Nothing to print yet: no shift is open. Open one first.")
        case ReportKind.Z:
            return translate("house", "Nothing to print yet: no shift has been closed here.")
        case ReportKind.DAY:
            return translate("house", "Nothing to print yet: no day has been closed.")


def day_check(check: DayCheck, language: Language) -> str:
    """Say what was proved, or what is missing."""
    facts = {key: language.fact(key, value) for key, value in check.facts.items()}
    done, text = _day_check(check.kind, facts)
    return done if check.passed else text.format(**facts)


def _day_check(kind: DayCheckKind, facts: Mapping[str, str]) -> tuple[str, str]:
    """Give both sentences; the one that names facts only where they are known."""
    match kind:
        case DayCheckKind.SHIFTS_CLOSED:
            done = translate("house", "All shifts closed")
            if "operators" not in facts:
                return done, translate("house", "Shifts are still open")
            return done, translate("house", "Open: {operators}")
        case DayCheckKind.ENTRIES_BALANCE:
            done = translate("house", "Entries balance")
            return done, translate("house", "Entries do not balance")
        case DayCheckKind.LOTS_MATCH:
            return translate("house", "Lots match"), translate("house", "Lots do not match")
        case DayCheckKind.SLIPS_DECIDED:
            done = translate("house", "Every slip is decided")
            if "waiting" not in facts:
                return done, translate("house", "Slips wait to be decided")
            return done, translate("house", "{waiting} slips wait")
        case DayCheckKind.CHAIN_WHOLE:
            return translate("house", "Chain is whole"), translate("house", "Chain is broken")
