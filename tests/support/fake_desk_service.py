"""A desk service in memory: answers at once with sample data, so that the face can be driven by keys."""

from __future__ import annotations

import time

from msgspec.structs import replace

from app.loyalty.permissions import Act, Role
from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import (
    Backing,
    CardProblem,
    CardStep,
    CardWanted,
    CardWritten,
    Change,
    Done,
    IcAsk,
    Identified,
    LampsChanged,
    NoPin,
    Outcome,
    Override,
    OverrideToken,
    PinEntered,
    PinPurpose,
    Preview,
    PreviewKind,
    PreviewLine,
    StaffCard,
    SwipeToken,
)
from app.ui.service.member_records import Applicant, MemberPanel, Profile, Reward
from app.ui.service.records import (
    HitKind,
    House,
    MemberId,
    SearchHit,
    Session,
    SlipId,
    SlipKind,
    SlipRow,
    Today,
    TraceKind,
    TraceLine,
    Words,
)
from app.ui.service.requests import (
    AdjustDraft,
    CheckInDraft,
    CheckOutDraft,
    CloseDayDraft,
    CloseShiftDraft,
    EnrolDraft,
    IssueCardDraft,
    OpenShiftDraft,
    PinChange,
    PinDraft,
    RedeemDraft,
    RefundDraft,
    ReplaceCardDraft,
    ReportLostDraft,
    Request,
    SpendDraft,
    TopUpDraft,
    VoidDraft,
)
from app.ui.service.station_records import (
    DaySheet,
    IcDone,
    PrintFormat,
    PrintResult,
    ReportKind,
    ShiftSheet,
)
from tests.support import desk_samples as samples
from tests.support import desk_sheets as sheets
from tests.support.fake_bench import picture
from tests.support.fake_desk_state import FakeState
from tests.support.fake_messages import FakeMessages
from tests.support.fake_pos import FakePos

PANELS = {p.member_id: p for p in (samples.LIN, samples.SHEN, samples.LOST)}
_GOLD = Words("金卡", "Gold")
KINDS: dict[type, SlipKind] = {
    SpendDraft: SlipKind.POST_SPEND,
    TopUpDraft: SlipKind.TOP_UP,
    RedeemDraft: SlipKind.REDEEM,
    VoidDraft: SlipKind.VOID,
    RefundDraft: SlipKind.REFUND,
    CheckInDraft: SlipKind.CHECK_IN,
    CheckOutDraft: SlipKind.CHECK_OUT,
    EnrolDraft: SlipKind.ENROL,
    IssueCardDraft: SlipKind.ISSUE_CARD,
    ReplaceCardDraft: SlipKind.REPLACE_CARD,
    ReportLostDraft: SlipKind.REPORT_LOST,
    PinDraft: SlipKind.PIN,
    AdjustDraft: SlipKind.ADJUST,
    OpenShiftDraft: SlipKind.OPEN_SHIFT,
    CloseShiftDraft: SlipKind.CLOSE_SHIFT,
    CloseDayDraft: SlipKind.CLOSE_DAY,
}


class _Operators(FakeState):
    def house(self) -> House:
        return self.house_now

    def sign_in(self, operator_id: str, password: str) -> Session | Refusal:
        if password != "right":
            return Refusal(Reason.OPERATOR_UNKNOWN)
        if operator_id.startswith("2"):
            acts = frozenset(Act) - {Act.CONFIGURE}
            return replace(samples.CASHIER, operator_id="2001", role=Role.MANAGER, acts=acts)
        return samples.CASHIER

    def sign_in_by_card(self, swipe: SwipeToken) -> Session | Refusal:
        return samples.CASHIER if swipe == "staff" else Refusal(Reason.CARD_UNKNOWN)

    def lock(self) -> None:
        self.locked += 1

    def override(self, operator_id: str, password: str, reason: Refusal) -> Override | Refusal:
        if password != "right":
            return Refusal(Reason.OPERATOR_UNKNOWN)
        return Override(token=OverrideToken(f"by-{operator_id}"), name=Words("王经理", "Ms Wang"))

    def override_by_card(self, swipe: SwipeToken, reason: Refusal) -> Override | Refusal:
        return self.override("2001", "right" if swipe == "staff" else "", reason)


