"""Gathers what stands on a slip's receipt, in the language its format says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from app.desk_service.context import Counter, outlet_words, person_words, tier_of
from app.desk_service.slip_rows import Kept, kept_slip, slip_number
from app.loyalty.ids import MemberId
from app.operations.view import View
from app.programme.sums_said import grouped
from app.settings.terminal import PrintChoice
from app.station.receipt_parts import ReceiptFacts
from app.station.receipts import Template, build, paper_of, template_of
from app.ui.service.records import NO_WORDS, Words
from devices.codec.receipt import Receipt


def receipt_of(
    counter: Counter,
    slip_id: str,
    choice: PrintChoice,
    *,
    is_copy: bool,
    sheet: Mapping[str, int] | None = None,
) -> Receipt:
    """Make the receipt of a slip, or of the shift so far when ``sheet`` is given.

    Raises:
        LookupError: There is no such slip.
    """
    with counter.books.reading() as connection:
        kept = kept_slip(counter, connection, slip_id) if slip_id else None
        if kept is None and sheet is None:
            raise LookupError(f"no slip {slip_id}")
        member = kept.member if kept else MemberId("")
        view = counter.view(connection, member)
        row = view.member(member).row
        guest = row.language if row else counter.settings.language
        language = guest if choice.language == "guest" else choice.language
        template = template_of(language, counter.receipts)
        facts = _facts(
            counter,
            connection,
            view,
            kept,
            language,
            sheet or {},
            template,
        )
    facts = replace(
        facts,
        is_copy=is_copy,
        has_qr=choice.qr,
        has_logo=choice.logo,
        logo=template.logo,
        paper=paper_of(choice.paper_mm),
    )
    return build(facts, template)


def e_card_receipt(
    counter: Counter,
    connection: Connection,
    view: View,
    member: MemberId,
    choice: PrintChoice,
    codes: Sequence[tuple[str, str, str]],
) -> Receipt:
    """Make the slip with a member's QR codes.

    Args:
        counter: The desk.
        connection: Reads names.
        view: With the whole member.
        member: Whose.
        choice: How receipts are printed here.
        codes: Names in Chinese and English and the text of each code; the member's own has no name.
    """
    row = view.member(member).row
    guest = row.language if row else counter.settings.language
    language = guest if choice.language == "guest" else choice.language
    template = template_of(language, counter.receipts)
    facts = _facts(counter, connection, view, None, language, {}, template)
    record = counter.search.record(connection, member)
    name = person_words(record)
    tier = tier_of(view, row.tier).name if row else NO_WORDS
    is_zh = language == "zh_CN"
    said = replace(
        facts,
        kind="e_card",
        slip="",
        member=name.zh if is_zh else name.en or name.zh,
        tier=tier.zh if is_zh else tier.en,
        codes=tuple((zh if is_zh else en, text) for zh, en, text in codes),
        has_logo=choice.logo,
        logo=template.logo,
        paper=paper_of(choice.paper_mm),
    )
    return build(said, template)


def _facts(
    counter: Counter,
    connection: Connection,
    view: View,
    kept: Kept | None,
    language: str,
    sheet: Mapping[str, int],
    template: Template,
) -> ReceiptFacts:
    house = view.house.property
    if house is None:
        raise LookupError("these books have no hotel yet")

    def said(words: Words) -> str:
        return (words.zh if language == "zh_CN" else words.en) or words.zh

    operator = kept.operator if kept else counter.who()
    member = view.member(kept.member) if kept and kept.member else None
    record = counter.search.record(connection, kept.member) if kept and kept.member else None
    figures: Mapping[str, str | int] = kept.decided.receipt if kept else sheet
    discounts = [one for one in kept.decided.trace if one.step == "discount"] if kept else []
    steps = (
        [one for one in kept.decided.trace if one.step in {"rate", "bonus", "fixed"}]
        if kept
        else []
    )
    card = member.active_card() if member else None
    name = said(person_words(record)) + (
        f" {_salutation(record.salutation, language)}" if record else ""
    )
    return ReceiptFacts(
        kind=kept.kind if kept else "x_report",
        hotel=said(Words(house.name_zh, house.name_en)),
        terminal=said(Words(counter.settings.name_zh, counter.settings.name_en)),
        operator=said(counter.named(counter.staff.get(connection, operator), operator)),
        slip=slip_number(kept.terminal, kept.sequence) if kept else "X",
        at=counter.local(kept.at if kept else counter.clock(), view),
        business_date=kept.business_date if kept else house.business_date,
        member=name.strip() if member else "",
        tier=said(tier_of(view, member.row.tier).name) if member and member.row else "",
        card_tail=card.number[-4:] if card else "",
        names=_names(counter, connection, view, figures, said_zh=language == "zh_CN"),
        figures=figures,
        trace=tuple((grouped(one.text), grouped(one.result)) for one in steps) if steps else (),
        rule=steps[0].rule if steps else "",
        version=kept.decided.observed.programme if kept else 0,
        discount=" + ".join(_discount(view, one.facts, language, template) for one in discounts),
        symbol="￥" if house.currency == "CNY" else "$",
        scale=view.programme.asset(house.currency).scale,
        is_training=counter.training,
    )


def _discount(view: View, facts: Mapping[str, str], language: str, template: Template) -> str:
    tier = tier_of(view, facts["tier"]).name
    name = tier.zh if language == "zh_CN" else tier.en
    words = template.words
    if not facts["percent"]:
        return words["amount_off"].format(tier=name)
    return words["discount"].format(tier=name, percent=facts["percent"])


def _names(
    counter: Counter,
    connection: Connection,
    view: View,
    figures: Mapping[str, str | int],
    *,
    said_zh: bool,
) -> dict[str, str]:
    names: dict[str, str] = {}
    if "outlet" in figures:
        words = outlet_words(view, str(figures["outlet"]))
        names["outlet"] = words.zh if said_zh else words.en
    reward = view.house.rewards.get(str(figures.get("reward", "")))
    if reward is not None:
        names["reward"] = reward.name_zh if said_zh else reward.name_en
    if "of" in figures:
        undone = kept_slip(counter, connection, str(figures["of"]))
        names["of"] = slip_number(undone.terminal, undone.sequence) if undone else ""
    return names


def _salutation(text: str, language: str) -> str:
    zh, slash, en = text.partition("/")
    return zh if language == "zh_CN" or not slash else en
