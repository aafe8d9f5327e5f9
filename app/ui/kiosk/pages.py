"""Which class shows which page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.ui.kiosk.attract import AttractPage
from app.ui.kiosk.check_in import CheckInPage
from app.ui.kiosk.confirm import ConfirmPage
from app.ui.kiosk.done import DonePage
from app.ui.kiosk.enrol import EnrolPage
from app.ui.kiosk.gift import GiftPage
from app.ui.kiosk.help import HelpPage
from app.ui.kiosk.history import HistoryPage, WhyPage
from app.ui.kiosk.home import HomePage
from app.ui.kiosk.identify import IdentifyPage
from app.ui.kiosk.mine import MinePage
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.pin import PinPage
from app.ui.kiosk.rewards import RewardsPage
from app.ui.kiosk.service_page import ServicePage
from app.ui.kiosk.state import KioskPage
from app.ui.kiosk.statement import StatementPage

PAGES: Final[Mapping[KioskPage, type[GuestPage]]] = {
    KioskPage.ATTRACT: AttractPage,
    KioskPage.PHONE: IdentifyPage,
    KioskPage.PIN: PinPage,
    KioskPage.HOME: HomePage,
    KioskPage.REWARDS: RewardsPage,
    KioskPage.CONFIRM: ConfirmPage,
    KioskPage.HISTORY: HistoryPage,
    KioskPage.WHY: WhyPage,
    KioskPage.CHECK_IN: CheckInPage,
    KioskPage.STATEMENT: StatementPage,
    KioskPage.GIFT: GiftPage,
    KioskPage.MINE: MinePage,
    KioskPage.ENROL: EnrolPage,
    KioskPage.DONE: DonePage,
    KioskPage.HELP: HelpPage,
    KioskPage.SERVICE: ServicePage,
}
