"""Messages and reports that came to a modem: fetched, told, then deleted there."""

import logging
from collections.abc import Callable, Iterable

from devices.codec import at_lines, sms_pdu
from devices.codec.at_lines import Stored, Unasked
from devices.codec.sms_join import TextJoiner
from devices.codec.sms_pdu import Delivered, StatusReport
from devices.drivers.gsm_talk import AtTalk
from devices.errors import ModemError, WrongAnswerError
from devices.wire.line import Wire

_LOG = logging.getLogger(__name__)
_MOST_AT_ONCE = 32


class Inbox:
    """Tells each text once it is whole; until then its parts stay in the modem, so that none is lost."""

    def __init__(
        self,
        talk: AtTalk,
        *,
        tell_text: Callable[[Delivered], None],
        tell_report: Callable[[StatusReport], None],
        name: str,
    ) -> None:
        """Begin empty.

        Args:
            talk: The dialogue with the modem.
            tell_text: Takes a whole text.
            tell_report: Takes a report.
            name: The modem's, for logs.
        """
        self._talk = talk
        self._tell_text = tell_text
        self._tell_report = tell_report
        self._name = name
        self._joiner = TextJoiner()
        self._places: dict[Delivered, set[Stored]] = {}
        self._memory = ""

    def forget(self) -> None:
        """Forget parts and places; what was not told lies in the modem still."""
        self._joiner.clear()
        self._places.clear()
        self._memory = ""

    def fetch_all(self, wire: Wire) -> None:
        """Tell of everything that lies in the modem: it came while nobody listened.

        Raises:
            DeviceError: The modem does not answer.
        """
        try:
            self._memory = at_lines.memory_of(self._talk.command(wire, "AT+CPMS?"))
            lines = self._talk.command(wire, "AT+CMGL=4")
        except ModemError as error:
            _LOG.info("%s: its messages cannot be listed: %s", self._name, error)
            return
        for index, pdu in at_lines.stored_pdus(lines):
            if index is not None:
                self._take(wire, pdu, Stored(self._memory, index))
        self.work_off(wire)

    def work_off(self, wire: Wire) -> None:
        """Fetch and tell what the modem announced; reading may bring more announcements.

        At most 32 at a time, so that a text to send never waits long; ``AtTalk.unasked`` has the rest.

        Raises:
            DeviceError: The modem does not answer.
        """
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

    def _take(self, wire: Wire, pdu: str, place: Stored | None) -> None:
        try:
            message = sms_pdu.parse(pdu)
        except WrongAnswerError as error:
            _LOG.info("%s: a message cannot be read and is left alone: %s", self._name, error)
            return
        if isinstance(message, StatusReport):
            self._tell_report(message)
            self._delete(wire, () if place is None else (place,))
            return
        if place is not None:
            self._places.setdefault(message, set()).add(place)
        joined = self._joiner.take(message)
        if joined is not None:
            self._tell_text(joined.text)
            for one in joined.messages:
                self._delete(wire, self._places.pop(one, ()))

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
