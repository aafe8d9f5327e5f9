"""What the hotel's website shows of a member: the record that was sent last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class WebMemberRow:
    """A member as the last confirmed export said (导出到网站); it holds no personal data.

    Attributes:
        points: The whole balance, points on hold included.
        sent_at: When it was sent, aware.
    """

    member: MemberId
    number: str
    status: MemberStatus
    tier: str
    points: int
    sent_at: datetime
