"""Which text a delivery report is about: the network numbers messages 0 to 255 and begins anew."""

from collections.abc import Sequence

from devices.codec.sms_pdu import StatusReport


class ReportBook:
    """References of messages that reports are awaited for; at most 256."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._left: dict[str, int] = {}

    def expect(self, text_id: str, references: Sequence[int]) -> None:
        """Await reports of all messages of a text; those of older ones with the same number are given up."""
        for reference in references:
            self._forget(self._texts.get(reference, ""))
            self._texts[reference] = text_id
        self._left[text_id] = len(set(references))

    def take(self, report: StatusReport) -> str | None:
        """Give the text that this report decides: delivered whole, or failed; ``""`` for an unknown one.

        Returns:
            None where the network still tries, or other parts are under way.
        """
        if not report.is_final:
            return None
        text_id = self._texts.pop(report.reference, "")
        if not text_id:
            return ""
        self._left[text_id] -= 1
        if report.is_delivered and self._left[text_id] > 0:
            return None
        self._forget(text_id)
        return text_id

    def _forget(self, text_id: str) -> None:
        if self._left.pop(text_id, None) is not None:
            self._texts = {one: text for one, text in self._texts.items() if text != text_id}
