"""One exchange with an encoder of the MSR605 family: a command, and the wait for its answer."""

from collections.abc import Callable
from time import monotonic, monotonic_ns

from devices.codec import msr605
from devices.codec.msr605 import BlockParser, Status
from devices.codec.text_swipe import RawSwipe
from devices.errors import DeviceError, TimedOutError, WriteFailedError, WrongAnswerError
from devices.wire.line import Wire

_ANSWER_S = 1.0
_DRAIN_S = 0.05
_SWIPE_S = 90.0


class EncoderTalk:
    """Says commands to an encoder and waits for answers, as long as nobody stops it."""

    def __init__(
        self, wire: Wire, parser: BlockParser, stopped: Callable[[], DeviceError | None]
    ) -> None:
        """Take what is needed for one exchange.

        Args:
            wire: The open wire.
            parser: Keeps half a block between exchanges.
            stopped: Gives the error to raise when the wait is to end early.
        """
        self._wire = wire
        self._parser = parser
        self._stopped = stopped

    def command(self, command: bytes) -> None:
        """Say a command that is answered at once.

        Raises:
            WrongAnswerError: It was refused.
            TimedOutError: No answer.
        """
        self._wire.write(command)
        answer = self._read_exactly(2, _ANSWER_S)
        if answer != msr605.ESC + bytes([Status.OK]):
            raise WrongAnswerError(f"the encoder refused command {command[1:2].hex()}")

    def examine(self) -> dict[str, str]:
        """Ask the encoder for itself: model, firmware, memory test, field strength.

        Raises:
            WriteFailedError: Its memory is faulty.
            TimedOutError: It does not answer.
        """
        self._wire.write(msr605.MODEL)
        model = self._read_exactly(3, _ANSWER_S)
        self._wire.write(msr605.FIRMWARE)
        firmware = self._read_exactly(9, _ANSWER_S)
        self._wire.write(msr605.RAM_TEST)
        if self._read_exactly(2, _ANSWER_S)[1] != Status.OK:
            raise WriteFailedError("the encoder's memory is faulty")
        self._wire.write(msr605.GET_COERCIVITY)
        # The manual has capitals, devices were seen with small letters.
        field = self._read_exactly(2, _ANSWER_S)[1:].upper()
        return {
            "model": model[1:2].decode("latin-1"),
            "firmware": firmware[1:].decode("latin-1"),
            "memory": "well",
            "field": "HiCo" if field == b"H" else "LoCo",
        }

    def expect_written(self) -> None:
        """Wait until a card was swiped for writing or erasing.

        Raises:
            WriteFailedError: The encoder says that it went wrong.
        """
        answer = self._read_exactly(2, _SWIPE_S)
        if answer[1] != Status.OK:
            raise WriteFailedError(f"the encoder says {answer[1]:02x}")

    def wait_for_card(self) -> RawSwipe:
        """Wait until a card was swiped for reading."""
        end = monotonic() + _SWIPE_S
        while True:
            done = self._parser.feed(self._read_some(end), monotonic_ns())
            if done:
                return done[0]

    def settle(self) -> None:
        """End whatever waits in the device, throw its answers away, and see that it is there.

        Raises:
            TimedOutError: No encoder answers.
        """
        self._wire.write(msr605.RESET)
        end = monotonic() + _ANSWER_S
        while self._wire.read(_DRAIN_S) and monotonic() < end:
            pass
        self._parser.flush()
        self._wire.write(msr605.TEST)
        end = monotonic() + _ANSWER_S
        answer = b""
        while msr605.TEST_OK not in answer:
            answer += self._wire.read(max(0.0, end - monotonic()))
            if monotonic() >= end and msr605.TEST_OK not in answer:
                raise TimedOutError("no encoder answers at this port")

    def _read_exactly(self, size: int, timeout_s: float) -> bytes:
        end = monotonic() + timeout_s
        data = b""
        while len(data) < size:
            data += self._read_some(end)
        return data

    def _read_some(self, end: float) -> bytes:
        # Before the wait: an earlier read may have taken the wake-up that told of it.
        if error := self._stopped():
            raise error
        data = self._wire.read(max(0.0, end - monotonic()))
        if not data and monotonic() >= end:
            raise TimedOutError("the encoder does not answer")
        return data
