"""What members read when a text message of theirs is answered; figures stand without separators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REPLIES: Final[Mapping[str, Mapping[str, str]]] = {
    "zh_CN": {
        "balance": "您的积分为{points}。",
        "balance-held": "您的积分为{points}，其中{held}已为奖品预留，可用{free}。",
        "price": "奖品{reward}需{price}积分，您可用{free}积分。预订请回复“预订 {reward}”。",
        "gone": "奖品{reward}需{price}积分，目前已无货。",
        "reserved": "已为您预订奖品{reward}，预留{price}积分。取消请回复“取消 {reward}”。",
        "reserved-before": "奖品{reward}已为您预订，请到前台领取。",
        "released": "已取消预订{reward}，退回{price}积分。",
        "not-reserved": "您没有预订奖品{reward}。",
        "not-enough": "奖品{reward}需{price}积分，您可用{free}积分，未预订。",
        "not-possible": "奖品{reward}目前不能为您预订，详情请询前台。",
        "help": "回复“余额”查询积分；“查询 代码”查询奖品；“预订 代码”预订奖品；“取消 代码”取消预订；“退订”不收短信。",
        "stopped": "已退订，不再发送会员短信；储值支付、密码变更等安全通知仍会发送。恢复请回复“恢复”。",
        "started": "已恢复接收会员短信。退订请回复“退订”。",
    },
    "en": {
        "balance": "You have {points} points.",
        "balance-held": "You have {points} points; {held} are set aside for rewards, {free} are free.",
        "price": "Reward {reward} takes {price} points, {free} are free. To reserve it, reply: reserve {reward}",
        "gone": "Reward {reward} takes {price} points; there is none left at the moment.",
        "reserved": "Reward {reward} is reserved, {price} points are set aside. To cancel, reply: cancel {reward}",
        "reserved-before": "Reward {reward} is reserved for you already. It waits at the front desk.",
        "released": "The reservation of {reward} is cancelled, {price} points are free again.",
        "not-reserved": "You have not reserved reward {reward}.",
        "not-enough": "Reward {reward} takes {price} points, {free} are free. It was not reserved.",
        "not-possible": "Reward {reward} cannot be reserved for you now. Please ask the front desk.",
        "help": "Reply: balance (your points), query CODE (a reward), reserve CODE, cancel CODE, stop (no more texts).",
        "stopped": "No more texts about your membership; those about its safety (stored value taken, PIN) still come. "
        "For texts again, reply: start",
        "started": "You get texts about your membership again. For none, reply: stop",
    },
}


def reply(language: str, what: str, **facts: str | int) -> str:
    """Return the answer in the member's language; one that is not written here reads English."""
    return REPLIES.get(language, REPLIES["en"])[what].format(**facts)
