"""Takes a message in hex apart from front to back, and swaps semi-octets."""

from devices.errors import WrongAnswerError


class PduReader:
    """Reads bytes once; what is not there is an error, never an index out of range."""

    def __init__(self, pdu: str) -> None:
        """Begin at the first byte.

        Raises:
            WrongAnswerError: It is not hexadecimal.
        """
        try:
            self._data = bytes.fromhex(pdu.strip())
        except ValueError as error:
            raise WrongAnswerError("the message is not hexadecimal") from error
        self._at = 0

    def byte(self) -> int:
        """Take one byte; raises as ``take``."""
        return self.take(1)[0]

    def take(self, count: int) -> bytes:
        """Take bytes.

        Raises:
            WrongAnswerError: There are fewer.
        """
        data = self._data[self._at : self._at + count]
        if len(data) < count:
            raise WrongAnswerError("the message stops before its end")
        self._at += count
        return data


def swapped(digits: str) -> bytes:
    """Write digits as swapped semi-octets, filled up with F."""
    even = digits + "F" * (len(digits) % 2)
    return bytes(int(even[at + 1] + even[at], 16) for at in range(0, len(even), 2))
