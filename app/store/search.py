"""Finds members: exact numbers through keys, names and phones through keyed tokens, so that no name stands in clear.

A token is an HMAC, cut to 64 bits, of a short piece of a name or number: pieces of 汉字, beginnings of
words, pinyin and initials, beginnings and the tail of a phone number. What the pieces find is decrypted
and compared with the whole of what was typed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from app.loyalty.ids import MemberId, shard_of
from app.loyalty.stay import BillRow
from app.store.books import Books
from app.store.keys import keyed_hash
from app.store.loading import Loader
from app.store.personal import PersonalRecord, SealedRecord, unseal

_LONGEST_PIECE: Final = 6
_CANDIDATES: Final = 64
MOST_HITS: Final = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody who was found, and by what: card, phone, member-no, name or bill (then with its slip)."""

    kind: str
    member: MemberId
    slip: str = ""


def phone_in_full(text: str, region: str = "CN") -> str | None:
    """Return a phone number in international form, or None if it can be none.

    Args:
        text: With or without country code, spaces and dashes.
        region: Where numbers without a country code are read.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def folded(text: str) -> str:
    """Fold a text for comparison: full-width to half, no accents, no case, single spaces."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def _is_han(text: str) -> bool:
    return any("\u3400" <= c <= "\u9fff" or ord(c) >= 0x20000 for c in text)


def spellings(record: PersonalRecord) -> list[str]:
    """Return every way a person's name may be typed from its beginning: words, pinyin, initials."""
    found: list[str] = []
    for name in (record.name, record.latin_name):
        if not name:
            continue
        if _is_han(name):
            from pypinyin import (
                Style,
                lazy_pinyin,
            )  # its dictionary takes 0.3 s to load: not at a desk's start

            syllables = lazy_pinyin(name, errors="ignore")
            initials = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")
            found += ["".join(syllables[start:]) for start in range(min(2, len(syllables)))]
            found.append("".join(initials))
        words = folded(name).split(" ")
        found += [" ".join(words[start:]) for start in range(len(words))]
    return [one for one in dict.fromkeys(found) if one]


def pieces(record: PersonalRecord) -> set[str]:
    """Return the pieces of a record that tokens are made of."""
    found: set[str] = set()
    for spelling in spellings(record):
        if _is_han(spelling):
            found |= {
                spelling[i:j]
                for i in range(len(spelling))
                for j in range(i + 1, min(i + 3, len(spelling)) + 1)
            }
        if not all(map(_is_han, spelling)):
            found |= {spelling[:n] for n in range(2, min(_LONGEST_PIECE, len(spelling)) + 1)}
    for digits in _phone_digits(record.phone):
        found |= {f"tel:{digits[:n]}" for n in range(3, 8)} | {f"tel:{digits}"}
    if record.phone:
        found.add(f"tail:{record.phone[-4:]}")
    if record.birthday:
        found.add(birthday_piece(record.birthday[5:]))
    return found


def birthday_piece(month_and_day: str) -> str:
    """Return the piece under which a birthday is found, from "05-10"; longer than any that is typed."""
    return f"birthday:{month_and_day}"


def _phone_digits(phone: str) -> list[str]:
    """Return a number as typed with and without its country code."""
    if not phone:
        return []
    import phonenumbers

    digits = phone.lstrip("+")
    try:
        national = str(phonenumbers.parse(phone, None).national_number)
    except phonenumbers.NumberParseException:
        national = digits
    return [national] if national == digits else [national, digits]


def tokens_of(key: bytes, texts: Iterable[str]) -> tuple[int, ...]:
    """Return the tokens of pieces under the house's index key."""
    return tuple(int.from_bytes(keyed_hash(key, text)[:8], "big", signed=True) for text in texts)


