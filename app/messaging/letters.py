"""Makes the letter of a message at the moment it is sent: only here a name's number or address is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from app.loyalty.ids import shard_of
from app.messaging.plan import Reason
from app.messaging.texts import CAMPAIGN, render, words_of
from app.operations import sms_in
from app.operations.notices import safety_part
from app.store.books import Books
from app.store.outbox import Message
from app.store.search import Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What goes to whom; never logged.

    Attributes:
        id: Of the message, so that whoever gets it twice can tell.
        address: Phone number or e-mail address.
        subject: For e-mail.
    """

    id: str
    address: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)


class LetterBook:
    """Makes letters from the books.

    Args:
        books: Read only.
        own_texts: Folder with the hotel's own sentences; None for none.
    """

    def __init__(self, books: Books, own_texts: Path | None = None) -> None:
        self._books = books
        self._search = Search(books)
        self._own_texts = own_texts

    def letter(self, connection: Connection, one: Message) -> Letter | Reason:
        """Make the letter, or say why there is none."""
        sql = self._books.sql(
            "SELECT language, consent, no_sms, no_email FROM members WHERE shard = ? AND member = ?"
        )
        row = connection.exec_driver_sql(sql, (shard_of(one.member), one.member)).first()
        record = self._search.record(connection, one.member)
        if row is None or record is None:
            return Reason.NO_RECORD
        if one.kind.startswith(CAMPAIGN) and not row[1]:
            return Reason.NO_CONSENT  # withdrawn since the campaign was decided
        figures: Mapping[str, str | int] | None = one.figures
        if row[2 if one.way == "sms" else 3] and one.kind != sms_in.KIND:  # an answer was asked for
            figures = safety_part(one.kind, one.figures)
        if figures is None:
            return Reason.SAID_NO
        address = record.phone if one.way == "sms" else record.email
        if not address:
            return Reason.NO_ADDRESS
        language = one.language or str(row[0])
        words = words_of(language, self._own_texts)
        hotel = self._hotel(connection, is_chinese=language == "zh_CN")
        text = render(words, one.kind, figures, hotel)
        if text is None:
            return Reason.NO_TEXT
        subject = words["subject"].format(hotel=hotel)
        return Letter(id=one.id, address=address, subject=subject, text=text)

    def _hotel(self, connection: Connection, *, is_chinese: bool) -> str:
        found = connection.exec_driver_sql("SELECT name_zh, name_en FROM properties").first()
        if found is None:
            return ""
        return str(found[0] if is_chinese else found[1] or found[0])
