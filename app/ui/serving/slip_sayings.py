"""Slips, traces and previews in words, made from the facts that stand in them."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from app.ui.kit.counts import Counts
from app.ui.kit.language import Language
from app.ui.kit.row_model import Detail, Row
from app.ui.kit.words import Fact
from app.ui.service.answers import PreviewKind, PreviewLine
from app.ui.service.records import SlipKind, SlipRow, SlipState, TraceKind, TraceLine
from app.ui.serving.slip_kinds import icon_of, kind_name

translate = QCoreApplication.translate


def _fact(facts: object, key: str, language: Language) -> str:
    if not hasattr(facts, "get"):
        return ""
    value: Fact | None = facts.get(key)
    return "" if value is None else language.fact(key, value)


def slip_title(row: SlipRow, language: Language) -> str:
    """Say what a slip did, with its main figure: ``翠庭 ¥476.00``."""
    name = kind_name(row.kind)
    facts = row.facts
    if row.kind is SlipKind.POST_SPEND:
        name = _fact(facts, "outlet", language) or name
    elif row.kind is SlipKind.REDEEM:
        reward = _fact(facts, "reward", language)
        name = translate("slips", "Redeemed {reward}").format(reward=reward) if reward else name
    elif row.kind in (SlipKind.CHECK_IN, SlipKind.CHECK_OUT):
        room = _fact(facts, "room", language)
        name = (
            translate("slips", "{kind}, room {room}").format(kind=name, room=room) if room else name
        )
    elif row.kind in (SlipKind.VOID, SlipKind.REFUND):
        of = _fact(facts, "of", language)
        name = translate("slips", "{kind} of {slip}").format(kind=name, slip=of) if of else name
    if row.amount_minor:
        name = f"{name} {language.money(row.amount_minor)}"
    return name


def state_name(state: SlipState) -> str:
    """Name a state that needs saying; posted needs none."""
    match state:
        case SlipState.POSTED:
            return ""
        case SlipState.PROVISIONAL:
            return translate("slips", "to be confirmed")
        case SlipState.REFERRED:
            return translate("slips", "waits for review")
        case SlipState.REFUSED:
            return translate("slips", "refused")
        case SlipState.VOIDED:
            return translate("slips", "voided")
        case SlipState.REFUNDED:
            return translate("slips", "refunded")


def slip_note(row: SlipRow, language: Language) -> str:
    """Say the second line of a slip: bill, tender, nights, reason, state."""
    facts = row.facts
    parts = [state_name(row.state)]
    if bill := _fact(facts, "bill", language):
        parts.append(translate("slips", "Bill {bill}").format(bill=bill))
    if isinstance(nights := facts.get("nights"), int):
        parts.append(Counts().nights(nights))
    quantity = facts.get("quantity")
    if isinstance(quantity, int) and quantity > 1:
        parts.append(f"× {quantity}")
    parts.extend(
        said
        for key in ("tender", "rate_class", "name", "reason")
        if (said := _fact(facts, key, language))
    )
    if bonus := _fact(facts, "bonus_minor", language):
        parts.append(translate("slips", "{amount} bonus").format(amount=bonus))
    if tail := _fact(facts, "card_tail", language):
        parts.append(f"•••• {tail}")
    return " · ".join(p for p in parts if p) or row.number


def trace_detail(line: TraceLine, language: Language) -> Detail:
    """Write one step of a trace with its figure and, as caption, its rule."""
    figure = ""
    if line.points is not None:
        figure = language.count(line.points)
    elif line.minor is not None:
        figure = language.money(line.minor)
    if figure and line.kind is TraceKind.RATE:  # all others say their own sum, or have none
        figure = f"= {figure}"
    return Detail(title=_step(line, language), note=_rule(line, language), figure=figure)


def _rule(line: TraceLine, language: Language) -> str:
    rule, version = _fact(line.facts, "rule", language), _fact(line.facts, "version", language)
    if rule and version:
        text = translate("slips", "Rule {rule}, programme version {version}")
        return text.format(rule=rule, version=version)
    return rule


def _step(line: TraceLine, language: Language) -> str:
    facts = line.facts
    name, percent = _fact(facts, "name", language), _fact(facts, "percent", language)
    match line.kind:
        case TraceKind.RATE:
            base = facts.get("base_minor")
            amount = (
                language.amount(base) if isinstance(base, int) else _fact(facts, "base", language)
            )
            return f"{amount} × {_fact(facts, 'rate', language)}"
        case TraceKind.BONUS:
            return translate("slips", "{name} {percent} %").format(name=name, percent=percent)
        case TraceKind.DISCOUNT:
            return _discount(name, percent)
        case TraceKind.FIXED | TraceKind.LIMIT:
            return name
        case TraceKind.TAKEN:
            return translate("slips", "Taken, soonest to expire first")
        case TraceKind.CLAWED_BACK:
            return translate("slips", "Points taken back")
        case TraceKind.WAIVED:
            return translate("slips", "Shortfall waived")
        case TraceKind.PLAIN:
            return _fact(facts, "text", language)


def _discount(name: str, percent: str) -> str:
    """Name a discount: a percentage, or an amount off."""
    if not name:
        return translate("preview", "Discount")
    if not percent:
        return translate("slips", "{name} discount").format(name=name)
    return translate("slips", "{name} discount {percent} %").format(name=name, percent=percent)


def slip_details(row: SlipRow, language: Language) -> tuple[Detail, ...]:
    """Write a slip's whole trace, with its total when points moved."""
    details = tuple(trace_detail(line, language) for line in row.trace)
    if details and row.points is not None:
        total = translate("slips", "Points in all")
        details += (Detail(title=total, figure=language.count(row.points), total=True),)
    return details


