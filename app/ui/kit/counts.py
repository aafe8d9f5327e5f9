"""Counted things in words: ``1 night``, ``3 nights``. A class of its own, so that plurals are found."""

from __future__ import annotations

from PySide6.QtCore import QObject


class Counts(QObject):
    """Says a number with its thing."""

    def nights(self, number: int) -> str:
        """Say ``3 nights``."""
        return self.tr("%n nights", "", number)

    def more_nights(self, number: int) -> str:
        """Say ``3 more nights``."""
        return self.tr("%n more nights", "", number)

    def of_nights(self, number: int) -> str:
        """Say ``{have} of 25 nights``."""
        return self.tr("{have} of %n nights", "", number)

    def more_stays(self, number: int) -> str:
        """Say ``3 more stays``."""
        return self.tr("%n more stays", "", number)

    def of_stays(self, number: int) -> str:
        """Say ``{have} of 10 stays``."""
        return self.tr("{have} of %n stays", "", number)