class _Members(_Operators):
    def today(self) -> Today:
        return samples.DAY

    def day_slips(self) -> tuple[SlipRow, ...]:
        return samples.DAY_SLIPS

    def search(self, text: str) -> tuple[SearchHit, ...]:
        hits = []
        for panel in PANELS.values():
            words = f"{panel.name.zh} {panel.name.en} {panel.phone_tail} {panel.member_no}".lower()
            if text.lower() in words:
                kind = HitKind.PHONE if text.isdigit() else HitKind.NAME
                hits.append(
                    SearchHit(
                        kind=kind,
                        member_id=panel.member_id,
                        name=panel.name,
                        tier=panel.tier,
                        member_no=panel.member_no,
                        phone_tail=panel.phone_tail,
                        room=panel.stay.room if panel.stay else "",
                    )
                )
        return tuple(hits)

    def identify(self, swipe: SwipeToken) -> Identified:
        time.sleep(self.identify_delay.get(swipe, 0))
        self.identified.append(swipe)
        if swipe == "staff":
            return StaffCard(samples.CASHIER.name)
        if swipe == "lost":
            return CardProblem(Refusal(Reason.CARD_LOST), samples.LOST)
        if swipe in PANELS:
            return PANELS[MemberId(swipe)]
        reasons = {r.value: r for r in Reason}
        return CardProblem(Refusal(reasons.get(swipe, Reason.CARD_UNKNOWN)))

    def member(self, member_id: MemberId) -> MemberPanel | Refusal:
        return PANELS.get(member_id) or Refusal(Reason.MEMBER_UNKNOWN)

    def profile(self, member_id: MemberId) -> Profile | Refusal:
        return replace(sheets.PROFILE, member_id=member_id)

    def rewards(self, member_id: MemberId) -> tuple[Reward, ...]:
        return samples.REWARDS

    def applicants(self) -> tuple[Applicant, ...]:
        return sheets.APPLICANTS


