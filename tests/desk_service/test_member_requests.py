"""Enrolling, approving, amending, cards, PINs and adjustments at the desk."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import CardProblem, Override, PinPurpose
from app.ui.service.member_records import MemberPanel, Profile, WarningKind
from app.ui.service.records import EarnChoice
from app.ui.service.requests import (
    AdjustAsset,
    AdjustDraft,
    AmendDraft,
    CheckInDraft,
    CheckOutDraft,
    EnrolDraft,
    IssueCardDraft,
    PinChange,
    PinDraft,
    ReplaceCardDraft,
    ReportLostDraft,
    ReviewDraft,
)
from tests.support.at_desk import PIN, AtDesk, member_of, redeem, spend, top_up

NEW_PIN = "864209"
GUEST = EnrolDraft(
    kind="person",
    name="周若溪",
    latin_name="Zhou Ruoxi",
    phone="139 7777 0001",
    birthday=date(1990, 2, 28),
    language="en",
)


def reason_of(outcome: object) -> Reason:
    assert isinstance(outcome, Refusal), outcome
    return outcome.reason


def stand_in(at_desk: AtDesk, act: Act = Act.ADJUST) -> object:
    reason = Refusal(Reason.NEEDS_SUPERVISOR, {"act": act.value})
    found = at_desk.service.override("wang", "jinting-wang", reason)
    assert isinstance(found, Override)
    return found.token


def test_an_e_mail_address_stands_in_the_member_s_data_and_is_masked_on_the_panel(at_desk):
    done = at_desk.done(replace(GUEST, email=" ruoxi.zhou@example.com "))
    assert done.panel is not None
    assert done.panel.email_hint == "r••••@example.com"
    profile = at_desk.service.profile(done.panel.member_id)
    assert isinstance(profile, Profile)
    assert profile.email == "ruoxi.zhou@example.com"
    assert b"ruoxi.zhou" not in at_desk.files()


def test_a_guest_enrolled_by_a_cashier_waits_for_the_review_without_a_card(at_desk):
    done = at_desk.done(GUEST)
    assert done.member_id is not None
    assert "card_no" not in done.facts
    assert done.panel is not None
    assert WarningKind.NOT_ACTIVE in {one.kind for one in done.panel.warnings}
    (applicant,) = at_desk.service.applicants()
    assert (applicant.applicant_id, applicant.name.zh, applicant.phone_tail) == (
        done.member_id,
        "周若溪",
        "0001",
    )
    assert at_desk.service.today().waiting_applicants == 1
    review = ReviewDraft(applicant_id=done.member_id, approve=True)
    assert reason_of(at_desk.submit(review)) is Reason.NEEDS_SUPERVISOR


def test_a_supervisor_approves_an_applicant_whose_card_is_shown_once_in_full(at_desk):
    applicant = at_desk.done(GUEST).member_id
    at_desk.sign_in("wang")
    done = at_desk.done(ReviewDraft(applicant_id=applicant, approve=True))
    number = str(done.facts["card_no"])
    assert len(number) == 16
    assert done.panel is not None
    assert done.panel.card_tail == number[-4:]
    assert at_desk.service.applicants() == ()
    panel = at_desk.service.identify(at_desk.swipe_text(f";{number}=4912?\r"))
    assert isinstance(panel, MemberPanel)
    assert panel.name.en == "Zhou Ruoxi"
    assert number not in repr(at_desk.service.member(applicant))
    assert number not in repr(at_desk.service.today())


def test_a_guest_enrolled_by_a_supervisor_has_a_card_at_once(open_at):
    at_desk = open_at().sign_in("wang")
    done = at_desk.done(GUEST)
    assert len(str(done.facts["card_no"])) == 16
    assert done.panel is not None
    assert done.panel.warnings[0].kind is WarningKind.PIN_NOT_SET


def test_a_rejected_applicant_gets_no_card(at_desk):
    applicant = at_desk.done(GUEST).member_id
    at_desk.sign_in("wang")
    at_desk.done(ReviewDraft(applicant_id=applicant, approve=False, reason="asked twice"))
    assert at_desk.service.applicants() == ()
    assert reason_of(at_desk.submit(IssueCardDraft(member_id=applicant))) is (
        Reason.MEMBER_NOT_ACTIVE
    )


def test_an_anonymous_card_is_given_without_a_review_and_used_like_cash(at_desk):
    done = at_desk.done(EnrolDraft(kind="anonymous"))
    number = str(done.facts["card_no"])
    member = done.member_id
    panel = at_desk.service.identify(at_desk.swipe_text(f";{number}=4912?\r"))
    assert isinstance(panel, MemberPanel)
    assert (panel.kind, panel.name.en) == ("anonymous", "Anonymous card")
    at_desk.done(replace(top_up(), member_id=member, amount_minor=100_000))
    over = at_desk.submit(replace(top_up(), member_id=member, amount_minor=1))
    assert reason_of(over) is Reason.STORED_VALUE_LIMIT
    pay = replace(spend(stored_minor=10_000), member_id=member)
    assert at_desk.done(pay).panel.stored_minor == 90_000


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"phone": "13812342217"}, Reason.PHONE_TAKEN),  # Lin Yuqing's, typed another way
        ({"phone": "12"}, Reason.PHONE_MALFORMED),
        ({"phone": "call me"}, Reason.PHONE_MALFORMED),
        ({"name": "长" * 81}, Reason.TEXT_TOO_LONG),
        ({"kind": "child"}, Reason.NOT_IN_PROGRAMME),
    ],
)
def test_an_enrolment_that_cannot_stand_is_refused(at_desk, changes, reason):
    assert reason_of(at_desk.submit(replace(GUEST, **changes))) is reason
    assert at_desk.service.applicants() == ()


def test_a_changed_phone_finds_the_member_and_frees_the_old_number(at_desk):
    at_desk.done(AmendDraft(member_id=member_of("lin"), phone="139 8888 0002", note="new"))
    profile = at_desk.service.profile(member_of("lin"))
    assert isinstance(profile, Profile)
    assert (profile.phone, profile.note) == ("+8613988880002", "new")
    assert "大床/King bed" in profile.preferences
    assert at_desk.service.search("13988880002")[0].member_id == member_of("lin")
    assert at_desk.service.search("13812342217") == ()
    at_desk.done(AmendDraft(member_id=member_of("shen"), phone="13812342217"))


def test_a_phone_of_somebody_else_is_not_taken(at_desk):
    draft = AmendDraft(member_id=member_of("shen"), phone="+86 138-1234-2217")
    assert reason_of(at_desk.submit(draft)) is Reason.PHONE_TAKEN
    assert (
        reason_of(at_desk.submit(AmendDraft(member_id=member_of("shen"), phone="x")))
        is Reason.PHONE_MALFORMED
    )


def test_language_and_consent_are_amended_alone(at_desk):
    at_desk.done(AmendDraft(member_id=member_of("lin"), language="en", consent=True))
    profile = at_desk.service.profile(member_of("lin"))
    assert isinstance(profile, Profile)
    assert (profile.language, profile.consent, profile.phone) == ("en", True, "+8613812342217")


def test_a_lost_card_is_replaced_and_the_balance_stays(at_desk):
    at_desk.done(ReportLostDraft(member_id=member_of("lin")))
    done = at_desk.done(ReplaceCardDraft(member_id=member_of("lin")))
    number = str(done.facts["card_no"])
    found = at_desk.service.identify(at_desk.swipe("lin"))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_LOST
    panel = at_desk.service.identify(at_desk.swipe_text(f";{number}=4912?\r"))
    assert isinstance(panel, MemberPanel)
    assert panel.stored_minor == 128_000
    at_desk.done(spend(stored_minor=1_000), at_desk.pin())


def test_who_has_a_card_gets_no_second_one(at_desk):
    assert reason_of(at_desk.submit(IssueCardDraft(member_id=member_of("lin")))) is (
        Reason.CARD_TAKEN
    )
    unknown = IssueCardDraft(member_id=member_of("he"), card_no="8821 0000 9999 9997")
    assert reason_of(at_desk.submit(unknown)) is Reason.CARD_UNKNOWN


def test_a_first_pin_is_set_with_two_entries_that_agree(at_desk):
    draft = PinDraft(member_id=member_of("yan"), change=PinChange.SET)
    pins = [at_desk.pin("yan", NEW_PIN, one) for one in (PinPurpose.NEW, PinPurpose.AGAIN)]
    at_desk.done(draft, *pins)
    assert at_desk.panel("yan").has_pin
    at_desk.done(spend("yan", stored_minor=1_000), at_desk.pin("yan", NEW_PIN))
    pins = [at_desk.pin("yan", NEW_PIN, one) for one in (PinPurpose.NEW, PinPurpose.AGAIN)]
    assert reason_of(at_desk.submit(draft, *pins)) is Reason.PIN_NEEDED  # changing asks the old


def test_a_pin_is_changed_with_the_old_one(at_desk):
    draft = PinDraft(member_id=member_of("lin"), change=PinChange.CHANGE)
    steps = ((PinPurpose.OLD, PIN), (PinPurpose.NEW, NEW_PIN), (PinPurpose.AGAIN, NEW_PIN))
    at_desk.done(draft, *[at_desk.pin("lin", digits, one) for one, digits in steps])
    old = at_desk.submit(spend(stored_minor=1_000), at_desk.pin(digits=PIN))
    assert reason_of(old) is Reason.PIN_WRONG
    at_desk.done(spend(stored_minor=1_000), at_desk.pin(digits=NEW_PIN))


def test_a_pin_is_not_changed_with_a_wrong_old_one(at_desk):
    draft = PinDraft(member_id=member_of("lin"), change=PinChange.CHANGE)
    steps = ((PinPurpose.OLD, "000000"), (PinPurpose.NEW, NEW_PIN), (PinPurpose.AGAIN, NEW_PIN))
    pins = [at_desk.pin("lin", digits, one) for one, digits in steps]
    assert reason_of(at_desk.submit(draft, *pins)) is Reason.PIN_WRONG
    at_desk.done(spend(stored_minor=1_000), at_desk.pin())


def test_a_blocked_pin_is_unblocked_with_a_supervisors_word_and_a_new_pin(at_desk):
    for _ in range(3):
        at_desk.submit(redeem(), at_desk.pin(digits="000000"))
    assert at_desk.panel().pin_blocked
    draft = PinDraft(member_id=member_of("lin"), change=PinChange.UNBLOCK)

    def new() -> list:
        return [at_desk.pin("lin", NEW_PIN, one) for one in (PinPurpose.NEW, PinPurpose.AGAIN)]

    assert reason_of(at_desk.submit(draft, *new())) is Reason.NEEDS_SUPERVISOR
    at_desk.done(draft, *new(), override=stand_in(at_desk, Act.UNBLOCK))
    assert not at_desk.panel().pin_blocked
    at_desk.done(spend(stored_minor=1_000), at_desk.pin(digits=NEW_PIN))


def test_a_cashier_adjusts_only_with_a_supervisors_word(at_desk):
    before = at_desk.balances()[0]
    draft = AdjustDraft(
        member_id=member_of("lin"), asset=AdjustAsset.POINTS, quantity=500, reason="goodwill"
    )
    preview = at_desk.service.preview(draft)
    assert preview.needs_supervisor is not None
    assert preview.needs_supervisor.reason is Reason.NEEDS_SUPERVISOR
    assert reason_of(at_desk.submit(draft)) is Reason.NEEDS_SUPERVISOR
    token = stand_in(at_desk)
    assert at_desk.done(draft, override=token).slip.points == 500
    assert at_desk.balances()[0] == before + 500
    assert reason_of(at_desk.submit(draft, override=token)) is Reason.NEEDS_SUPERVISOR
    ((text,),) = at_desk.rows(
        "SELECT s.text FROM decisions d JOIN slips s ON s.id = d.slip "
        "WHERE d.kind = 'adjust' AND d.outcome = 'posted'"
    )
    assert b'"operator":"chen"' in bytes(text)
    assert b'"supervisor":"wang"' in bytes(text)


def test_a_supervisor_adjusts_within_the_limit_of_the_day(open_at):
    at_desk = open_at().sign_in("wang")

    def adjust(quantity: int, asset: AdjustAsset = AdjustAsset.STORED_VALUE) -> AdjustDraft:
        return AdjustDraft(
            member_id=member_of("lin"), asset=asset, quantity=quantity, reason="typed wrong"
        )

    at_desk.done(adjust(-28_000))
    assert at_desk.balances()[1] == 100_000
    at_desk.done(adjust(172_000))
    assert reason_of(at_desk.submit(adjust(1))) is Reason.OVER_LIMIT
    too_many = adjust(-20_000, AdjustAsset.POINTS)
    assert reason_of(at_desk.submit(too_many)) in {Reason.NOT_ENOUGH_POINTS, Reason.OVER_LIMIT}


def test_a_guest_checks_in_and_out(at_desk):
    draft = CheckInDraft(
        member_id=member_of("shen"),
        room="1201",
        nights=2,
        rate_class="qualifying",
        earn=EarnChoice.POINTS,
    )
    assert at_desk.done(draft).panel.stay.room == "1201"
    assert at_desk.service.search("沈墨")[0].room == "1201"
    at_desk.done(CheckOutDraft(member_id=member_of("shen")))
    assert at_desk.panel("shen").stay is None
    out_again = at_desk.submit(CheckOutDraft(member_id=member_of("shen")))
    assert reason_of(out_again) is Reason.STAY_UNKNOWN


def test_a_wish_for_no_texts_is_kept_and_shown(at_desk: AtDesk) -> None:
    at_desk.done(AmendDraft(member_id=member_of("lin"), wants_sms=False))
    found = at_desk.desk.service.profile(member_of("lin"))
    assert (found.wants_sms, found.wants_email) == (False, True)
