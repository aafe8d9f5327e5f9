"""Puts the parts of long texts together as they come, in any order, with bounded memory."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace

from devices.codec.sms_pdu import Delivered

_MOST_UNFINISHED = 32

_Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A text, and the messages that it came in.

    Attributes:
        text: With the time of its first part.
        messages: As they came.
    """

    text: Delivered = field(repr=False)
    messages: tuple[Delivered, ...] = field(repr=False)


class TextJoiner:
    """Keeps the newest 32 unfinished texts; of older ones comes out what there is."""

    def __init__(self) -> None:
        self._unfinished: OrderedDict[_Key, dict[int, Delivered]] = OrderedDict()

    def take(self, message: Delivered) -> Joined | None:
        """Take one message; give what is whole now, or will not be waited for any longer."""
        part = message.part
        if part is None:
            return _joined({1: message})
        key = (message.number, part.reference, part.total)
        parts = self._unfinished.setdefault(key, {})
        parts[part.number] = message
        self._unfinished.move_to_end(key)
        if len(parts) == part.total:
            return _joined(self._unfinished.pop(key))
        return self.give_up_oldest() if len(self._unfinished) > _MOST_UNFINISHED else None

    def give_up_oldest(self) -> Joined | None:
        """Give what there is of the text that was added to the longest ago; None where all were whole."""
        if not self._unfinished:
            return None
        _, oldest = self._unfinished.popitem(last=False)
        return _joined(oldest)

    def clear(self) -> None:
        """Forget all parts."""
        self._unfinished.clear()


def _joined(parts: dict[int, Delivered]) -> Joined:
    messages = tuple(parts[number] for number in sorted(parts))
    whole = "".join(one.text for one in messages)
    # A surrogate pair may be torn apart between two parts; a half that stays alone is replaced.
    whole = whole.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")
    return Joined(text=replace(messages[0], text=whole, part=None), messages=messages)
