"""Who stands here: a card or a phone claims it, the PIN shows it; before that nothing of a member is answered."""

from __future__ import annotations

from typing import Final

from app.desk_service.asking import Asked, phone_claim
from app.desk_service.context import staff_words
from app.desk_service.doing import NO_PIN, PROMPTS
from app.desk_service.e_cards import read_e_card
from app.desk_service.finding import IC_PROBLEMS
from app.kiosk_service.guest import JOINING, VISIT, HeldClaim, HeldStaff
from app.kiosk_service.parts import Kiosk
from app.loyalty.ids import derived_id
from app.loyalty.member import CardStatus
from app.loyalty.refusals import Reason, Refusal
from app.operations.guards import card_refusal
from app.operations.verify_pin import KIND, VerifyPin
from app.operations.view import Needs
from app.poster.submission import Answer, PinEntry
from app.station.news import CardRead, Entered, IcState
from app.store.keys import card_hash, keyed_hash
from app.store.questions import By
from app.store.search import phone_in_full
from app.ui.service.answers import (
    Late,
    NoPin,
    NotSaved,
    PinEntered,
    PinPurpose,
    PinToken,
    SwipeToken,
)
from app.ui.service.kiosk import Claim, Claimed, ClaimToken, StaffCame, StaffToken, Visit

_ACCOUNT_DIGITS: Final = 13
# What says nothing of the member: whoever came by phone hears these, and of all else only that it does not fit.
_OF_THE_HOUSE: Final = frozenset({Reason.NOT_PERMITTED, Reason.OPERATOR_UNKNOWN})


