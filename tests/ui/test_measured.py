"""Lines are measured once: the same font gives the same width, another font another one, and a lock forgets."""

from PySide6.QtWidgets import QApplication

from app.ui.kit import paint
from app.ui.kit.paint import forget_measured, text_width
from app.ui.kit.theme import Theme
from app.ui.opening import RESOURCES


def test_badges_and_key_caps_of_other_sizes_do_not_change_each_other(qapp: QApplication) -> None:
    theme = Theme(RESOURCES, "light")
    cap, badge = theme.key_font(), theme.key_font(20)
    small, large = text_width(cap, "Ctrl K"), text_width(badge, "Ctrl K")
    assert small < large
    assert (theme.key_font().pixelSize(), theme.key_font(20).pixelSize()) == (12, 20)
    assert theme.key_font() is cap
    assert (text_width(cap, "Ctrl K"), text_width(badge, "Ctrl K")) == (small, large)


def test_what_was_measured_is_forgotten_and_never_grows_without_end(qapp: QApplication) -> None:
    font = Theme(RESOURCES, "light").font("body")
    forget_measured()
    for number in range(5_000):
        text_width(font, f"guest {number}")
    assert len(paint._measured) <= 2_048
    forget_measured()
    assert not paint._measured
