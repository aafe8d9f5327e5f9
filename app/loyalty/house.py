"""The house: property, outlets, rewards, operators, shifts, days, and the versions of its programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, unique

from app.loyalty.permissions import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyRow:
    """A hotel.

    Attributes:
        currency: ISO 4217 code of its tills.
        zone: IANA time zone; hours of rules are hotel-local.
        business_date: The open business date; turns when somebody closes the day.
    """

    property: str
    name_zh: str
    name_en: str
    currency: str
    zone: str
    business_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """A place of the house that writes bills (消费场所)."""

    property: str
    outlet: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardRow:
    """A reward of the catalogue; each has one code (奖品代码).

    Attributes:
        points: Price in points, above zero.
        stock: Pieces left; None where it cannot run out.
        tiers: Tiers that may have it, comma-separated; empty for all.
        picture: Name of the picture in the resources.
    """

    property: str
    code: str
    name_zh: str
    name_en: str
    points: int
    stock: int | None
    tiers: str
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRow:
    """Somebody who works here; name and password hash stand in the staff table, outside slips.

    Attributes:
        active: False for who has left; their slips stay.
    """

    property: str
    operator: str
    role: Role
    active: bool


@unique
class ShiftStatus(Enum):
    """Whether a shift is running."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftRow:
    """One cashier's shift at one terminal (班次).

    Attributes:
        shift: Id: the slip that opened it.
        float_minor: Cash in the drawer when it opened.
        expected_minor: Cash that must be there at its close.
        counted_minor: Cash that was there.
        explanation: Why the two differ, in the operator's words.
    """

    property: str
    shift: str
    terminal: str
    operator: str
    business_date: date
    opened_at: datetime
    closed_at: datetime | None
    float_minor: int
    expected_minor: int
    counted_minor: int
    explanation: str
    status: ShiftStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """A business date that was closed (夜审) and what it proved.

    Attributes:
        slips: Slips decided on it.
        proof: Hash over its trial balance by asset and account, as text.
    """

    property: str
    business_date: date
    closed_at: datetime
    operator: str
    slips: int
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRow:
    """What an operator has adjusted and overridden on one business date, held against the limits."""

    property: str
    operator: str
    business_date: date
    adjust_points: int
    adjust_minor: int
    overrides: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow:
    """One published version of a programme pack; never changed, only followed by another.

    Attributes:
        version: Rises from 1.
        pack: Id of the pack.
        source: The pack's TOML text.
        settings: The house's values for declared settings, as JSON.
        valid_from: First business date under this version.
    """

    property: str
    version: int
    pack: str
    source: str
    settings: str
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRow:
    """A number that only rises: card serials, member numbers, slip numbers for people."""

    property: str
    name: str
    value: int
