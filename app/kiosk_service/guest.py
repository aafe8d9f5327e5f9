"""What a kiosk holds of the guest who stands there: in memory only, behind tokens, until the visit ends.

Python cannot wipe a text that it has let go of: ``forget`` drops every reference, so that the memory is given
back and used again, but until then the bytes of a name may lie there. What can be kept from being made at all
is not made: a PIN never exists here in the clear, and a code of a text message only as its hash.
"""

from __future__ import annotations

import secrets
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from app.poster.submission import PinEntry

CLAIM_HOLDS: Final = timedelta(minutes=3)
_MINUTE: Final = timedelta(minutes=1)
VISIT: Final = "visit"
JOINING: Final = "joining"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldClaim:
    """Who somebody says they are.

    Attributes:
        member: Whose PIN is asked; a phone that nobody has stands for a member who does not exist.
        account: Digits that a PIN's block is bound to.
        made_at: It holds for three minutes.
    """

    member: str
    account: str = field(repr=False)
    by_phone: bool
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldStaff:
    """Whose staff card was swiped."""

    operator: str
    account: str = field(repr=False)
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCode:
    """A code on its way to a phone.

    Attributes:
        digest: Of the code, under a key of this start alone.
        wrong: How often it was wrong.
        member: Whose membership was opened with it; empty while none is.
    """

    phone: str = field(repr=False)
    digest: bytes = field(repr=False)
    until: datetime
    wrong: int = 0
    is_proved: bool = False
    member: str = ""


class Tries:
    """Counts what may be tried so often within a minute; it knows no guest and outlives every visit.

    Args:
        a_minute: How often.
    """

    def __init__(self, a_minute: int, within: timedelta = _MINUTE) -> None:
        self._most = a_minute
        self._within = within
        self._times: deque[datetime] = deque(maxlen=a_minute)
        self._lock = threading.Lock()

    def take(self, now: datetime) -> bool:
        """Take one try; False where there were enough of late."""
        with self._lock:
            if len(self._times) == self._most and now - self._times[0] < self._within:
                return False
            self._times.append(now)
            return True


class Guest:
    """The one guest who stands here; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._number = 0
        self.clear()

    def clear(self) -> None:
        """Drop everything; what is under way ends as that of a guest who has left."""
        with self._lock:
            self._number += 1
            self._member = ""
            self._claims: dict[str, HeldClaim] = {}
            self._staff: dict[str, HeldStaff] = {}
            self._pins: dict[str, tuple[str, PinEntry]] = {}
            self._friends: dict[str, str] = {}
            self._codes: dict[str, HeldCode] = {}
            self._staff_in = ""
            self.friend_tries = 0

    @property
    def number(self) -> int:
        """Number of the visit; another one means that the guest has left."""
        return self._number

    @property
    def member(self) -> str:
        """Whose visit it is; empty for none."""
        return self._member

    def begin(self, member: str, number: int) -> bool:
        """Begin the visit of a member, unless the guest has left since; claims are used up."""
        with self._lock:
            if number != self._number:
                return False
            self._member = member
            self._pins.clear()  # those of whoever stood here before
            self._friends.clear()
            self._claims.clear()
            self._staff.clear()
            self._codes.clear()
            return True

    def claimed(self, claim: HeldClaim) -> str:
        """Keep a claim; returns its token. One before it is forgotten."""
        token = secrets.token_hex(8)
        with self._lock:
            self._claims = {token: claim}
            self._staff.clear()
        return token

    def claim_of(self, token: str, now: datetime) -> HeldClaim | None:
        """Return a claim while it holds."""
        held = self._claims.get(token)
        return held if held is not None and now - held.made_at < CLAIM_HOLDS else None

    def staff_came(self, staff: HeldStaff) -> str:
        """Keep whose staff card it was; returns its token."""
        token = secrets.token_hex(8)
        with self._lock:
            self._staff = {token: staff}
            self._claims.clear()
        return token

    def staff_of(self, token: str, now: datetime) -> HeldStaff | None:
        """Return whose staff card it was, while it holds."""
        held = self._staff.get(token)
        return held if held is not None and now - held.made_at < CLAIM_HOLDS else None

    @property
    def staff_in(self) -> str:
        """Who looks after the machine now; empty for nobody."""
        return self._staff_in

    def let_in(self, operator: str, number: int) -> bool:
        """Let staff in, unless they have left since."""
        with self._lock:
            if number != self._number:
                return False
            self._staff_in = operator
            self._staff.clear()
            return True

    def entered(self, token: str, whose: str, entry: PinEntry, number: int) -> bool:
        """Keep a PIN entry for the one who was asked, unless the guest has left since."""
        with self._lock:
            if number != self._number:
                return False
            self._pins[token] = (whose, entry)
            return True

    def pin_of(self, token: str, whose: str) -> PinEntry | None:
        """Give a PIN entry out, once, and only for the one who was asked."""
        with self._lock:
            kept = self._pins.pop(token, None)
        return kept[1] if kept is not None and kept[0] == whose else None

    def befriended(self, member: str, number: int) -> str:
        """Keep who would get a gift; returns the token."""
        token = secrets.token_hex(8)
        with self._lock:
            if number == self._number:
                self._friends[token] = member
        return token

    def friend_of(self, token: str) -> str:
        """Return who would get a gift; empty for a token of before."""
        return self._friends.get(token, "")

    def keep_code(self, code: HeldCode, number: int) -> str:
        """Keep a code; returns its token. One before it is worthless."""
        token = secrets.token_hex(8)
        with self._lock:
            if number == self._number:
                self._codes = {token: code}
        return token

    def code_of(self, token: str) -> HeldCode | None:
        """Return a code."""
        return self._codes.get(token)

    def change_code(self, token: str, code: HeldCode | None) -> None:
        """Put a code in the place of itself; None makes it worthless."""
        with self._lock:
            if token in self._codes:
                if code is None:
                    del self._codes[token]
                else:
                    self._codes[token] = code

    def proved_phone(self) -> str:
        """Return the phone that a code proved in this visit; empty for none."""
        return next((one.phone for one in self._codes.values() if one.is_proved), "")
