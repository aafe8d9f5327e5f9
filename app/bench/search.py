"""Search as you type: every kind, on as many members as asked."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from time import perf_counter

from app.bench.hotels import sample_hotel
from app.bench.result import Result, middle, percentile
from app.bootstrap.hotel import Hotel
from app.loyalty.ids import MemberId
from app.store.personal import PersonalRecord

_PROBES = 60
_KINDS = ("card", "phone", "phone with country code", "phone beginning", "last four", "member number", "han", "pinyin",
          "initials", "latin", "bill")  # fmt: skip


def bench_search(members: int, rounds: int) -> Result:
    """Measure how long a search takes, by what is typed."""
    with tempfile.TemporaryDirectory(prefix="innpoint-bench-") as folder:
        hotel = sample_hotel(Path(folder), members)
        try:
            return _measured(hotel, rounds)
        finally:
            hotel.close()


def _measured(hotel: Hotel, rounds: int) -> Result:
    chance = random.Random(7)  # noqa: S311 - the same probes every time
    worst: list[float] = []
    card: list[float] = []
    by_kind: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    for _ in range(rounds):
        times: list[float] = []
        for kind in _KINDS:
            found = [_timed(hotel, text) for text in _probes(hotel, kind, chance)]
            by_kind[kind].append(percentile(found, 99))
            times += found
            if kind == "card":
                card.append(percentile(found, 50))
        worst.append(percentile(times, 99))
    result = Result(name="search")
    result.figures = {"p99_ms": middle(worst), "card_exact_p50_ms": middle(card)}
    result.figures |= {
        f"{kind.replace(' ', '_')}_p99_ms": middle(values) for kind, values in by_kind.items()
    }
    result.targets = {"p99_ms": {"at_most": 30}}
    return result


def _timed(hotel: Hotel, text: str) -> float:
    started = perf_counter()
    with hotel.books.reading() as connection:
        hits = hotel.search.find(connection, text, 8)
        hotel.search.records(connection, [hit.member for hit in hits])
    return (perf_counter() - started) * 1000


def _probes(hotel: Hotel, kind: str, chance: random.Random) -> list[str]:
    with hotel.books.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT m.member, m.number, c.number FROM members m JOIN cards c ON c.member = m.member "
            "ORDER BY m.number LIMIT 3000"
        ).fetchall()
        chosen = chance.sample(rows, min(_PROBES, len(rows)))
        records = hotel.search.records(connection, [MemberId(row[0]) for row in chosen])
    found = [_probe(kind, records[MemberId(row[0])], str(row[1]), str(row[2])) for row in chosen]
    return [text for text in found if text]


def _probe(kind: str, record: PersonalRecord, number: str, card: str) -> str:  # noqa: C901, PLR0911 - one line a kind
    from app.store.search import spellings

    is_latin = bool(record.latin_name)
    match kind:
        case "card":
            return card
        case "member number":
            return number
        case "phone":
            return record.phone.removeprefix("+86")
        case "phone with country code":
            return record.phone
        case "phone beginning":
            return record.phone.removeprefix("+86")[:8]
        case "last four":
            return record.phone[-4:]
        case "han":
            return "" if is_latin else record.name[1:]
        case "pinyin":
            return "" if is_latin else spellings(record)[0][:5]
        case "initials":
            return "" if is_latin else spellings(record)[2]
        case "latin":
            return record.name[:4] if is_latin else ""
        case _:
            return "20-1187"