def preview_label(line: PreviewLine, language: Language) -> str:  # noqa: C901, PLR0911, PLR0912
    """Say one line of a preview."""
    facts = line.facts
    name = _fact(facts, "name", language)
    match line.kind:
        case PreviewKind.BILL:
            return translate("preview", "Bill")
        case PreviewKind.DISCOUNT:
            percent = _fact(facts, "percent", language)
            return _discount(name, percent)
        case PreviewKind.STORED_VALUE:
            return translate("preview", "Stored value")
        case PreviewKind.POINTS_PAID:
            points = _fact(facts, "points", language)
            return translate("preview", "Points {points}").format(points=points)
        case PreviewKind.VOUCHER:
            return name or translate("preview", "Voucher")
        case PreviewKind.TENDER:
            return _fact(facts, "tender", language) or name
        case PreviewKind.BONUS:
            return translate("preview", "Bonus")
        case PreviewKind.TOP_UP:
            return translate("preview", "Top up")
        case PreviewKind.PRICE:
            quantity = facts.get("quantity")
            many = isinstance(quantity, int) and quantity > 1
            return f"{name} × {quantity}" if many else name
        case PreviewKind.FEE:
            return name or translate("preview", "Fee")
        case PreviewKind.REFUND:
            return translate("preview", "Given back")
        case PreviewKind.RETURNED:
            return translate("preview", "Points given back")
        case PreviewKind.TAKEN_BACK:
            return translate("preview", "Points taken back")


def slip_line(row: SlipRow, language: Language, *, lead: str, named: bool = False) -> Row:
    """Make the row of a slip; ``named`` puts the member first, as the desk's own lists do."""
    points = row.points or 0
    gone = row.state in (SlipState.VOIDED, SlipState.REFUSED)
    tone = "ink3" if gone else ("ready" if points > 0 else "ink")
    letter = language.words(row.tier.letter) if row.tier else ""
    title, note = slip_title(row, language), slip_note(row, language)
    if named:
        who = language.words(row.member_name)
        title, note = (who or kind_name(row.kind)), (_plain(row, language) if who else note)
    aside = language.money(row.amount_minor) if named and row.amount_minor else ""
    figure = language.count(points, signed=True) if points else ""
    return Row(
        key=row.slip_id,
        lead=lead,
        title=title,
        note=note,
        icon="" if named and row.tier else icon_of(row.kind),
        tier=(row.tier.rank, letter) if named and row.tier else None,
        figure=aside if named else figure,
        figure_tone="ink2" if named else tone,
        aside=figure if named else "",
        aside_tone=tone if named else "ink2",
        details=() if named else slip_details(row, language),
        dim=gone,
    )


def _plain(row: SlipRow, language: Language) -> str:
    """Say a slip shortly: ``翠庭 20-1192``, ``兑换 早餐券``."""
    facts = row.facts
    words = kind_name(row.kind)
    match row.kind:
        case SlipKind.POST_SPEND:
            outlet, bill = _fact(facts, "outlet", language), _fact(facts, "bill", language)
            words = f"{outlet} {bill}".strip() or words
        case (
            SlipKind.REDEEM
            | SlipKind.CHECK_IN
            | SlipKind.CHECK_OUT
            | SlipKind.VOID
            | SlipKind.REFUND
        ):
            bare = replace(row, amount_minor=None)
            words = slip_title(bare, language)
        case _:
            pass
    state = state_name(row.state)
    return f"{words} · {state}" if state else words