class Search:
    """Looks members up beside the poster; reads only."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._loader = Loader(books)

    def find(self, connection: Connection, text: str, most: int = MOST_HITS) -> list[Hit]:
        """Find members by anything that was typed, the likeliest first.

        Args:
            connection: A reading transaction.
            text: Card, phone, member number, name in any spelling, or bill number.
            most: How many at the most.
        """
        wanted = folded(text)
        if not wanted:
            return []
        hits: dict[tuple[MemberId, str], Hit] = {}
        for hit in [
            *self._by_number(connection, wanted, text.strip()),
            *self._by_tokens(connection, wanted),
        ]:
            key = (hit.member, hit.slip)
            if not any(other.member == hit.member and not hit.slip for other in hits.values()):
                hits.setdefault(key, hit)
            if len(hits) >= most:
                break
        return list(hits.values())

    def record(self, connection: Connection, member: MemberId) -> PersonalRecord | None:
        """Return a member's personal record; None for anonymous cards and erased people."""
        return self.records(connection, [member]).get(member)

    def records(
        self, connection: Connection, members: Iterable[MemberId]
    ) -> dict[MemberId, PersonalRecord]:
        """Return the personal records of several members."""
        wanted = list(dict.fromkeys(members))
        found: dict[MemberId, PersonalRecord] = {}
        for start in range(0, len(wanted), _CANDIDATES):
            part = wanted[start : start + _CANDIDATES]
            where = " OR ".join(["(shard = ? AND member = ?)"] * len(part))
            values = tuple(value for one in part for value in (shard_of(one), str(one)))
            sql = self._books.sql(
                f"SELECT record, member, wrapped_key, ciphertext FROM personal WHERE {where}"
            )
            for row in connection.exec_driver_sql(sql, values):
                sealed = SealedRecord(row[0], MemberId(row[1]), bytes(row[2]), bytes(row[3]))
                record = unseal(self._books.keys.personal, sealed)
                if record:
                    found[sealed.member] = record
        return found

    def _by_number(self, connection: Connection, wanted: str, typed: str) -> list[Hit]:
        digits = wanted.replace(" ", "").replace("-", "")
        hits: list[Hit] = []
        if digits.isdigit() and len(digits) >= 8:
            sql = self._books.sql("SELECT member FROM cards WHERE number = ? AND member <> ''")
            hits += [
                Hit("card", MemberId(row[0])) for row in connection.exec_driver_sql(sql, (digits,))
            ]
            sql = self._books.sql("SELECT member FROM members WHERE number = ?")
            hits += [
                Hit("member-no", MemberId(row[0]))
                for row in connection.exec_driver_sql(sql, (digits,))
            ]
        bills: list[BillRow] = self._loader.all(
            connection, BillRow, "bill = ? ORDER BY business_date DESC LIMIT 5", (typed,)
        )
        return hits + [Hit("bill", bill.member, bill.slip) for bill in bills]

    def _by_tokens(self, connection: Connection, wanted: str) -> list[Hit]:
        digits = wanted.replace(" ", "").replace("-", "").lstrip("+")
        if digits.isdigit():
            full = phone_in_full(wanted)
            if full:
                digits = _phone_digits(full)[0]
            piece = f"tel:{digits[:7]}" if len(digits) != 4 else f"tail:{digits}"
            found = self._holding(connection, [piece]) if len(digits) >= 3 else []
            if len(digits) == 4:
                found += self._holding(connection, [f"tel:{digits}"])
            records = self.records(connection, found)
            return [
                Hit("phone", one)
                for one in found
                if one in records
                and (records[one].phone.endswith(digits) or _begins(records[one], digits))
            ]
        if _is_han(wanted):
            parts = [
                word[i : i + 3] for word in wanted.split(" ") for i in range(max(1, len(word) - 2))
            ]
        else:
            parts = [wanted[:_LONGEST_PIECE]]
        found = self._holding(connection, parts)
        records = self.records(connection, found)
        return [
            Hit("name", one) for one in found if one in records and _is_called(records[one], wanted)
        ]

    def _holding(self, connection: Connection, texts: list[str]) -> list[MemberId]:
        """Return members who hold all these pieces, at most a screenful to compare."""
        first, *others = tokens_of(self._books.keys.index, texts)
        sql = "SELECT t.shard, t.member FROM tokens t WHERE t.token = ?"
        sql += (
            " AND EXISTS (SELECT 1 FROM tokens o WHERE o.token = ? AND o.shard = t.shard AND o.member = t.member)"
            * len(others)
        )
        found = connection.exec_driver_sql(
            self._books.sql(f"{sql} LIMIT {_CANDIDATES}"), (first, *others)
        )
        return [MemberId(row[1]) for row in found]


def _begins(record: PersonalRecord, digits: str) -> bool:
    return any(one.startswith(digits) for one in _phone_digits(record.phone))


def _is_called(record: PersonalRecord, wanted: str) -> bool:
    squeezed = wanted.replace(" ", "")
    if _is_han(wanted):
        return squeezed in folded(record.name).replace(" ", "")
    return any(
        one.startswith(wanted) or one.replace(" ", "").startswith(squeezed)
        for one in spellings(record)
    )
