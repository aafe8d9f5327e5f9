"""Talks to a card: commands there, answers back, with the detours of T=0 followed."""

from collections.abc import Callable

from devices.codec import storage_card as storage
from devices.codec.apdu import Command, Response, get_response
from devices.errors import CardRefusedError, CardUnknownError, WrongAnswerError

_MOST_PARTS = 16
_UID_LENGTHS = (4, 7, 10)
_RANDOM = 0x08


def _no_reset() -> None:
    """Do nothing."""


class Exchange:
    """One card that lies on a reader."""

    def __init__(
        self, transmit: Callable[[bytes], bytes], reset: Callable[[], None] = _no_reset
    ) -> None:
        """Take the way to the card.

        Args:
            transmit: Sends a command and gives the answer with its status word; raises ``DeviceError``.
            reset: Resets the card; raises ``DeviceError``.
        """
        self._transmit = transmit
        self.reset = reset

    def send(self, command: Command) -> Response:
        """Send a command, fetch what waits (``61 xx``), repeat with the right length (``6C xx``).

        Raises:
            WrongAnswerError: The card never comes to an end.
            CardGoneError: The card was taken away.
        """
        answer = Response.decode(self._transmit(command.encode()))
        if answer.right_length is not None:
            again = Command(
                cla=command.cla,
                ins=command.ins,
                p1=command.p1,
                p2=command.p2,
                data=command.data,
                le=answer.right_length,
            )
            answer = Response.decode(self._transmit(again.encode()))
        parts = answer.data
        for _ in range(_MOST_PARTS):
            if answer.more_waits is None:
                return Response(parts, answer.sw)
            fetch = get_response(answer.more_waits)
            answer = Response.decode(self._transmit(fetch.encode()))
            if answer.right_length is not None:
                fetch = get_response(answer.right_length)
                answer = Response.decode(self._transmit(fetch.encode()))
            parts += answer.data
        raise WrongAnswerError("the card's answer has no end")

    def ask(self, command: Command) -> bytes:
        """Send a command that must succeed and give its data.

        Raises:
            CardRefusedError: The status is not ``90 00``; the message holds it.
            WrongAnswerError: As ``send``.
        """
        answer = self.send(command)
        if not answer.is_ok:
            raise CardRefusedError(f"command {command.ins:02X} was refused: {answer.sw:04X}")
        return answer.data

    def uid(self) -> bytes:
        """Ask the reader for a contactless card's own number.

        Raises:
            CardUnknownError: The card shows a random number each time.
            WrongAnswerError: It has no such number.
        """
        uid = self.ask(storage.UID)
        if len(uid) not in _UID_LENGTHS:
            raise WrongAnswerError(f"{len(uid)} bytes are no card's own number")
        if len(uid) == 4 and uid[0] == _RANDOM:
            raise CardUnknownError("the card hides its number: it shows a random one")
        return uid
