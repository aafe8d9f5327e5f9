"""Why a till is told no: one code for each reason, with the sentence for its screen in both languages."""

from __future__ import annotations

from enum import Enum, unique
from typing import Final


@unique
class PosReason(Enum):
    """The ``code`` of an error or a refusal; it does not change within a version of the format."""

    MALFORMED = "malformed"
    FRAME_TOO_LONG = "frame-too-long"
    FRAME_CUT = "frame-cut"  # the rest of a line did not come
    VERSION_UNKNOWN = "version-unknown"
    TYPE_UNKNOWN = "type-unknown"
    AMOUNT_MALFORMED = "amount-malformed"
    AMOUNT_NOT_POSITIVE = "amount-not-positive"
    AMOUNT_TOO_LARGE = "amount-too-large"
    LINES_DO_NOT_ADD_UP = "lines-do-not-add-up"
    CURRENCY_OTHER = "currency-other"
    OUTLET_UNKNOWN = "outlet-unknown"
    BILL_DIFFERS = "bill-differs"
    BILL_UNKNOWN = "bill-unknown"
    BILL_ANSWERED = "bill-answered"
    BEING_POSTED = "being-posted"
    TOO_MANY_WAITING = "too-many-waiting"
    TOO_MANY_CONNECTIONS = "too-many-connections"
    TRY_AGAIN = "try-again"  # the books could not be asked; nothing is sure to be kept


SENTENCES: Final[dict[PosReason, tuple[str, str]]] = {
    PosReason.MALFORMED: ("报文格式有误。", "The message cannot be read."),
    PosReason.FRAME_TOO_LONG: ("报文过长。", "The message is too long."),
    PosReason.FRAME_CUT: ("报文未完整送达。", "The end of the message did not come."),
    PosReason.VERSION_UNKNOWN: ("不支持此报文版本。", "This version of the format is not known."),
    PosReason.TYPE_UNKNOWN: ("不认识此报文类型。", "This type of message is not known."),
    PosReason.AMOUNT_MALFORMED: ("金额格式有误。", "The amount cannot be read."),
    PosReason.AMOUNT_NOT_POSITIVE: ("金额须大于零。", "The amount must be above zero."),
    PosReason.AMOUNT_TOO_LARGE: ("金额过大。", "The amount is too large."),
    PosReason.LINES_DO_NOT_ADD_UP: (
        "明细合计与账单金额不符。",
        "The lines do not add up to the amount.",
    ),
    PosReason.CURRENCY_OTHER: (
        "币种与酒店账簿不符。",
        "The currency is not that of the hotel's books.",
    ),
    PosReason.OUTLET_UNKNOWN: ("没有此消费场所。", "There is no such outlet."),
    PosReason.BILL_DIFFERS: (
        "此单号已用于内容不同的账单。",
        "This number belongs to a bill with other content.",
    ),
    PosReason.BILL_UNKNOWN: ("没有收到过此单号。", "No bill of this number was heard of."),
    PosReason.BILL_ANSWERED: ("此账单已有答复。", "This bill has been answered."),
    PosReason.BEING_POSTED: ("此账单正在入账。", "This bill is being posted."),
    PosReason.TOO_MANY_WAITING: ("待处理的账单过多。", "Too many bills are waiting."),
    PosReason.TOO_MANY_CONNECTIONS: ("连接过多。", "There are too many connections."),
    PosReason.TRY_AGAIN: (
        "账簿暂不可用，请稍后重发。",
        "The books cannot be reached; send it again.",
    ),
}


@unique
class PosTrouble(Enum):
    """Why the link hears no till."""

    ADDRESS_UNREADABLE = "address-unreadable"
    BEYOND_LOOPBACK = "beyond-loopback"
    NOT_OPENED = "not-opened"


TROUBLES: Final[dict[PosTrouble, tuple[str, str]]] = {
    PosTrouble.ADDRESS_UNREADABLE: (
        "设置中的收银机地址无法识别。",
        "The till's address in the settings cannot be read.",
    ),
    PosTrouble.BEYOND_LOOPBACK: (
        "收银机地址不在本机；设置 beyond_loopback 后方可监听。",
        "The till's address is not on this computer; it is listened on only where beyond_loopback is set.",
    ),
    PosTrouble.NOT_OPENED: ("收银机端口无法打开。", "The till's port cannot be opened."),
}
