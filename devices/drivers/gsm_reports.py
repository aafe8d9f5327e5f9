"""Which text a delivery report is about: the network numbers messages 0 to 255 and begins anew."""

from collections.abc import Sequence


class ReportBook:
    """References of messages that reports are awaited for; at most 256."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}

    def expect(self, text_id: str, references: Sequence[int]) -> None:
        """Await reports of all messages of a text; older ones with the same number are given up."""
        self._texts.update(dict.fromkeys(references, text_id))

    def take(self, reference: int) -> str:
        """Give the text that a final report is about; ``""`` for one that nobody here awaits."""
        return self._texts.pop(reference, "")
