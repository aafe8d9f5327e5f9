"""A pack's rules as sentences, in zh_CN or en: what a manager reads before a rule is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from app.programme.amounts_said import currency_said
from app.programme.booking_terms import Bookings
from app.programme.conditions_said import condition_said
from app.programme.money_said import Sentence, money_sentences
from app.programme.pack import Bonus, Earning, Offer, Pack
from app.programme.parts import FromSetting, Names
from app.programme.perk_terms import Perk
from app.programme.price_offers_said import price_offer_terms
from app.programme.tier_terms import Condition, Discount, Tier
from app.programme.tiers_said import backdated_said, moved_tiers
from app.programme.words_said import Lang, word_said

_WINDOWS: Final[Mapping[str, tuple[str, str]]] = {
    "rolling-months": ("连续{months}个月内", "within {months} months on end"),
    "calendar-year": ("一个日历年度内", "within a calendar year"),
    "membership-year": ("一个会员年度内", "within a membership year"),
    "lifetime": ("累计", "in all"),
}
_REACHED: Final[Mapping[str, tuple[str, str]]] = {
    "joining": ("入会即得", "on joining"),
    "automatic": ("达到即升", "by itself"),
    "invited": ("受邀升级", "by invitation"),
    "applied": ("申请升级", "on application"),
    "bought": ("购买", "by purchase"),
    "given": ("由酒店授予", "given by the house"),
}


def sentences(pack: Pack, lang: Lang) -> list[Sentence]:
    """Say everything a pack rules, in the order a member meets it."""
    say = _Sayer(pack, lang)
    return [
        *say.membership(),
        *(one for tier in pack.tiers for one in say.tier(tier)),
        *moved_tiers(pack, lang),
        *(say.earning(rule) for rule in pack.earning),
        *say.bonuses(),
        *say.offers(),
        *say.expiry(),
        *money_sentences(pack, say.figure, lang),
        *say.bookings(pack.bookings),
        *(say.perk(perk) for perk in pack.perks),
        *say.games(),
        *say.settings(),
    ]


def differences(before: Pack, after: Pack, lang: Lang) -> list[str]:
    """Say what changes for members from one version to another, a line for each rule."""
    old = {one.key: one.text for one in sentences(before, lang)}
    new = {one.key: one.text for one in sentences(after, lang)}
    zh = lang == "zh_CN"
    lines = []
    for key in [*old, *(key for key in new if key not in old)]:
        if key not in new:
            lines.append(f"{'取消：' if zh else 'Ends: '}{old[key]}")
        elif key not in old:
            lines.append(f"{'新增：' if zh else 'New: '}{new[key]}")
        elif old[key] != new[key]:
            lines.append(
                f"{'原：' if zh else 'Was: '}{old[key]}\n{'现：' if zh else 'Now: '}{new[key]}"
            )
    return lines


class _Sayer:
    def __init__(self, pack: Pack, lang: Lang) -> None:
        self.pack = pack
        self.lang = lang

    def _(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh_CN" else en

    def name(self, names: Names) -> str:
        return self._(names.zh, names.en)

    def tier_name(self, code: str) -> str:
        found = next((tier for tier in self.pack.tiers if tier.code == code), None)
        return self.name(found.names) if found else code

    def tier_names(self, codes: tuple[str, ...] | list[str]) -> str:
        return self._("、", ", ").join(self.tier_name(code) for code in codes)

    def figure(self, figure: object) -> str:
        if not isinstance(figure, FromSetting):
            return word_said(str(figure), self.lang)
        default = self.pack.settings[figure.setting].default
        said = f"{figure.setting} = {default}" if not isinstance(default, dict) else figure.setting
        return self._(f"[设置 {said}]", f"[setting {said}]")

    def when(self, text: str) -> str:
        tiers = {tier.code: self.name(tier.names) for tier in self.pack.tiers}
        said = condition_said(text, self.lang, tiers)
        return self._(f"，条件：{said}", f", when {said}") if said else ""

    def terms(self, one: Earning | Bonus | Offer | Discount) -> str:
        """Say when a rule counts: its condition, its days, and what it stands beside."""
        text = self.when(one.when)
        if one.valid_from:
            text += self._(f"，自 {one.valid_from} 起", f", from {one.valid_from}")
        if one.valid_until:
            text += self._(f"，至 {one.valid_until} 止", f", until {one.valid_until}")
        name = getattr(one, "group", "")
        takes = next((group.takes for group in self.pack.groups if group.id == name), "all")
        if takes != "all":
            which = self.figure(takes)
            text += self._(f"（“{name}”组中{which}）", f" (of “{name}”: {which})")
        return text

    def membership(self) -> Iterator[Sentence]:
        one = self.pack.membership
        how = self._("经酒店审核", "after the hotel's review") if one.review else ""
        if one.review and one.review_at_kiosk != "true":
            asked = self.figure(one.review_at_kiosk)
            how += self._(f"（自助机入会需审核：{asked}）", f" (of who joins at a kiosk: {asked})")
        how = self._("仅限受邀", "by invitation only") if one.by_invitation else how
        kinds = self._("、", ", ").join(word_said(kind, self.lang) for kind in one.kinds)
        text = self._(f"入会：{kinds}", f"Joining: {kinds}") + (f" · {how}" if how else "")
        if one.least_age:
            text += self._(f" · 满{one.least_age}岁", f" · from the age of {one.least_age}")
        if one.fee:
            text += self._(f" · 会费 {self.figure(one.fee)}", f" · fee {self.figure(one.fee)}")
        if one.without_tier:
            bare = self._("、", ", ").join(word_said(kind, self.lang) for kind in one.without_tier)
            text += self._(f" · {bare}不设级别", f" · no tier for {bare}")
        yield Sentence("membership", text)

    def condition(self, one: Condition) -> str:
        kind, metric = one.window.kind, word_said(one.metric, self.lang)
        if isinstance(kind, FromSetting):
            window = self.figure(kind)
        else:
            zh, en = _WINDOWS.get(kind, (kind, kind))
            window = self._(zh, en).format(months=one.window.months)
        if one.at_most is not None:
            most = self.figure(one.at_most)
            return self._(f"{window} {metric} 不超过 {most}", f"{metric} at most {most} {window}")
        least = self.figure(one.at_least)
        return self._(f"{window} {metric} 达到 {least}", f"{metric} {least} or more {window}")

    def tier(self, tier: Tier) -> Iterator[Sentence]:
        zh, en = _REACHED[tier.reached]
        parts = [self._(zh, en)]
        if tier.any:
            parts.append(self._(" 或 ", " or ").join(self.condition(one) for one in tier.any))
        if tier.all:
            parts.append(self._(" 且 ", " and ").join(self.condition(one) for one in tier.all))
        if tier.price:
            parts.append(
                self._(f"售价 {self.figure(tier.price)}", f"sold for {self.figure(tier.price)}")
            )
        if tier.keeping:
            until = self.figure(tier.keeping.until)
            parts.append(self._(f"保级至 {until}", f"held until {until}"))
            if tier.keeping.grace_days:
                days = self.figure(tier.keeping.grace_days)
                parts.append(self._(f"宽限 {days} 天", f"with {days} days of grace"))
            if tier.keeping.notice_days:
                days = self.figure(tier.keeping.notice_days)
                parts.append(self._(f"提前 {days} 天通知", f"told {days} days ahead"))
        name = self.name(tier.names)
        yield Sentence(
            f"tier.{tier.code}", name + self._("：", ": ") + self._("；", "; ").join(parts)
        )
        for discount in tier.discounts:
            text = self.discount(discount) + self.terms(discount)
            yield Sentence(f"tier.{tier.code}.{discount.id}", name + self._("：", ": ") + text)

    def discount(self, one: Discount) -> str:
        gives = []
        if one.percent:
            percent = self.figure(one.percent)
            gives.append(self._(f"优惠 {percent} %", f"{percent} % off"))
        if one.amount:
            amount, least = self.figure(one.amount), self.figure(one.from_amount)
            gives.append(
                self._(f"满 {least} 减 {amount}", f"{amount} off a bill of {least} or more")
            )
        return self._("、", " and ").join(gives)

    def earning(self, rule: Earning) -> Sentence:
        asset = self.name(self.pack.assets[rule.asset].names)
        one = currency_said(self.pack.currency, "1", self.lang)
        rates = (
            (
                rule.per_unit,
                self._(f"每 {one}", f"for each {one}"),
            ),
            (rule.per_night, self._("每间夜", "for each room-night")),
            (rule.per_item, self._("每件", "for each unit")),
            (rule.flat, self._("每次", "each time")),
        )
        gives = [f"{basis} {self.figure(rate)} {asset}" for rate, basis in rates if rate]
        text = self._("；", "; ").join(gives) or asset
        if rule.factor != 1:
            text += f" × {self.figure(rule.factor)}"
        if rule.to == "company":
            text += self._("，记入公司", ", to the company")
        if rule.to == "household":
            text += self._("，记入家庭账户", ", to the household")
        if rule.first_of:
            text += self._("，仅首次", ", the first time only")
        on = {
            "spend": self._("消费", "Spending"),
            "check-out": self._("完成入住", "A completed stay"),
            "check-in": self._("入住", "Checking in"),
            "action": self._("活动", "An action"),
        }[rule.on]
        return Sentence(f"earning.{rule.id}", f"{on}{self._('：', ': ')}{text}{self.terms(rule)}")

    def bonuses(self) -> Iterator[Sentence]:
        for bonus in self.pack.bonuses:
            of = self._("、", ", ").join(word_said(part, self.lang) for part in bonus.of)
            percent = self.figure(bonus.percent)
            text = self._(f"奖励：{of} 积分的 {percent} %", f"Bonus: {percent} % of {of} points")
            late = backdated_said(bonus, self.figure, self.lang)
            yield Sentence(f"bonus.{bonus.id}", text + self.terms(bonus) + late)

    def offers(self) -> Iterator[Sentence]:
        for offer in self.pack.offers:
            asset = self.name(self.pack.assets[offer.asset].names)
            every, metric = self.figure(offer.every), word_said(offer.metric, self.lang)
            text = self._(
                f"每满 {every} {metric} 赠 {offer.amount} {asset}",
                f"Every {every} {metric}: {offer.amount} {asset}",
            )
            yield Sentence(f"offer.{offer.id}", text + self.terms(offer))
        for rule in self.pack.period_vouchers:
            months = self.figure(rule.every_months)
            target = self.name(self.pack.assets[rule.target].names)
            text = self._(f"每 {months} 个月结成 {target}", f"Every {months} months: {target}")
            yield Sentence(f"voucher.{rule.id}", text)

    def expiry(self) -> Iterator[Sentence]:
        for code, asset in self.pack.assets.items():
            name = self.name(asset.names)
            lasts = [
                self._(f"{self.figure(count)} {zh}", f"{self.figure(count)} {en}")
                for count, zh, en in ((asset.months, "个月", "months"), (asset.days, "天", "days"))
                if count
            ]
            if asset.expires != "end-of-anniversary":
                lasts.append(self._("至", "to ") + self.figure(asset.expires))
            if lasts:
                for_how_long = self._("、", ", ").join(lasts)
                text = self._(
                    f"{name}有效期 {for_how_long}", f"{name} are valid for {for_how_long}"
                )
                yield Sentence(f"expiry.{code}", text)
            if asset.notice_days:
                days = self.figure(asset.notice_days)
                text = self._(
                    f"{name}到期前 {days} 天通知会员",
                    f"Members are told {days} days before {name} lapse",
                )
                yield Sentence(f"notice.{code}", text)
            if asset.usable_after_days:
                days = self.figure(asset.usable_after_days)
                text = self._(f"{name}于 {days} 天后可用", f"{name} can be used after {days} days")
                yield Sentence(f"usable.{code}", text)
        if self.pack.activity:
            rule = self.pack.activity
            yield Sentence(
                "activity",
                self._(
                    f"每年至少一次 {word_said(rule.metric, self.lang)}，否则账户休眠",
                    f"At least one of {word_said(rule.metric, self.lang)} a year, or the account falls asleep",
                ),
            )

    def bookings(self, rules: Bookings) -> Iterator[Sentence]:
        if rules.held_until:
            until = rules.held_until
            yield Sentence(
                "booking.held",
                self._(f"预订保留至 {until}", f"A booked room is held until {until}"),
            )
        for place, one in enumerate(rules.room_guarantees):
            hours, tiers = self.figure(one.hours), self.tier_names(one.tiers)
            text = self._(f"{tiers}：客房保证", f"{tiers}: a room guaranteed")
            if one.hours:
                text += self._(f"，提前 {hours} 小时预订", f" when booked {hours} hours ahead")
            yield Sentence(f"booking.guarantee.{place}", text)
        for offer in rules.price_offers:
            price = self.figure(offer.price)
            text = self.name(offer.names) + self._("：", ": ") + price
            terms = [text, *price_offer_terms(offer, self.lang)]
            yield Sentence(f"booking.offer.{offer.code}", self._("，", ", ").join(terms))
        if rules.no_show:
            points = self.figure(rules.no_show.points)
            text = self._(f"应到未到扣 {points} 分", f"Not coming costs {points} points")
            yield Sentence("booking.no-show", text + f" ({self.figure(rules.no_show.per)})")
        if rules.points_guarantee:
            points = self.figure(rules.points_guarantee.points)
            text = self._(f"积分担保每小时 {points} 分", f"Holding longer: {points} points an hour")
            yield Sentence("booking.points-guarantee", text)

    def perk(self, perk: Perk) -> Sentence:
        text = self.tier_names(perk.tiers) + self._("：", ": ") + self.name(perk.names)
        if perk.from_time:
            text += self._(f"，{perk.from_time} 起", f" from {perk.from_time}")
        if perk.until_time:
            text += self._(f"，至 {perk.until_time}", f" until {perk.until_time}")
        if perk.most:
            text += self._(
                f"，每{word_said(perk.per, self.lang)} {perk.most} 次",
                f", {perk.most} a {perk.per}",
            )
        if not perk.by_right:
            text += self._("，视情况而定", ", as far as available")
        return Sentence(f"perk.{perk.id}", text)

    def games(self) -> Iterator[Sentence]:
        if self.pack.gifts:
            text = self._("会员之间可赠送积分", "Members may give points to each other")
            asked = "" if self.pack.gifts is True else self.figure(self.pack.gifts)
            yield Sentence("gifts", text + (self._("：", ": ") + asked if asked else ""))
        if self.pack.stakes:
            points, hours = (
                self.figure(self.pack.stakes.points),
                self.figure(self.pack.stakes.closes_hours),
            )
            text = self._(
                f"竞猜每注 {points} 分，开赛前 {hours} 小时截止",
                f"A stake is {points} points, until {hours} hours before kick-off",
            )
            yield Sentence("stakes", text)
        if self.pack.donations:
            yield Sentence(
                "donations", self._("积分可捐赠", "Points may be donated under an agreement")
            )
        assets = self.pack.assets
        for one in self.pack.conversions:
            source, target = (
                self.name(assets[code].names) if code in assets else code
                for code in (one.source, one.target)
            )
            text = f"{self.figure(one.rate)} {source} → 1 {target}"
            yield Sentence(f"conversion.{one.source}.{one.target}", text)

    def settings(self) -> Iterator[Sentence]:
        for name, one in self.pack.settings.items():
            ours = (
                self._("酒店自定", "the house's to set")
                if one.source in {"ours", "not stated"}
                else one.source
            )
            means = self.name(one.means) if isinstance(one.means, Names) else one.means
            yield Sentence(
                f"setting.{name}",
                f"{name} = {one.default} · {means}{self._('（', ' (')}{ours}{self._('）', ')')}",
            )
