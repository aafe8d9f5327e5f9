"""Armed for one swipe at a time, and the newest swipe wins."""

from collections.abc import Callable
from threading import Lock

from devices.codec.card_numbers import CardPolicy, classify, mask_bank_track
from devices.codec.text_swipe import RawSwipe
from devices.events import CardSwiped, Sink, SwipeFailed
from devices.roles import Arming

KEEP_NS = 2_000_000_000


class SwipeGate:
    """Lets swipes through while armed.

    While disarmed the newest card is kept for two seconds and delivered at the next arming, on the
    thread that arms; older ones are counted as dropped. A failed swipe is told only while armed
    and does not disarm: the guest swipes again.
    """

    def __init__(self, sink: Sink, clock_ns: Callable[[], int]) -> None:
        """Start disarmed."""
        self._sink = sink
        self._clock_ns = clock_ns
        self._lock = Lock()
        self._mode: Arming | None = None
        self._kept: CardSwiped | None = None
        self._dropped = 0

    @property
    def is_armed(self) -> bool:
        """Whether the next swipe goes through."""
        return self._mode is not None

    @property
    def dropped(self) -> int:
        """Cards that were never delivered."""
        return self._dropped

    def arm(self, mode: Arming) -> None:
        """Let the next swipe through; one kept for less than two seconds goes at once."""
        with self._lock:
            self._mode = mode
            kept, self._kept = self._kept, None
            if kept is not None and self._clock_ns() - kept.at_monotonic_ns > KEEP_NS:
                self._dropped += 1
                kept = None
            if kept is not None and mode is Arming.ONCE:
                self._mode = None
        if kept is not None:
            self._sink(kept)

    def disarm(self) -> None:
        """Let nothing through and forget what was kept."""
        with self._lock:
            self._mode = None
            if self._kept is not None:
                self._dropped += 1
            self._kept = None

    def offer(self, event: CardSwiped | SwipeFailed) -> None:
        """Take a swipe from the driver."""
        with self._lock:
            if self._mode is None:
                if isinstance(event, CardSwiped):
                    self._dropped += self._kept is not None
                    self._kept = event
                return
            if self._mode is Arming.ONCE and isinstance(event, CardSwiped):
                self._mode = None
        self._sink(event)


def swipe_event(device: str, swipe: RawSwipe, policy: CardPolicy) -> CardSwiped | SwipeFailed:
    """Make the event of a swipe; a bank card's number ends here."""
    if not swipe.is_good:
        return SwipeFailed(
            device=device, at_monotonic_ns=swipe.at_ns, code=swipe.code, errors=swipe.errors
        )
    owner = classify(swipe.tracks, policy)
    track1, track2, track3 = swipe.tracks
    if owner.is_bank_card:
        track1, track2, track3 = (
            mask_bank_track(track, owner.bank_number) for track in swipe.tracks
        )
    number = owner.bank_number
    return CardSwiped(
        device=device,
        at_monotonic_ns=swipe.at_ns,
        track1=track1,
        track2=track2,
        track3=track3,
        errors=swipe.errors,
        member_number=owner.member_number,
        is_bank_card=owner.is_bank_card,
        bank_hash=policy.bank_hash(number) if number else None,
        bank_last4=number[-4:] if number else None,
    )
