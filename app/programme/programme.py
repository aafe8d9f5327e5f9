"""A programme in force: a pack with the house's settings, its conditions compiled and its figures at hand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from app.loyalty.money import Rounding
from app.programme.conditions import Fact, Rule
from app.programme.pack import Asset, Pack
from app.programme.parts import Figure, FromSetting, decimal_of, ratio_of
from app.programme.setting_values import doubt_of
from app.programme.tier_terms import Tier

_LONGEST_MONTHS = 1_200
_LONGEST_DAYS = 36_500
SettingValue = int | str | bool | list[str] | dict[str, str | int]


class SettingError(ValueError):
    """A house gave a setting that the pack does not declare, or a value of another kind."""


class Programme:
    """What the operations ask of a programme.

    Args:
        pack: A checked pack.
        settings: The house's values; what it leaves out has the pack's default.
        version: Number of the published version, kept with each decision.

    Attributes:
        asks_tier_year: Whether a condition asks for the year of reaching a tier.
        money_metrics: Counts that are kept in minor units of the currency, so that the cents of many bills
            add up; conditions and offers ask them in whole units.

    Raises:
        SettingError: A value does not fit its declaration.
    """

    def __init__(
        self, pack: Pack, settings: Mapping[str, SettingValue] | None = None, version: int = 1
    ) -> None:
        self.pack = pack
        self.version = version
        self.settings: dict[str, SettingValue] = {
            name: one.default for name, one in pack.settings.items()
        }
        for name, value in (settings or {}).items():
            self.settings[name] = _checked(pack, name, value)
        self._rules: dict[str, Rule] = {}
        self._tiers = {tier.code: tier for tier in pack.tiers}
        self._rank = {tier.code: place for place, tier in enumerate(pack.tiers)}
        asking = [one.when for one in pack.earning] + [one.when for one in pack.bonuses]
        self.asks_tier_year = any("tier_year" in when for when in asking)
        self.money_metrics = frozenset(one.metric for one in pack.tallies if one.amount == "spend")
        self._figures: dict[tuple[str, str], Decimal] = {}
        self._check_months()

    def _check_months(self) -> None:
        """Refuse a validity that no calendar has, before a bill meets it."""
        for name, asset in self.pack.assets.items():
            for said, figure, most in (
                ("is valid", asset.months, _LONGEST_MONTHS),
                ("is valid", asset.days, _LONGEST_DAYS),
                ("waits", asset.usable_after_days, _LONGEST_DAYS),
            ):
                count = self.figure(figure)
                if not 0 <= count <= most or count != int(count):
                    unit = "months" if figure is asset.months else "days"
                    raise SettingError(f"{name} {said} 0 to {most} {unit}, not {count}")

    @property
    def currency(self) -> str:
        """The currency of its tills, also the asset of stored value."""
        return self.pack.currency

    def asset(self, name: str) -> Asset:
        """Return an asset that the pack declares."""
        return self.pack.assets[name]

    def tier(self, code: str) -> Tier:
        """Return a tier by its code; one of an earlier version reads as what it became, else as the entry tier."""
        return self._tiers.get(self.moved(code)) or self._tiers[self.pack.membership.entry_tier]

    def rank(self, code: str) -> int:
        """Return how high a tier stands, 0 for the lowest."""
        return self._rank.get(self.moved(code), 0)

    def moved(self, code: str) -> str:
        """Return what a tier of an earlier version is in this one; its own tiers stay what they are."""
        return code if code in self._tiers else self.pack.moved_tiers.get(code, code)

    def holds(self, condition: str, facts: Mapping[str, Fact]) -> bool:
        """Tell whether a condition of the pack holds for these facts."""
        rule = self._rules.get(condition)
        if rule is None:
            rule = self._rules[condition] = Rule(condition, self.settings)
        return rule.holds(facts)

    def figure(self, figure: Figure, facts: Mapping[str, Fact] | None = None) -> Decimal:
        """Return a figure, from the pack or from the setting it names."""
        if not isinstance(figure, FromSetting):
            return decimal_of(figure)
        value = self.settings[figure.setting]
        if isinstance(value, dict):
            return decimal_of(value.get(str((facts or {}).get(figure.by, "")), figure.default))
        if isinstance(value, (bool, list)):
            raise SettingError(f"{figure.setting} is no figure")
        return decimal_of(value)

    def ratio(self, figure: Figure) -> Fraction:
        """Return a figure that may be a fraction, exact, from the pack or from the setting it names."""
        value = self.settings[figure.setting] if isinstance(figure, FromSetting) else figure
        if isinstance(value, (bool, list, dict)):
            raise SettingError(f"{value!r} is no figure")
        return ratio_of(value)

    def word(self, figure: Figure) -> str:
        """Return a word, from the pack or from the setting it names."""
        if isinstance(figure, FromSetting):
            value = self.settings[figure.setting]
            return str(value).lower() if isinstance(value, bool) else str(value)
        return str(figure).lower() if isinstance(figure, bool) else str(figure)

    def in_units(self, metric: str, counted: int) -> int:
        """Return a count as rules ask it: money in whole units of the currency, parts dropped at the very end."""
        if metric not in self.money_metrics:
            return counted
        unit: int = 10 ** self.asset(self.currency).scale
        return counted // unit

    def tenders(self) -> frozenset[str]:
        """Return the ways to pay that the till takes; what the books settle is none of them."""
        listed = self.pack.tenders
        if isinstance(listed, FromSetting):
            value = self.settings[listed.setting]
            if not isinstance(value, list):
                raise SettingError(f"{listed.setting} is no list")
            return frozenset(value)
        return frozenset(listed)

    def rounding(self, figure: Figure) -> Rounding:
        """Return a way of rounding, from the pack or a setting."""
        return Rounding(self.word(figure))

    def reward_price(self, code: str) -> int | None:
        """Return the points of a reward that a setting of the pack prices; None if it does not."""
        if self.pack.rewards is None:
            return None
        table = self.settings[self.pack.rewards.setting]
        if not isinstance(table, dict):
            return None
        price = table.get(code)
        return None if price is None else int(price)


def _checked(pack: Pack, name: str, value: SettingValue) -> SettingValue:
    declared = pack.settings.get(name)
    if declared is None:
        raise SettingError(
            f"{pack.id} declares no setting {name!r}; it has {sorted(pack.settings)}"
        )
    doubt = doubt_of(declared, value)
    if doubt:
        raise SettingError(f"setting {name!r} {doubt}")
    return value
