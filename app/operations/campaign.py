"""Campaign (群发): write to a group of members that was set up beforehand, only to those who are willing."""

from __future__ import annotations

from typing import Final

from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.post_spend import notice_ways
from app.operations.slip import Body, Slip
from app.operations.view import NOTHING, Needs, View
from app.programme.segments import segment_of

KIND = "campaign"
_WAYS: Final = ("sms", "email", "post")
_LONGEST_CONTENT = 40


class Campaign(Body, frozen=True, kw_only=True):
    """To whom, what, and how.

    Attributes:
        segment: ``all``, a level's code, or a segment of the pack.
        content: Name of the text that is sent; the text itself stands outside the books.
        channel: sms, email or post; empty: as the house tells results.
    """

    segment: str
    content: str
    channel: str = ""


def needs(slip: Slip[Campaign], view: View) -> Needs:
    """Nothing: who is in the segment and willing is observed."""
    del slip, view
    return NOTHING


def decide(slip: Slip[Campaign], view: View) -> Decision:
    """Say to whom it goes, or why it does not; who it is stands in what was observed, by member id.

    Source:
        S4 L747: to members who are willing to receive information; S4 L763-765: by classifications
        set up beforehand.
    """
    refusal = barred(slip, view, Act.EXCHANGE)
    if refusal:
        return refused_as(refusal)
    body, pack = slip.body, view.programme.pack
    if segment_of(body.segment, frozenset(one.code for one in pack.tiers), pack.segments) is None:
        return refused(Reason.SEGMENT_UNKNOWN, segment=body.segment[:_LONGEST_CONTENT])
    if len(body.content) > _LONGEST_CONTENT:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST_CONTENT)
    if not body.content or (body.channel and body.channel not in _WAYS):
        return refused(Reason.CHOICE_NOT_OFFERED, choice=body.channel[:_LONGEST_CONTENT])
    ways = (body.channel,) if body.channel else notice_ways(view)
    entry = Entry(slip, view)
    sent = len(view.observed.figures)
    entry.explain("campaign", f"{body.segment} {body.content}", str(sent))
    entry.gives["sent"] = sent
    return entry.posted(notified=ways if sent else ())
