"""What a request would do, as lines: from the bill down to what remains to be paid."""

from __future__ import annotations

from app.desk_service.context import tender_words, tier_of
from app.desk_service.trace_rows import trace_lines
from app.loyalty.accounts import AVAILABLE, tender_named
from app.operations.decision import Decision
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.slip import Body
from app.operations.top_up import TopUp
from app.poster.predict import Prediction
from app.ui.service.answers import Change, Preview, PreviewKind, PreviewLine
from app.ui.service.records import Fact, Words

_IN_KIND = frozenset(
    {"points", "voucher"}
)  # what paid so goes back to the member, not over the counter
_FROM_BOOKS = {"stored_value": PreviewKind.STORED_VALUE, "points": PreviewKind.POINTS_PAID}


def preview_of(predicted: Prediction, body: Body) -> Preview:
    """Turn a predicted decision into a preview."""
    decision, view = predicted.decision, predicted.view
    state = view.member(decision.member)
    points = _change(decision, state.balance("points"), "points")
    currency = view.programme.currency
    stored = _change(decision, state.balance(currency), currency)
    earned = decision.gives.get("points", 0)
    base = Preview(
        lines=_lines(predicted, body),
        rest_minor=sum(_handed_back(decision).values()),
        earned=earned if isinstance(earned, int) and isinstance(body, PostSpend) else 0,
        trace=trace_lines(
            view,
            [one for one in decision.trace if one.step in {"rate", "bonus", "fixed"}],
            view.version,
        ),
        points=points,
        stored=stored,
    )
    if isinstance(body, PostSpend):
        payable = _number(decision, "payable_minor")
        rest = sum(
            _number(decision, f"tender_{place}_minor")
            for place in range(8)
            if decision.receipt.get(f"tender_{place}") == body.rest and not _is_part(body, place)
        )
        return Preview(
            lines=base.lines,
            payable_minor=payable,
            rest_minor=rest,
            earned=base.earned,
            trace=base.trace,
            points=points,
            stored=stored,
        )
    return base


def _is_part(body: PostSpend, place: int) -> bool:
    return place < len(body.parts)


def _number(decision: Decision, name: str) -> int:
    value = decision.receipt.get(name, 0)
    return value if isinstance(value, int) else 0


def _change(decision: Decision, before: int, asset: str) -> Change | None:
    moved = 0
    for transfer in decision.transfers:
        if transfer.asset == asset:
            moved += transfer.amount * (
                (transfer.target == AVAILABLE) - (transfer.source == AVAILABLE)
            )
    touched = any(
        t.asset == asset and AVAILABLE in {t.source, t.target} for t in decision.transfers
    )
    return Change(before=before, after=before + moved) if touched else None


def _lines(predicted: Prediction, body: Body) -> tuple[PreviewLine, ...]:
    decision, view = predicted.decision, predicted.view
    if isinstance(body, PostSpend):
        return _spend_lines(predicted, body)
    if isinstance(body, TopUp):
        facts = {"tender": tender_words(body.tender)}
        return (PreviewLine(kind=PreviewKind.TOP_UP, facts=facts, minor=body.amount_minor),)
    if isinstance(body, Redeem):
        reward = view.house.rewards.get(body.reward)
        name = Words(reward.name_zh, reward.name_en) if reward else Words(body.reward)
        price = decision.gives.get("price", 0)
        points = -price if isinstance(price, int) else 0
        return (
            PreviewLine(
                kind=PreviewKind.PRICE,
                facts={"name": name, "quantity": body.quantity},
                points=points,
            ),
        )
    if isinstance(body, Refund):
        return (
            PreviewLine(kind=PreviewKind.REFUND, minor=_number(decision, "amount_minor")),
            *_paid_back(decision),
            *_returned(decision),
            *_taken_back(decision),
        )
    return (*_paid_back(decision), *_taken_back(decision))


def _handed_back(decision: Decision) -> dict[str, int]:
    """Return the money that the guest is handed, by tender: what goes back outside the books, in minor units."""
    found: dict[str, int] = {}
    for transfer in decision.transfers:
        name = tender_named(transfer.target)
        if name and name not in _IN_KIND:
            found[name] = found.get(name, 0) + transfer.amount
    return found


def _paid_back(decision: Decision) -> tuple[PreviewLine, ...]:
    return tuple(
        PreviewLine(kind=PreviewKind.TENDER, facts={"tender": tender_words(name)}, minor=minor)
        for name, minor in _handed_back(decision).items()
    )


def _returned(decision: Decision) -> tuple[PreviewLine, ...]:
    points = _number(decision, "points_returned")
    return (PreviewLine(kind=PreviewKind.RETURNED, points=points),) if points else ()


def _taken_back(decision: Decision) -> tuple[PreviewLine, ...]:
    points = decision.gives.get("points", 0)
    return (
        (PreviewLine(kind=PreviewKind.TAKEN_BACK, points=points),)
        if isinstance(points, int) and points
        else ()
    )


def _spend_lines(predicted: Prediction, body: PostSpend) -> tuple[PreviewLine, ...]:
    decision, view = predicted.decision, predicted.view
    lines = [PreviewLine(kind=PreviewKind.BILL, minor=body.amount_minor)]
    for discount in (one for one in decision.trace if one.step == "discount"):
        name = tier_of(view, discount.facts["tier"]).name
        said: dict[str, Fact] = {"name": name, "percent": discount.facts["percent"]}
        lines.append(PreviewLine(kind=PreviewKind.DISCOUNT, facts=said, minor=int(discount.result)))
    for place in range(len(body.parts)):
        kind = str(decision.receipt.get(f"tender_{place}", ""))
        minor = -_number(decision, f"tender_{place}_minor")
        if kind == "voucher":
            named = view.programme.pack.assets.get(body.parts[place].asset)
            words = Words(named.names.zh, named.names.en) if named else Words("")
            lines.append(PreviewLine(kind=PreviewKind.VOUCHER, facts={"name": words}, minor=minor))
        elif kind in _FROM_BOOKS:
            points = _number(decision, f"tender_{place}_points")
            paid: dict[str, Fact] = {"points": points} if points else {}
            lines.append(PreviewLine(kind=_FROM_BOOKS[kind], facts=paid, minor=minor))
        elif kind:
            lines.append(
                PreviewLine(
                    kind=PreviewKind.TENDER, facts={"tender": tender_words(kind)}, minor=minor
                )
            )
    return tuple(lines)
