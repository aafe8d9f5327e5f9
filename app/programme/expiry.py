"""Expiry (有效期): the last day on which something that was credited can be used."""

from __future__ import annotations

from datetime import date, timedelta

from app.loyalty.business_day import plus_months
from app.programme.pack import Asset
from app.programme.programme import Programme


def last_day(programme: Programme, asset: Asset, earned_on: date) -> date | None:
    """Return the last valid day of a credit; None where it does not expire.

    Args:
        programme: In force.
        asset: What was credited.
        earned_on: Business date of the credit, which is not counted.

    Source:
        A period runs to the end of the same-numbered day, or of the month's last day where there is none.
    """
    months, days = (int(programme.figure(one)) for one in (asset.months, asset.days))
    ends = programme.word(asset.expires)
    if not months and not days and ends != "end-of-year":
        return None
    on = plus_months(earned_on, months) + timedelta(days=days)
    match ends:
        case "start-of-anniversary":
            return on - timedelta(days=1)
        case "end-of-year":
            return date(on.year, 12, 31)
        case _:
            return on
