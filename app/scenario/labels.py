"""What a story calls things: its members, their stays, and the slips that later steps undo."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.loyalty.ids import MemberId, SlipId, derived_id
from app.operations.decision import Outcome
from app.poster.submission import Answer

BILL, REWARD, STAY = "bill", "reward", "stay"


@dataclass(frozen=True, slots=True)
class NamedSlip:
    """A slip that a story can name again, and what its label is of: a bill, a reward or a stay."""

    slip: SlipId
    member: MemberId
    of: str


@dataclass(slots=True)
class Labels:
    """What a story calls things.

    Attributes:
        with_pin: Members who have set a PIN.
        latest: Whom the last slip was for; a label that nobody has is asked for in that member's name.
    """

    members: dict[str, MemberId] = field(default_factory=dict)
    slips: dict[str, NamedSlip] = field(default_factory=dict)
    stays: dict[str, MemberId] = field(default_factory=dict)
    with_pin: set[MemberId] = field(default_factory=set)
    latest: MemberId = MemberId("")

    def member(self, label: str) -> MemberId:
        """Return the member a label names; the first step that uses it makes it."""
        return self.members.setdefault(label, MemberId(derived_id("member", label)))

    def name_slip(self, label: str, of: str, answer: Answer, member: MemberId) -> None:
        """Let a label name a slip.

        A label in use goes over to a posted slip only: a refused one has undone nothing, and the story
        still means the other. A bill takes it from a reward or a stay, never the other way round.
        """
        held = self.slips.get(label)
        is_posted = answer.decision.outcome is Outcome.POSTED
        if label and (held is None or (is_posted and of in {BILL, held.of})):
            self.slips[label] = NamedSlip(SlipId(answer.slip_id), member, of)

    def name_stay(self, label: str, answer: Answer, member: MemberId) -> None:
        """Let a label name a member's stay, by the same rule."""
        if label not in self.stays or answer.decision.outcome is Outcome.POSTED:
            self.stays[label] = member

    def slip(self, label: str) -> NamedSlip:
        """Return the slip of a label; one that names none leads to a slip that the poster does not know."""
        return self.slips.get(label) or NamedSlip(SlipId(label), self.latest, "")

    def guest(self, stay: str) -> MemberId:
        """Return whose stay a label names; of a stay that nobody has, the member last spoken of."""
        return self.stays.get(stay, self.latest)
