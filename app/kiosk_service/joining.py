"""Joining alone: a code by text proves the phone, then the membership is opened and the PIN chosen."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final

from msgspec.structs import replace as changed

from app.desk_service.asking import Asked, asked, phone_claim
from app.kiosk_service.guest import JOINING, HeldCode, Tries
from app.kiosk_service.parts import Kiosk
from app.loyalty.refusals import Reason, Refusal
from app.messaging.texts import words_of
from app.operations.enrol_member import KIOSK, EnrolMember
from app.operations.issue_card import IssueCard
from app.operations.set_pin import How, SetPin
from app.poster.submission import Answer, PinEntry
from app.store.search import phone_in_full
from app.ui.service.answers import Late, NotSaved, PinToken
from app.ui.service.kiosk import CodeSent, CodeToken, EnrolForm, Visit
from app.ui.service.requests import EnrolDraft

_HOLDS: Final = timedelta(minutes=5)
_PROVED_HOLDS: Final = timedelta(minutes=15)  # to fill the form in
_WRONG_TRIES: Final = 3
_A_MINUTE: Final = 6  # codes from this kiosk
_A_PHONE: Final = 3  # codes to one phone within an hour
_PHONES_KEPT: Final = 1_000


class Joining:
    """Codes and enrolments."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._key = secrets.token_bytes(32)
        self._codes_sent = Tries(_A_MINUTE)
        self._phones: dict[str, Tries] = {}  # by keyed hash

    def send_code(self, phone: str) -> CodeSent | Refusal:
        """Text a code of six digits; a refusal for what is no number, what is asked too often, or cannot go.

        Whether the phone is a member's is not said here: only who has the phone in hand learns it.
        """
        kiosk, counter = self._kiosk, self._kiosk.counter
        number = kiosk.guest.number
        full = phone_in_full(phone)
        if full is None:
            return Refusal(Reason.PHONE_MALFORMED)
        if not counter.station.texts.is_ready:
            return Refusal(Reason.TEXT_NOT_SENT)
        now = counter.clock()
        if not self._of_phone(full).take(now) or not self._codes_sent.take(now):
            return Refusal(Reason.TOO_MANY_TRIES)
        digits = f"{secrets.randbelow(10**6):06}"
        if counter.station.texts.send(full, self._text(digits)).code:
            return Refusal(Reason.TEXT_NOT_SENT)
        held = HeldCode(phone=full, digest=self._digest(full, digits), until=now + _HOLDS)
        token = CodeToken(kiosk.guest.keep_code(held, number))
        return CodeSent(token=token, phone=full, seconds=int(_HOLDS.total_seconds()))

    def check_code(self, code: CodeToken, digits: str) -> Refusal | None:
        """Check the code; three wrong ones make it worthless. A member's phone is told so now."""
        guest, now = self._kiosk.guest, self._kiosk.counter.clock()
        held = guest.code_of(code)
        if held is None or now >= held.until:
            return Refusal(Reason.CODE_OVER)
        if not hmac.compare_digest(self._digest(held.phone, digits.strip()), held.digest):
            is_over = held.wrong + 1 >= _WRONG_TRIES
            guest.change_code(code, None if is_over else replace(held, wrong=held.wrong + 1))
            return Refusal(Reason.CODE_OVER if is_over else Reason.CODE_WRONG)
        if self._kiosk.member_with(phone_claim(self._kiosk.counter, held.phone)) is not None:
            guest.change_code(code, None)
            return Refusal(Reason.ALREADY_MEMBER)
        guest.change_code(code, replace(held, is_proved=True, until=now + _PROVED_HOLDS))
        return None

    def enrol(
        self, form: EnrolForm, code: CodeToken, pins: tuple[PinToken, ...]
    ) -> Visit | Refusal | Late | NotSaved:
        """Open the membership and set the PIN (new, again); the visit of the new member begins.

        Two entries that differ are refused before anything is opened. What was opened before a later step
        failed is gone on with, when the guest asks again.
        """
        kiosk = self._kiosk
        guest, number = kiosk.guest, kiosk.guest.number
        held = guest.code_of(code)
        if held is None or not held.is_proved or kiosk.counter.clock() >= held.until:
            return Refusal(Reason.CODE_OVER)
        entries = tuple(one for pin in pins if (one := guest.pin_of(pin, JOINING)) is not None)
        if len(entries) != 2 or not kiosk.pins.agree(entries):
            return Refusal(Reason.PIN_UNREADABLE)
        if not form.name.strip():
            return Refusal(Reason.NAME_MISSING)
        member = held.member or self._opened(form, held)
        if not isinstance(member, str):
            return member
        guest.change_code(code, replace(held, member=member))
        return self._with_pin(member, entries, number)

    def _opened(self, form: EnrolForm, held: HeldCode) -> str | Refusal | Late | NotSaved:
        """Open the membership; returns the member's id."""
        kiosk = self._kiosk
        draft = EnrolDraft(
            kind="person",
            name=form.name,
            latin_name=form.latin_name,
            phone=held.phone,
            email=form.email,
            birthday=form.birthday,
            language=form.language,
            consent=form.consent,
        )
        found = asked(kiosk.counter, draft)
        if isinstance(found, Refusal) or not isinstance(found.body, EnrolMember):
            return found if isinstance(found, Refusal) else Refusal(Reason.KIND_UNKNOWN)
        found = replace(found, body=changed(found.body, channel=KIOSK))
        answer = kiosk.posted(kiosk.draft(found), found)
        if isinstance(answer, Answer):
            return found.member
        if isinstance(answer, Refusal) and answer.reason is Reason.PHONE_TAKEN:
            return Refusal(Reason.ALREADY_MEMBER)
        return answer

    def _with_pin(
        self, member: str, entries: tuple[PinEntry, ...], number: int
    ) -> Visit | Refusal | Late | NotSaved:
        kiosk = self._kiosk
        chosen = Asked(kind="set_pin", body=SetPin(how=How.SET), member=member)
        answer = kiosk.posted(kiosk.draft(chosen, entries), chosen, entries)
        if not isinstance(answer, Answer):
            return answer
        card = Asked(kind="issue_card", body=IssueCard(), member=member)
        kiosk.posted(kiosk.draft(card), card)  # where no number is left, the desk gives one later
        visit = kiosk.visit_of(member)
        if visit is None or not kiosk.guest.begin(member, number):
            return Refusal(Reason.VISIT_OVER)
        return visit

    def _of_phone(self, phone: str) -> Tries:
        """Return the tries of one phone; kept by a keyed hash, so that no number is held on to."""
        name = phone_claim(self._kiosk.counter, phone)
        if name not in self._phones and len(self._phones) >= _PHONES_KEPT:
            self._phones.pop(next(iter(self._phones)))
        return self._phones.setdefault(name, Tries(_A_PHONE, timedelta(hours=1)))

    def _digest(self, phone: str, digits: str) -> bytes:
        return hmac.digest(self._key, f"{phone}:{digits}".encode(), "sha256")

    def _text(self, digits: str) -> str:
        """Say the code in both languages: which one the guest reads is not known yet."""
        minutes = int(_HOLDS.total_seconds() // 60)
        counter = self._kiosk.counter
        own = counter.own_texts
        with counter.books.reading() as connection:
            house = counter.view(connection).house.property
        sign = words_of("zh_CN", own)["sign"].format(hotel=house.name_zh if house else "")
        return sign + " ".join(
            words_of(language, own)["kiosk_code"].format(code=digits, minutes=minutes)
            for language in ("zh_CN", "en")
        )