class Identifying:
    """Claims, PIN entries, and the beginning of a visit."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def claim_by_card(self, swipe: SwipeToken) -> Claimed:
        """Take a card; a refusal for one that opens nothing (lost, unknown, a bank's)."""
        counter = self._kiosk.counter
        read = counter.station.read_of(swipe)
        if read is None:
            return Refusal(Reason.VISIT_OVER)
        if read.qr:
            return self._of_e_card(read.qr)
        if read.bank_hash:
            return Refusal(Reason.CARD_IS_BANK_CARD)
        if read.ic in IC_PROBLEMS:
            return Refusal(IC_PROBLEMS[read.ic])
        if read.is_foreign or not read.number:
            return self._staff(read) or Refusal(Reason.CARD_OF_ANOTHER_HOUSE)
        laid = counter.station.ic.card
        return self._of_card(read, has_card=laid is not None and laid.token == swipe)

    def claim_by_phone(self, phone: str) -> Claim | Refusal:
        """Take a phone number; a refusal only for what is no number, never for one that nobody has.

        A phone that nobody has stands for a member who does not exist: the PIN is asked and a slip is posted
        for it all the same, so that neither the answer nor its time tells the two apart.
        """
        kiosk = self._kiosk
        counter = kiosk.counter
        full = phone_in_full(phone)
        if full is None:
            return Refusal(Reason.PHONE_MALFORMED)
        now = counter.clock()
        if not kiosk.phone_tries.take(now):
            return Refusal(Reason.TOO_MANY_TRIES)
        claimed = phone_claim(counter, full)
        counter.seek(By.PHONE, full)
        nobody = derived_id("kiosk-nobody", claimed)
        held = HeldClaim(
            member=kiosk.member_with(claimed) or nobody,
            account=self._account(f"phone:{full}"),
            by_phone=True,
            made_at=now,
        )
        return Claim(token=ClaimToken(kiosk.guest.claimed(held)), tail=full[-4:])

    def ask_pin(
        self, purpose: PinPurpose, claim: ClaimToken | StaffToken | None, seconds: int
    ) -> PinEntered | NoPin:
        """Let the guest enter a PIN on the pad; None for the guest whose visit it is, or who joins."""
        kiosk = self._kiosk
        number = kiosk.guest.number
        found = self._asked(claim)
        if found is None:
            return NoPin.CANCELLED
        whose, account = found
        answer = kiosk.counter.station.ask_pin(account, PROMPTS[purpose], seconds)
        if not isinstance(answer, Entered):
            return NO_PIN[answer.value]
        entry = PinEntry(answer.entry, answer.block, answer.ksn, answer.account_digits)
        if not kiosk.guest.entered(answer.entry, whose, entry, number):
            return NoPin.CANCELLED
        return PinEntered(token=PinToken(answer.entry))

    def cancel_pin(self) -> None:
        """End the entry under way."""
        self._kiosk.counter.station.cancel_pin()

    def open_visit(self, claim: ClaimToken, pin: PinToken) -> Visit | Refusal | Late | NotSaved:
        """Check the PIN, which counts a wrong one, and show the guest; the visit begins."""
        kiosk = self._kiosk
        number = kiosk.guest.number
        entry = kiosk.guest.pin_of(pin, claim)
        held = kiosk.guest.claim_of(claim, kiosk.counter.clock())
        if held is None or entry is None:
            return Refusal(Reason.VISIT_OVER)
        found = Asked(kind=KIND, body=VerifyPin(), member=held.member)
        answer = kiosk.posted(kiosk.draft(found, (entry,)), found, (entry,))
        if isinstance(answer, Refusal):
            if held.by_phone and answer.reason not in _OF_THE_HOUSE:
                return Refusal(Reason.PHONE_OR_PIN_WRONG)
            return answer
        if not isinstance(answer, Answer):
            return answer
        visit = kiosk.visit_of(held.member)
        if visit is None or not kiosk.guest.begin(held.member, number):
            return Refusal(Reason.VISIT_OVER)
        kiosk.counter.note("kiosk-visit", held.member)
        return visit

    def _of_card(self, read: CardRead, *, has_card: bool) -> Claimed:
        kiosk = self._kiosk
        counter = kiosk.counter
        named = card_hash(counter.books.keys, read.number)
        counter.seek(By.CARD, named)
        with counter.books.reading() as connection:
            view = counter.predictor.view(connection, Needs(cards=frozenset({named})))
        card = view.cards.get(named)
        if card is None or card.status is CardStatus.POOL:
            return Refusal(Reason.CARD_UNKNOWN)
        house = view.house.property
        refusal = card_refusal(card, house.business_date) if house else None
        if refusal is None and read.ic is IcState.BLOCKED:  # the card says so itself
            refusal = Refusal(Reason.CARD_BLOCKED)
        if refusal is not None:
            return Refusal(refusal.reason)
        held = HeldClaim(
            member=card.member,
            account=card.number.rjust(_ACCOUNT_DIGITS, "0"),
            by_phone=False,
            made_at=counter.clock(),
        )
        token = ClaimToken(kiosk.guest.claimed(held))
        return Claim(token=token, tail=card.number[-4:], has_card=has_card)

    def _of_e_card(self, text: str) -> Claimed:
        """Take the QR code that stands for the card on a phone; a voucher's names its member, too."""
        kiosk = self._kiosk
        counter = kiosk.counter
        said = read_e_card(counter.books.keys, text)
        if said is None:
            return Refusal(Reason.QR_NOT_GENUINE)
        sql = counter.books.sql("SELECT member FROM members WHERE number = ?")
        with counter.books.reading() as connection:
            member = connection.exec_driver_sql(sql, (said.number,)).scalar()
        if not member:
            return Refusal(Reason.CARD_UNKNOWN)
        held = HeldClaim(
            member=str(member),
            account=said.number.rjust(_ACCOUNT_DIGITS, "0"),
            by_phone=False,
            made_at=counter.clock(),
        )
        return Claim(token=ClaimToken(kiosk.guest.claimed(held)), tail=said.number[-4:])

    def _staff(self, read: CardRead) -> StaffCame | None:
        counter = self._kiosk.counter
        with counter.books.reading() as connection:
            row = counter.staff.by_card(connection, read.track2)
        if row is None:
            return None
        held = HeldStaff(
            operator=row.operator,
            account=self._account(f"staff:{row.operator}"),
            made_at=counter.clock(),
        )
        token = StaffToken(self._kiosk.guest.staff_came(held))
        return StaffCame(token=token, name=staff_words(row, row.operator))

    def _account(self, text: str) -> str:
        """Return digits to bind a PIN's block to where there is no card; they tell nothing of the text."""
        digest = keyed_hash(self._kiosk.counter.books.keys.index, f"kiosk-pad:{text}")
        return str(int.from_bytes(digest[:8], "big"))[-_ACCOUNT_DIGITS:].rjust(_ACCOUNT_DIGITS, "1")

    def _asked(self, claim: ClaimToken | StaffToken | None) -> tuple[str, str] | None:
        """Return for whom an entry is asked, and the digits that its block is bound to."""
        kiosk = self._kiosk
        guest, now = kiosk.guest, kiosk.counter.clock()
        if claim is not None:
            held = guest.claim_of(claim, now) or guest.staff_of(claim, now)
            return (claim, held.account) if held else None
        if guest.member:
            return VISIT, self._account(f"member:{guest.member}")
        phone = guest.proved_phone()
        return (JOINING, self._account(f"phone:{phone}")) if phone else None
