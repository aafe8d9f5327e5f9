"""Papers that are no slips: the guest's statement, as a receipt or as a letter, and a page to test a printer with."""

from __future__ import annotations

from typing import Final

from app.desk_service.context import Counter, person_words, tier_of
from app.desk_service.panels import panel_in
from app.desk_service.sheets import put_on_paper
from app.desk_service.slip_rows import kept_slips, slip_rows
from app.kiosk_service.parts import Kiosk
from app.loyalty.ids import MemberId, shard_of, uuid7
from app.messaging.letters import Letter
from app.messaging.plan import Went
from app.messaging.texts import words_of
from app.settings.terminal import PrintChoice
from app.station.receipt_parts import ReceiptFacts
from app.station.receipts import build, paper_of, template_of
from app.ui.service.kiosk import Mailed
from app.ui.service.member_records import MemberPanel
from app.ui.service.records import Words
from app.ui.service.station_records import PrintResult
from devices.codec.receipt import Blank, Centered, Cut, Line, QrCode, Receipt, Rule, Title, Weight

_LAST: Final = 10
_ACROSS: Final = "-" * 32


class Papers:
    """Statements."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def print_statement(self) -> PrintResult:
        """Print balances and the last slips."""
        kiosk = self._kiosk
        if not kiosk.guest.member:
            return PrintResult.NOTHING_YET
        receipt = statement_of(kiosk.counter, kiosk.guest.member)
        return put_on_paper(kiosk.counter, receipt)

    def mail_statement(self) -> Mailed:
        """Hand the statement in as e-mail to the guest's own address."""
        kiosk, counter = self._kiosk, self._kiosk.counter
        member = MemberId(kiosk.guest.member)
        if not member or kiosk.mail is None:
            return Mailed.NO_ADDRESS
        with counter.books.reading() as connection:
            record = counter.search.record(connection, member)
            view = counter.view(connection, member)
        row, house = view.member(member).row, view.house.property
        if record is None or not record.email or row is None or house is None:
            return Mailed.NO_ADDRESS
        hotel = house.name_zh if row.language == "zh_CN" else house.name_en or house.name_zh
        now = counter.clock()
        letter = Letter(
            id=uuid7(int(now.timestamp() * 1000), counter.chance(10)),
            address=record.email,
            subject=words_of(row.language, counter.own_texts)["subject"].format(hotel=hotel),
            text=as_text(statement_of(counter, member)),
        )
        went = kiosk.mail.send(letter).went
        return Mailed.HANDED_IN if went is Went.SENT else Mailed.NOT_REACHED


def statement_of(counter: Counter, member: str) -> Receipt:
    """Make a member's statement, in the member's language: balances, what lapses, the last slips."""
    one = MemberId(member)
    with counter.books.reading() as connection:
        view = counter.view(connection, one)
        panel = panel_in(counter, connection, view, one)
        house = view.house.property
        row = view.member(one).row
        if not isinstance(panel, MemberPanel) or house is None or row is None:
            raise LookupError(member)
        record = counter.search.record(connection, one)
        kept = kept_slips(
            counter, connection, "d.shard = ? AND d.member = ?", (shard_of(one), member), _LAST
        )
        rows = slip_rows(counter, connection, view, kept)
    template = template_of(row.language, counter.receipts)

    def said(words: Words) -> str:
        return (words.zh if row.language == "zh_CN" else words.en) or words.zh

    choice = counter.settings.print_format or PrintChoice()
    facts = ReceiptFacts(
        kind="statement",
        hotel=said(Words(house.name_zh, house.name_en)),
        terminal=said(Words(counter.settings.name_zh, counter.settings.name_en)),
        operator="",
        slip="",
        at=counter.local(counter.clock(), view),
        business_date=house.business_date,
        member=said(person_words(record)),
        tier=said(tier_of(view, row.tier).name) if row.tier else "",
        card_tail=panel.card_tail,
        figures={"points_now": panel.points, "stored_now_minor": panel.stored_minor},
        lapsing=tuple((lot.on, lot.points) for lot in panel.expiring),
        lines=tuple(
            (line.business_date, kind.kind, line.points)
            for line, kind in zip(rows, kept, strict=True)
        ),
        symbol="￥" if house.currency == "CNY" else "$",
        scale=view.programme.asset(house.currency).scale,
        has_qr=False,
        has_logo=choice.logo,
        logo=template.logo,
        paper=paper_of(choice.paper_mm),
    )
    return build(facts, template)


def as_text(receipt: Receipt) -> str:
    """Write a receipt as lines of a letter."""
    lines: list[str] = []
    for one in receipt.elements:
        match one:
            case Title() | Centered():
                lines.append(one.text)
            case Line():
                lines.append(f"{one.left}  {one.right}".rstrip())
            case Rule():
                lines.append(_ACROSS)
            case Blank():
                lines.append("")
            case _:
                pass  # pictures and cuts say nothing in a letter
    return "\n".join(lines) + "\n"


def test_page(counter: Counter) -> Receipt:
    """Make a page that shows whether a printer prints: letters of both languages, a line, a code."""
    name = Words(counter.settings.name_zh, counter.settings.name_en)
    choice = counter.settings.print_format or PrintChoice()
    elements = (
        Title(name.zh),
        Centered(name.en),
        Rule(),
        Line("打印测试 Test page", f"{counter.clock():%Y-%m-%d %H:%M}", Weight.BOLD),
        QrCode(f"innpoint:{counter.settings.terminal}", 7),
        Cut(),
    )
    return Receipt(elements, paper_of(choice.paper_mm))
