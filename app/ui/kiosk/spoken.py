"""What is read aloud of a page: its texts from the top down, then what each key of a keypad does."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

translate = QCoreApplication.translate


def texts_of(page: QWidget) -> list[str]:
    """Return the texts that stand on a page, from the top down, then from left to right."""
    labels = [
        one
        for one in page.findChildren(QLabel)
        if one.isVisibleTo(page) and one.text() and one.property("silent") is not True
    ]
    labels.sort(key=lambda one: place_of(one, page))
    return [one.text() for one in labels]


def place_of(widget: QWidget, page: QWidget) -> tuple[int, int]:
    """Return where a widget stands on its page: its row, then its column."""
    corner = widget.mapTo(page, widget.rect().topLeft())
    return corner.y(), corner.x()


def numbered(choices: Iterable[QPushButton]) -> list[str]:
    """Say the digit of each choice."""
    words = translate("spoken", "Press {key} for {choice}.")
    return [
        words.format(key=at, choice=one.accessibleName()) for at, one in enumerate(choices, start=1)
    ]


def more_words() -> str:
    """Say how choices beyond the ninth are reached."""
    return translate("spoken", "Press 0 for more choices.")


def typing_words() -> str:
    """Say how digits are typed."""
    return translate("spoken", "Type the digits, minus takes the last one back.")


def letters_words(*, chinese: bool) -> str:
    """Say how letters are typed with digits."""
    if chinese:
        return translate(
            "spoken",
            "Type the sound with the keys 2 to 9, more than once for the next letter. "
            "1 reads the next character, 0 takes it, minus takes the last one back.",
        )
    return translate(
        "spoken",
        "Type letters with the keys 2 to 9, more than once for the next letter. "
        "0 is a space, minus takes the last one back.",
    )


def space_words() -> str:
    """Say that a space was typed."""
    return translate("spoken", "Space.")


def erased_words() -> str:
    """Say that the last digit was taken back."""
    return translate("spoken", "Taken back.")


def enter_words(name: str) -> str:
    """Say what Enter does."""
    return translate("spoken", "Press Enter for {choice}.").format(choice=name)


def turning_words() -> str:
    """Say how the pages of a list are turned."""
    return translate("spoken", "Plus for the next page, minus for the one before.")


def number_words() -> str:
    """Say how a number is changed."""
    return translate("spoken", "Plus for one more, minus for one less.")


def always_words() -> str:
    """Say which keys help everywhere."""
    return translate("spoken", "Star says it again. The hash or point key is for more help.")


def choosing_words() -> str:
    """Describe a page of choices to a screen reader."""
    return translate("spoken", "Digits choose; Escape goes one step back.")


def digits_words() -> str:
    """Describe a page that takes digits to a screen reader."""
    return translate("spoken", "Digits are typed, Enter goes on; Escape goes one step back.")
