"""What a pack says about the end of a day: accounts that fall asleep, and vouchers that go out."""

from __future__ import annotations

from typing import Annotated, Literal

from app.programme.marks import OneOf
from app.programme.parts import AssetName, Figure, Metric, Part, Word


class Activity(Part, frozen=True):
    """What keeps an account awake.

    Attributes:
        metric: The count that must not be nought.
        window: calendar (looked at when the year ends) or rolling (twelve months).
        lapse_points: kept (they rest with the account) or forfeited.
    """

    metric: Metric
    window: Annotated[Word, OneOf(("calendar", "rolling"))] = "calendar"
    lapse_points: Annotated[Word, OneOf(("kept", "forfeited"))] = "kept"


class PeriodVoucher(Part, frozen=True):
    """A balance that is turned into vouchers every so often.

    Attributes:
        source: Asset that is turned; target: the voucher, of the same scale.
        every_months: At the end of each month whose number this divides.
        sent_by: How it reaches the member.
    """

    id: str
    source: AssetName
    target: AssetName
    every_months: Figure = 3
    sent_by: Literal["post", "sms", "email"] = "post"
