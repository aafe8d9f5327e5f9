"""Messages and reports that came to a modem: fetched, told, and deleted there once somebody says they are kept."""

import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterable

from devices.codec import at_lines, sms_pdu
from devices.codec.at_lines import Stored, Unasked
from devices.codec.sms_join import Joined, TextJoiner
from devices.codec.sms_pdu import Delivered, StatusReport
from devices.drivers.gsm_talk import AtTalk
from devices.errors import ModemError, WrongAnswerError
from devices.wire.line import Wire

_LOG = logging.getLogger(__name__)
_MOST_AT_ONCE = 32
_REPORTS = "SR"  # the memory of delivery reports


class Inbox:
    """Tells each text once it is whole; it stays in the modem until it is acknowledged, so that none is lost.

    The modem's memory is small. When it is full, what nobody can read is deleted, then the oldest texts
    that are not whole are told as far as they came; a text that was told and not acknowledged never
    makes room: the network keeps the next ones until there is some.
    """

    def __init__(
        self,
        talk: AtTalk,
        *,
        tell: Callable[[Delivered | StatusReport, str], None],
        name: str,
    ) -> None:
        """Begin empty.

        Args:
            talk: The dialogue with the modem.
            tell: Takes a whole text, or a report that is final, and the token to acknowledge it by.
            name: The modem's, for logs.
        """
        self._talk = talk
        self._tell = tell
        self._name = name
        self._joiner = TextJoiner()
        self._places: dict[Delivered, set[Stored]] = {}
        self._told: dict[str, tuple[Stored, ...]] = {}  # by token, not acknowledged yet
        self._known: dict[Stored, str] = {}  # what lies there was taken
        self._unreadable: set[Stored] = set()
        self._kept: deque[str] = deque()  # acknowledged, by any thread; not deleted yet
        self._memory = ""  # that is read from
        self._texts = "SM"  # that takes what comes in

    @property
    def has_kept(self) -> bool:
        """Whether something that was acknowledged is to be deleted."""
        return bool(self._kept)

    def acknowledge(self, token: str) -> None:
        """Have what was told under a token deleted; from any thread. One of before ``forget`` is nothing's."""
        self._kept.append(token)

    def forget(self) -> None:
        """Forget parts and places; what was not acknowledged lies in the modem still, and is told again."""
        self._joiner.clear()
        self._places.clear()
        self._told.clear()
        self._known.clear()
        self._unreadable.clear()
        self._memory = ""

    def fetch_all(self, wire: Wire) -> None:
        """Tell of everything that lies in the modem: it came while nobody listened.

        Raises:
            DeviceError: The modem does not answer.
        """
        try:
            self._memory, self._texts = at_lines.memories_of(self._talk.command(wire, "AT+CPMS?"))
            for memory in dict.fromkeys((_REPORTS, self._texts)):
                self._list(wire, memory)
        except ModemError as error:
            _LOG.info("%s: its messages cannot be listed: %s", self._name, error)
            return
        self.work_off(wire)

    def _list(self, wire: Wire, memory: str) -> None:
        try:
            self._use(wire, memory)
            lines = self._talk.command(wire, "AT+CMGL=4")
        except ModemError:
            if memory == self._texts:
                raise
            return  # it keeps no reports, or keeps them with the texts
        for index, pdu in at_lines.stored_pdus(lines):
            if index is not None:
                self._take(wire, pdu, Stored(memory, index))

    def work_off(self, wire: Wire) -> None:
        """Delete what is kept, fetch and tell what the modem announced; reading may bring more announcements.

        At most 32 at a time, so that a text to send never waits long; ``AtTalk.unasked`` has the rest.

        Raises:
            DeviceError: The modem does not answer.
        """
        while self._kept:
            places = self._told.pop(self._kept.popleft(), ())
            self._forget_places(places)
            self._delete(wire, places)
        for _ in range(_MOST_AT_ONCE):
            if not self._talk.unasked:
                return
            self._fetch(wire, self._talk.unasked.popleft())

    def _fetch(self, wire: Wire, unasked: Unasked) -> None:
        if not isinstance(unasked, Stored):
            self._take(wire, unasked.pdu, None)
            return
        try:
            self._use(wire, unasked.memory)
            lines = self._talk.command(wire, f"AT+CMGR={unasked.index}")
        except ModemError as error:
            _LOG.info("%s: an announced message cannot be read: %s", self._name, error)
            return
        for _, pdu in at_lines.stored_pdus(lines):
            self._take(wire, pdu, unasked)

    def make_room(self, wire: Wire) -> None:
        """Give up what cannot be told whole, where the memory is full.

        Raises:
            DeviceError: The modem does not answer.
        """
        self._memory = self._texts
        used, total = at_lines.room_of(self._talk.ask(wire, f'AT+CPMS="{self._texts}"'))
        if used < total or total == 0:
            return
        freed = len(self._unreadable)
        self._delete(wire, self._unreadable)
        self._unreadable.clear()
        while freed < max(1, total // 4):
            joined = self._joiner.give_up_oldest()
            if joined is None:
                return
            freed += len(joined.messages)
            self._tell_joined(joined)

    def _take(self, wire: Wire, pdu: str, place: Stored | None) -> None:
        if place is not None and self._known.get(place) == pdu:
            return  # told or put to its other parts; nobody has said yet that it is kept
        try:
            message = sms_pdu.parse(pdu)
        except WrongAnswerError as error:
            _LOG.info("%s: a message cannot be read and is left alone: %s", self._name, error)
            if place is not None:
                self._unreadable.add(place)
            return
        if place is not None:
            self._known[place] = pdu
        if isinstance(message, StatusReport):
            places = () if place is None else (place,)
            if message.is_final:
                self._tell(message, self._token(places))
            else:
                self._forget_places(places)
                self._delete(wire, places)
            return
        if place is not None:
            self._places.setdefault(message, set()).add(place)
        joined = self._joiner.take(message)
        if joined is not None:
            self._tell_joined(joined)

    def _forget_places(self, places: Iterable[Stored]) -> None:
        for place in places:
            self._known.pop(place, None)

    def _tell_joined(self, joined: Joined) -> None:
        places = {place for one in joined.messages for place in self._places.pop(one, ())}
        self._tell(joined.text, self._token(places))

    def _token(self, places: Iterable[Stored]) -> str:
        token = secrets.token_hex(8)
        self._told[token] = tuple(places)
        return token

    def _delete(self, wire: Wire, places: Iterable[Stored]) -> None:
        for place in places:
            try:
                self._use(wire, place.memory)
                self._talk.command(wire, f"AT+CMGD={place.index}")
            except ModemError as error:
                _LOG.info("%s: a message cannot be deleted: %s", self._name, error)

    def _use(self, wire: Wire, memory: str) -> None:
        if memory != self._memory:
            self._talk.command(wire, f'AT+CPMS="{memory}"')
            self._memory = memory