class _Requests(_Members):
    def preview(self, request: Request) -> Preview | Refusal:
        match request:
            case SpendDraft():
                return self._preview_spend(request)
            case TopUpDraft():
                line = PreviewLine(kind=PreviewKind.TOP_UP, minor=request.amount_minor)
                after = Change(before=128_000, after=128_000 + request.amount_minor)
                return Preview(lines=(line,), rest_minor=request.amount_minor, stored=after)
            case RedeemDraft():
                reward = next(r for r in samples.REWARDS if r.code == request.reward)
                if reward.barred is not None:
                    return reward.barred
                points = reward.points * request.quantity
                facts = {"name": reward.name, "quantity": request.quantity}
                line = PreviewLine(kind=PreviewKind.PRICE, facts=facts, points=-points)
                change = Change(before=12_460, after=12_460 - points)
                return Preview(lines=(line,), points=change, needs_pin=True)
            case AdjustDraft():
                why = Refusal(Reason.NEEDS_SUPERVISOR)
                change = Change(before=12_460, after=12_460 + request.quantity)
                return Preview(points=change, needs_supervisor=why)
            case VoidDraft():
                line = PreviewLine(kind=PreviewKind.TAKEN_BACK, points=-1081)
                return Preview(lines=(line,), rest_minor=18_800)
            case PinDraft(change=PinChange.UNBLOCK):
                return Preview(needs_supervisor=Refusal(Reason.NEEDS_SUPERVISOR))
            case _:
                return Preview()

    def _preview_spend(self, draft: SpendDraft) -> Preview | Refusal:
        if draft.bill == "20-1187":
            return Refusal(Reason.BILL_USED, {"slip": "A-0031", "slip_id": "A-0031"})
        if draft.stored_minor > 128_000:
            facts = {"needs": draft.stored_minor, "has": 128_000}
            return Refusal(Reason.NOT_ENOUGH_STORED_VALUE, facts)
        off = draft.amount_minor // 10
        payable = draft.amount_minor - off
        paid_by_points = draft.points
        split = sum(minor for _code, minor in draft.other_tenders)
        rest = payable - draft.stored_minor - paid_by_points - split
        if rest < 0:
            return Refusal(Reason.TENDERS_DO_NOT_ADD_UP, {"payable": payable, "left": rest})
        lines = [
            PreviewLine(kind=PreviewKind.BILL, minor=draft.amount_minor),
            PreviewLine(
                kind=PreviewKind.DISCOUNT, facts={"name": _GOLD, "percent": "10"}, minor=-off
            ),
        ]
        if draft.stored_minor:
            lines.append(PreviewLine(kind=PreviewKind.STORED_VALUE, minor=-draft.stored_minor))
        if draft.points:
            facts = {"points": draft.points}
            lines.append(
                PreviewLine(kind=PreviewKind.POINTS_PAID, facts=facts, minor=-paid_by_points)
            )
        base = (payable - paid_by_points) * 5 // 100
        bonus = base // 10
        rate = {"base_minor": payable - paid_by_points, "rate": "5"}
        return Preview(
            lines=tuple(lines),
            payable_minor=payable,
            rest_minor=rest,
            earned=base + bonus,
            trace=(
                TraceLine(kind=TraceKind.RATE, facts=rate, points=base),
                TraceLine(
                    kind=TraceKind.BONUS, facts={"name": _GOLD, "percent": "10"}, points=bonus
                ),
            ),
            points=Change(before=12_460, after=12_460 - draft.points + base + bonus),
            needs_pin=bool(draft.stored_minor or draft.points),
        )

    def submit(self, request: Request, backing: Backing) -> Outcome:
        self.submitted.append((request, backing))
        time.sleep(self.submit_delay)
        if self.outcome is not None:
            return self.outcome
        made = samples.slip(
            f"A-{46 + len(self.submitted):04d}", KINDS.get(type(request), SlipKind.OTHER)
        )
        panel = samples.LIN
        if isinstance(request, SpendDraft):
            facts = {"outlet": samples.CUITING.name, "bill": request.bill}
            made = replace(made, amount_minor=request.amount_minor, points=3240, facts=facts)
        if isinstance(request, EnrolDraft):
            return Done(
                slip=made,
                panel=samples.SHEN,
                member_id=samples.SHEN.member_id,
                facts={"card_no": "8821 0099 1234"},
                to_write=self.has_encoder,
            )
        if isinstance(request, OpenShiftDraft):
            return Done(slip=made, facts={"letter": "B"})
        if isinstance(request, CloseShiftDraft | CloseDayDraft):
            return Done(slip=made)
        return Done(slip=made, can_undo=isinstance(request, SpendDraft | TopUpDraft), panel=panel)

    def ask_pin(
        self, purpose: PinPurpose, amount: str, seconds: int, member_id: MemberId
    ) -> PinEntered | NoPin:
        if self.pin_waits:
            self._pin_done.wait(10)
            self._pin_done.clear()
        return self.pin_answer

    def answer_pin(self, answer: PinEntered | NoPin) -> None:
        self.pin_answer = answer
        self._pin_done.set()

    def cancel_pin(self) -> None:
        self.answer_pin(NoPin.CANCELLED)

    def write_card(self, member_id: MemberId, seconds: int) -> CardWritten:
        self.writes.append(member_id)
        self.send(CardWanted(CardStep.WRITE))
        if self.card_waits:
            self._card_done.wait(10)
            self._card_done.clear()
        return self.card_answer

    def answer_card(self, answer: CardWritten) -> None:
        self.card_answer = answer
        self._card_done.set()

    def work_ic_card(self, ask: IcAsk) -> IcDone | Refusal:
        self.ic_works.append(ask)
        if self.ic_answers:
            return self.ic_answers.pop(0)
        return IcDone(work=ask.work, tail="1234")

    def cancel_write(self) -> None:
        self.answer_card(CardWritten.CANCELLED)


class FakeDesk(_Requests, FakeMessages, FakePos):
    """Implements ``DeskService`` and lets a test decide what happens."""

    def shift_sheet(self) -> ShiftSheet | None:
        return sheets.SHIFT

    def day_sheet(self) -> DaySheet:
        return self.sheet_now

    def print_slip(self, slip_id: SlipId, *, copy: bool) -> PrintResult:
        if self.format is None:
            return PrintResult.NO_FORMAT
        self.printed.append((slip_id, copy))
        return self.print_result

    def print_e_card(self, member_id: MemberId) -> PrintResult | Refusal:
        self.printed.append((f"e-card {member_id}", False))
        return self.print_result

    def print_report(self, kind: ReportKind) -> PrintResult:
        self.printed.append((kind.value, False))
        return self.print_result

    def print_format(self) -> PrintFormat | None:
        return self.format

    def save_print_format(self, chosen: PrintFormat) -> None:
        self.format = chosen

    def receipt_picture(self, slip_id: SlipId, chosen: PrintFormat | None) -> bytes:
        return picture()

    def save_colours(self, colours: str) -> None:
        self.colours = colours

    def retry_device(self, device_id: str) -> None:
        self.send(LampsChanged(self.lamps))
