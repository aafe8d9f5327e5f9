"""Publish a programme: a new version of a pack and the house's settings, in force from a business date."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from app.loyalty.forms import reader_of
from app.loyalty.house import ProgrammeRow, RewardRow
from app.loyalty.money import LARGEST_MINOR
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.card_numbers import COUNTER, MOST_AT_ONCE, put_pool
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import NOTHING, Needs, View
from app.programme.load import parse_pack
from app.programme.programme import Programme, SettingError

KIND = "publish_programme"
REWARD_KIND = "put_reward"


class PublishProgramme(Body, frozen=True, kw_only=True):
    """The pack as text, so that a book can be replayed from its slips alone.

    Attributes:
        source: TOML of the pack.
        settings: The house's values as JSON.
        valid_from: First business date under it.
    """

    source: str
    settings: str
    valid_from: date


class PutReward(Body, frozen=True, kw_only=True):
    """A reward of the catalogue as it stands from now on; points 0 takes it out."""

    code: str
    name_zh: str
    name_en: str
    points: int
    stock: int | None = None
    tiers: str = ""
    picture: str = "gift"


def needs(slip: Slip[Body], view: View) -> Needs:
    """The house is always in the view."""
    del slip, view
    return NOTHING


def programme_of(row: ProgrammeRow) -> Programme:
    """Make a published version ready to be asked.

    Raises:
        SettingError: A setting does not fit; cannot be, for a version that was published.
        ValueError: The pack does not load, likewise.
    """
    pack = parse_pack(row.source, row.pack)
    if isinstance(pack, list):
        raise ValueError("; ".join(str(error) for error in pack))  # noqa: TRY004 - the text is wrong, not a type
    return Programme(pack, msgspec.json.decode(row.settings), row.version)


def decide(slip: Slip[PublishProgramme], view: View) -> Decision:
    """Put the version in force, or say what is wrong with it."""
    refusal = barred(slip, view, Act.CONFIGURE)
    if refusal:
        return refused_as(refusal)
    body = slip.body
    pack = parse_pack(body.source, "pack")
    if isinstance(pack, list):
        return refused(Reason.PROGRAMME_INVALID, errors="; ".join(str(error) for error in pack[:5]))
    house = view.house.property
    if house is not None and pack.currency != house.currency:
        return refused(Reason.CURRENCY_UNKNOWN, currency=pack.currency)
    try:
        programme = Programme(pack, reader_of(dict[str, Any]).decode(body.settings))
    except (SettingError, msgspec.DecodeError) as error:
        return refused(Reason.PROGRAMME_INVALID, errors=str(error))
    pooled = _numbers_beforehand(programme)
    if pooled > MOST_AT_ONCE:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=MOST_AT_ONCE)
    entry = Entry(slip, view)
    version = max(view.house.versions, default=0) + 1
    entry.put(
        ProgrammeRow(
            property=slip.property,
            version=version,
            pack=pack.id,
            source=body.source,
            settings=body.settings,
            valid_from=body.valid_from,
        )
    )
    entry.gives["version"] = version
    if pooled and not view.house.counters.get(COUNTER, 0):
        put_pool(entry, pack, pooled, view)
    return entry.posted()


def _numbers_beforehand(programme: Programme) -> int:
    """Return how many card numbers the house wants made when it begins; 0 where they are allocated."""
    membership = programme.pack.membership
    is_pooled = programme.word(membership.card_scheme) == "pool"
    return max(0, int(programme.figure(membership.card_pool))) if is_pooled else 0


def put_reward(slip: Slip[PutReward], view: View) -> Decision:
    """Set a reward of the catalogue, or say why not."""
    refusal = barred(slip, view, Act.CONFIGURE)
    if refusal:
        return refused_as(refusal)
    body = slip.body
    if body.points < 0 or (body.stock is not None and body.stock < 0):
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if max(body.points, body.stock or 0) > LARGEST_MINOR:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=LARGEST_MINOR)
    entry = Entry(slip, view)
    entry.put(
        RewardRow(
            property=slip.property,
            code=body.code,
            name_zh=body.name_zh,
            name_en=body.name_en,
            points=body.points,
            stock=body.stock,
            tiers=body.tiers,
            picture=body.picture,
        )
    )
    return entry.posted()
