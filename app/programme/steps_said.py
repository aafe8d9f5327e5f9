"""The sentence of each step of a trace, in zh_CN and en; names in braces are worked out by ``traces_said``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STEPS: Final[Mapping[str, tuple[str, str]]] = {
    # what earns
    "rate": ("{of} {sum}{to}", "{of} {sum}{to}"),
    "fixed": ("{of} {amount}{to}", "{of}: {amount}{to}"),
    "bonus": ("{tier}奖励 {sum}", "{tier} bonus {sum}"),
    "outdone": ("不与其他优惠同享：{outdone}", "not on top of another offer: {outdone}"),
    "total": ("合计 {sum}", "in all {sum}"),
    "offer": ("{metric} {count}，每满 {every} 赠 {amount}", "{metric} {count}, for every {every}: {amount}"),
    "backdated": ("补发本年度{tier}奖励 {text}：{amount}", "{tier} bonus of {text} for the year so far: {amount}"),
    "overpaid": (
        "本年度已补发的{tier}奖励 {text}，多付 {amount}",
        "{tier} bonus of {text} paid for the year, too much by {amount}",
    ),
    "company": ("关联账户得 {amount}", "to the linked account: {amount}"),
    "referral": ("推荐新会员一位", "brought a new member"),
    "paid-back": ("消费返现 {sum}", "cash back on spend {sum}"),
    # the bill
    "discount": ("{tier}{kind_of_discount} {off}", "{tier} {kind_of_discount} {off}"),
    "paid": ("{paid}", "{paid}"),
    "stay-not-open": ("所选住店记录已结束，本单不计入该次住店", "the stay named is not open: posted without it"),
    "price-offer": ("可享{price_offer}，房价 {money}", "{price_offer}: {money} a night"),
    # taken back and given back
    "void": ("作废{kind}", "voided: {kind}"),
    "refund": ("退款部分应扣回积分 {sum}", "earned on what is refunded {sum}"),
    "given-back": ("退还 {amount}", "given back: {amount}"),
    "taken-back": ("扣回 {amount}", "taken back: {amount}"),
    "waived": ("余额不足，免扣 {sum}", "shortfall waived {sum}"),
    "owed": ("余额不足，记欠 {sum}", "shortfall noted as owed {sum}"),
    "too-late": ("退还时已过有效期（{date}），失效 {amount}", "past its last day, {date}, when given back: {amount}"),
    "debt-paid": ("抵还所欠积分，扣 {amount}", "paid on what was owed: {amount}"),
    # stored value and rewards
    "topped-up": ("充值（{tender}）{amount}", "topped up ({tender}): {amount}"),
    "adjusted": ("手工调整 {signed}，调整后 {left}", "adjusted by hand {signed}, then {left}"),
    "fee": ("收取会费（{tender}）{money}", "fee paid ({tender}): {money}"),
    "cheque": ("支票兑付 {money}", "cheque cashed: {money}"),
    "brought": ("原系统结转 {amount}{since}", "carried over {amount}{since}"),
    "taken": ("兑换 {reward} {sum}", "redeemed {reward} {sum}"),
    "set-aside": ("预订 {reward}，预留 {amount}", "set aside for {reward}: {amount}"),
    "unreserved": ("{reward} 取消预订，解除预留 {amount}", "{reward} not wanted, free again: {amount}"),
    "reserved": ("领取预订的 {reward}，用预留的 {amount}", "reserved {reward} fetched: {amount} set aside before"),
    "bought": ("购买 {amount}{price}", "bought {amount}{price}"),
    # bookings
    "held": ("积分担保，冻结 {sum}", "held as a guarantee {sum}"),
    "pledged": ("积分担保 {sum}，暂不冻结", "pledged as a guarantee {sum}, nothing held yet"),
    "released": ("担保解除，解冻 {amount}", "guarantee over, free again: {amount}"),
    "forfeited": ("担保积分不予退还，扣 {amount}", "guarantee forfeited: {amount}"),
    "penalty": ("应到未到，扣 {amount}", "no-show: {amount} taken"),
    # the day's end
    "expired": ("{earned}到期失效 {amount}", "expired{earned}: {amount}"),
    "pending": ("暂存 {amount}，稍后可用", "set aside, usable later: {amount}"),
    "usable": ("{earned}解除暂存 {amount}", "no longer set aside{earned}: {amount}"),
    "lapsed": ("账户休眠，积分清零 {amount}", "account at rest, points forfeited: {amount}"),
    "asleep": ("长期未使用，账户转为休眠", "not used for long: the account rests"),
    "awake": ("账户恢复使用", "the account is awake again"),
    "grown-up": ("已满年龄，转为标准账户", "of age now: a standard account"),
    "turned-in": ("转出 {amount}", "turned in: {amount}"),
    "voucher": ("转为 {amount}", "turned into {amount}"),
    # tiers and membership
    "tier": ("由{before}升为{tier}", "from {before} to {tier}"),
    "fell": ("由{before}降为{tier}", "down from {before} to {tier}"),
    "invited": ("受邀升级{tier}", "invited to {tier}"),
    "uninvited": ("升级邀请已失效", "the invitation is over"),
    "declined": ("谢绝升级{tier}", "{tier} declined"),
    "status": ("会籍由{before}改为{status}", "membership: {before}, now {status}"),
    "perk": ("{perk}：{granted}", "{perk}: {granted}"),
    "prize": ("{prize}：{result} 房中奖", "{prize}: room {result} has won"),
    "disclosed": ("经会员同意，资料提供给 {text}", "with the member's consent, data go to {text}"),
    # between members, to others, into something else
    "merged-away": ("并入另一会员账户 {amount}", "to the member merged into: {amount}"),
    "merged-in": ("由合并的会员账户转入 {amount}", "from the member merged into this one: {amount}"),
    "given": ("转赠 {amount}", "given to another member: {amount}"),
    "received": ("获赠 {amount}", "received from another member: {amount}"),
    "donated": ("捐给 {text} {amount}", "donated to {text}: {amount}"),
    "converted": ("转换 {sum}", "converted {sum}"),
    "stake": ("竞猜{guess} {sum}", "staked{guess} {sum}"),
    "settled": ("赛果“{outcome}”：共投 {amount_in_text}，{winners} 人猜中，其投注 {amount}",
                "outcome “{outcome}”: {amount_in_text} staked, {winners} right with {amount}"),
    "won": ("猜中“{text}”，得 {amount}", "right on “{text}”: {amount}"),
    "drawn": ("抽奖：{every} 人、{count} 次机会，中奖 {result} 人",
              "draw: members {every}, chances {count}, winners {result}"),
    "drawn-prize": ("抽中{drawn}{worth}", "drawn: {drawn}{worth}"),
    # the office
    "appealed": ("积分申诉：{bill}，{money}", "appeal: {bill}, {money}"),
    "granted": ("申诉成立：{bill}", "appeal granted: {bill}"),
    "denied": ("申诉未成立：{bill}", "appeal not granted: {bill}"),
    "text": ("短信{command}{reward_asked}", "text message: {command}{reward_asked}"),
    "campaign": ("向{segment}群发 {content}，发送 {result} 位", "{content} to {segment}: sent to {result}"),
    "imported": ("网站记录 {text} 条，导入 {result} 条", "records of the website: {text}, taken in: {result}"),
    "exported": ("向网站导出 {result} 条", "records for the website: {result}"),
}  # fmt: skip

# Words that stand for what a line says in a code of its own.
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "post_spend": ("消费登记", "a bill"),
    "top_up": ("储值充值", "a top-up"),
    "redeem": ("积分兑换", "a redemption"),
    "adjust": ("调整", "an adjustment"),
}
LINKED: Final[Mapping[str, tuple[str, str]]] = {
    "company": ("，记入公司账户", ", to the company"),
    "household": ("，记入家庭账户", ", to the household"),
}
STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    "applied": ("待审核", "waiting for review"),
    "active": ("有效", "in force"),
    "inactive": ("休眠", "at rest"),
    "rejected": ("未通过", "not accepted"),
    "suspended": ("中止", "suspended"),
    "terminated": ("终止", "ended"),
}
GRANTED: Final[Mapping[str, tuple[str, str]]] = {
    "granted": ("可以享用", "granted"),
    "not granted": ("此次不能提供", "not this time"),
}
COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "balance": ("查询积分余额", "asks for the points balance"),
    "query": ("查询奖品", "asks for a reward's price"),
    "reserve": ("预订奖品", "reserves a reward"),
    "cancel": ("取消预订", "cancels a reservation"),
    "stop": ("不再接收短信", "wants no more texts"),
    "start": ("恢复接收短信", "wants texts again"),
    "unknown": ("内容未能识别", "not understood"),
}
EVENTS: Final[Mapping[str, tuple[str, str]]] = {
    "check-out": ("住店", "stay"),
    "check-in": ("入住", "check-in"),
    "action": ("活动", "action"),
}
