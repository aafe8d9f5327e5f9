"""Names of counts and codes in both languages, as sentences about rules say them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Lang = Literal["zh_CN", "en"]

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # counts
    "stays": ("住店次数", "stays"),
    "nights": ("房晚", "nights"),
    "qualifying_nights": ("合格价格房晚", "qualifying nights"),
    "base_points": ("基本积分", "base points"),
    "points_earned": ("累计获得积分", "points earned"),
    "own_room_nights": ("本人预订本人入住间夜", "own room-nights"),
    "channel_stays": ("自有渠道预订并入住次数", "stays booked by an own channel"),
    "web_prepaid": ("官网预付次数", "stays prepaid on the website"),
    "consumptions": ("消费记录", "consumption records"),
    "no_shows": ("应到未到次数", "no-shows"),
    "visits": ("到店次数", "visits"),
    "spend": ("消费额", "spend"),
    "purchases": ("消费次数", "purchases"),
    "app_stays": ("客户端预订入住次数", "stays booked in the app"),
    "platinum_stays": ("白金会籍住店次数", "stays as Platinum"),
    # kinds, channels, rates, ways
    "person": ("个人", "persons"),
    "child": ("儿童", "children"),
    "company": ("公司", "companies"),
    "household": ("家庭", "households"),
    "anonymous": ("不记名", "unnamed cards"),
    "website": ("官网", "website"),
    "app": ("客户端", "app"),
    "wap": ("手机网页", "mobile website"),
    "sms": ("短信", "text message"),
    "hotline": ("客服电话", "hotline"),
    "desk": ("前台", "desk"),
    "agency": ("代理", "agency"),
    "qualifying": ("适宜房价", "qualifying"),
    "non-qualifying": ("不计分房价", "non-qualifying"),
    "member": ("会员价", "member"),
    "free-night": ("赠送房晚", "free night"),
    "self": ("本人", "self"),
    "other": ("他人", "another"),
    "rooms": ("客房", "rooms"),
    "restaurant": ("餐厅", "restaurant"),
    "bar": ("酒吧", "bar"),
    "spa": ("水疗", "spa"),
    "laundry": ("洗衣", "laundry"),
    "pay-tv": ("收费电视", "pay TV"),
    "events": ("会议宴会", "events"),
    "store": ("商店", "store"),
    "cafe": ("咖啡店", "café"),
    "points": ("积分", "points"),
    "miles": ("里程", "miles"),
    "voucher": ("礼券", "voucher"),
    "cash": ("现金", "cash"),
    "card": ("银行卡", "bank card"),
    "credit": ("挂账", "on account"),
    "alipay": ("支付宝", "Alipay"),
    "wechat": ("微信支付", "WeChat Pay"),
    "stored_value": ("储值", "stored value"),
    "bank": ("银行", "the bank"),
    "telephone": ("电话", "telephone"),
    "e-voucher": ("电子券", "e-voucher"),
    "referral": ("推荐新会员", "a referral"),
    "install-app": ("安装客户端", "installing the app"),
    "follow-wechat": ("关注公众号", "following on WeChat"),
    "review": ("发表评价", "a review"),
    "base": ("基本", "base"),
    "brand": ("品牌", "brand"),
    # settings' words
    "order": ("每单", "an order"),
    "room-night": ("每间夜", "a room-night"),
    "year-of-reaching": ("达到当年", "the year of reaching"),
    "while-held": ("持有期间", "while it is held"),
    "calendar": ("日历年度", "calendar year"),
    "rolling": ("滚动十二个月", "rolling twelve months"),
    "membership": ("会员年度", "membership year"),
    "end-of-year": ("年末", "the end of the year"),
    "end-of-next-year": ("次年年末", "the end of the next year"),
    "end-of-anniversary": ("同日为止", "the end of the same-numbered day"),
    "start-of-anniversary": ("同日前一天为止", "the day before the same-numbered one"),
    "best": ("只取最优惠的一项", "the best one alone"),
    "first": ("只取排在最前的一项", "the first one alone"),
    "all": ("全部叠加", "all of them"),
    "day": ("日", "day"),
    "month": ("月", "month"),
    "year": ("年", "year"),
}


def word_said(code: str, lang: Lang) -> str:
    """Return a code's name; a code that is not known stands as it is."""
    zh, en = WORDS.get(code, (code, code))
    return zh if lang == "zh_CN" else en
