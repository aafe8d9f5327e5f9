"""Export to the website (导数据到网站): browsed first, sent only when confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.loyalty.house import CounterRow
from app.loyalty.ids import MemberId
from app.loyalty.member import MemberStatus
from app.loyalty.permissions import Act
from app.loyalty.web import WebMemberRow
from app.operations.decision import Decision, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import NOTHING, Needs, View

KIND = "export_web"
COUNTER: Final = "web_export"  # position in the journal up to which the website knows everything
MOST: Final = 5_000  # records of one export; what is over waits for the next


class ExportWeb(Body, frozen=True, kw_only=True):
    """Whether somebody has browsed the records and says yes.

    Attributes:
        upto: Position in the journal that was browsed; later changes wait. 0: all there is.
    """

    confirmed: bool
    upto: int = 0


def needs(slip: Slip[ExportWeb], view: View) -> Needs:
    """Nothing: what has changed is observed."""
    del slip, view
    return NOTHING


def decide(slip: Slip[ExportWeb], view: View) -> Decision:
    """Say how many records have changed and, confirmed, note what the website shows from now on.

    The records stand in what was observed, so that the package can be written again at any time.

    Source:
        S4 L766-767: the data are browsed first and transferred after confirmation; S4 L733: points
        reach the website by periodic export.
    """
    refusal = barred(slip, view, Act.EXCHANGE)
    if refusal:
        return refused_as(refusal)
    figures = view.observed.figures
    entry = Entry(slip, view)
    records = records_of(figures) if slip.body.confirmed else []
    for member, number, status, tier, points in records:
        entry.put(
            WebMemberRow(
                member=member,
                number=number,
                status=status,
                tier=tier,
                points=points,
                sent_at=view.observed.at,
            )
        )
    if slip.body.confirmed:
        entry.put(CounterRow(property=slip.property, name=COUNTER, value=figures["upto"]))
    entry.explain("exported", f"{figures['since']} – {figures['upto']}", str(len(records)))
    entry.gives |= {
        "preview": figures["changed"],
        "transferred": len(records),
        "upto": figures["upto"],
    }
    return entry.posted()


def named(member: str, number: str, status: str, tier: str) -> str:
    """Return the name under which a member's points are observed."""
    return f"{member}:{number}:{status}:{tier}"


def records_of(figures: Mapping[str, int]) -> list[tuple[MemberId, str, MemberStatus, str, int]]:
    """Return the records that were observed: member, number, status, tier, points."""
    found = []
    for name, points in sorted(figures.items()):
        if ":" in name:
            member, number, status, tier = name.split(":", 3)
            found.append((MemberId(member), number, MemberStatus(status), tier, points))
    return found
