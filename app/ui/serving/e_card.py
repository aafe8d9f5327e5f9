"""Prints the e-card of the member who is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.loyalty.refusals import Refusal
from app.ui.kit.messages import sentence
from app.ui.service.station_records import PrintResult
from app.ui.serving.context import Desk
from app.ui.serving.house_sayings import paper_words

translate = QCoreApplication.translate


def print_e_card(desk: Desk, say: Callable[[Callable[[], str], str], None]) -> None:
    """Print the open member's QR code; nothing without a member.

    Args:
        desk: Whose member.
        say: Told a sentence, asked again in another language, and its tone.
    """
    panel = desk.panel
    if panel is None or desk.session is None:
        return
    service, member = desk.service, panel.member_id

    def came(result: PrintResult | Refusal) -> None:
        if isinstance(result, Refusal):
            say(lambda: sentence(result, desk.language), "refused")
        elif result is PrintResult.PRINTED:
            say(
                lambda: translate("house", "E-card printed: its QR code opens this member."),
                "ready",
            )
        else:
            say(lambda: paper_words(result), "warning")

    desk.tasks.run(lambda: service.print_e_card(member), came)
