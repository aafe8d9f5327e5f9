"""The receipt printer's door: what would come out, printing it, and what the printer's switches say."""

from __future__ import annotations

from app.station.news import Printed
from devices.codec.receipt import Paper, Receipt
from devices.errors import CoverOpenError, DeviceError, NoPaperError, PrinterFaultError
from devices.manager import DeviceManager
from devices.roles import Role


class PrinterDoor:
    """Hands documents to the first printer of the terminal.

    Args:
        manager: Where it is open.
    """

    def __init__(self, manager: DeviceManager) -> None:
        self._manager = manager

    def preview(self, receipt: Receipt) -> bytes:
        """Draw as PNG what the printer would print; without one, what a usual one would."""
        printers = self._manager.with_role(Role.RECEIPT_PRINTER)
        if printers:
            return self._manager.printer(printers[0]).preview(receipt)
        from devices.codec import escpos, print_head  # Pillow: desks with a printer need it later

        paper = receipt.paper or Paper.MM_80
        head = print_head.PrintHead(paper)
        head.print_bytes(escpos.encode(receipt, paper))
        return head.png()

    def print_receipt(self, receipt: Receipt) -> Printed:
        """Print one document; returns when the printer took it, or why it did not."""
        printers = self._manager.with_role(Role.RECEIPT_PRINTER)
        if not printers:
            return Printed.LOST
        try:
            self._manager.printer(printers[0]).print_receipt(receipt)
        except NoPaperError:
            return Printed.NO_PAPER
        except CoverOpenError:
            return Printed.COVER_OPEN
        except PrinterFaultError:
            return Printed.JAMMED
        except DeviceError:
            return Printed.LOST
        return Printed.DONE

    def switch_code(self, name: str) -> str:
        """Return the worst of what a printer's switches say, as a stable code; empty for none."""
        status = self._manager.printer(name).printer_status
        if status.is_out:
            return "no-paper"
        if status.is_cover_open:
            return "cover-open"
        if status.has_fault:
            return "jammed"
        if status.is_near_end:
            return "paper-low"
        return "drawer-open" if status.is_drawer_open else ""
