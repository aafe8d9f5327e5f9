"""What a demanding eye looks for on any page: cut texts, unnamed widgets, weak contrast, small targets."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QPushButton, QWidget

from app.ui.kit.text import Text


def _in_scroll_area(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _text_cut(label: QLabel) -> bool:
    if isinstance(label, Text):
        return label.is_cut()
    need = label.heightForWidth(label.width()) if label.wordWrap() else 0
    return need > label.height() + 1


def _sticks_out(child: QWidget, window: QWidget) -> bool:
    parent = child.parentWidget()
    if parent is None or child.isWindow() or _in_scroll_area(child) or child.size().isEmpty():
        return False
    corner = child.mapTo(window, QPoint(0, 0))
    shown = window.rect().contains(QRect(corner, child.size()))
    inside = parent.rect().adjusted(-1, -1, 1, 1).contains(child.geometry())
    return not shown or (parent is not window and not inside)


def cut_off(window: QWidget) -> list[str]:
    """List what is wider than its room or sticks out of its parent."""
    labels = [w for w in window.findChildren(QLabel) if w.isVisible() and w.text()]
    buttons = [one for one in window.findChildren(QPushButton) if hasattr(one, "overflows")]
    rest = [w for w in window.findChildren(QWidget) if w.isVisible()]
    return [
        *(f"text {w.text()!r} in {w.size()}" for w in labels if _text_cut(w)),
        *(f"button {w.text()!r}" for w in buttons if w.isVisible() and w.overflows()),
        *(f"{w} {w.geometry()} outside" for w in rest if _sticks_out(w, window)),
    ]


_NO_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client)


_GREY_FOR_NO_REASON = ("Grey: it cannot be pressed now.", "不可用：现在不能按。")


def unnamed(window: QWidget) -> list[str]:
    """List what takes the keyboard and has no name, role or description for screen readers."""
    found = []
    for widget in window.findChildren(QWidget):
        takes_keys = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible()
        if not takes_keys or widget.focusProxy() is not None:
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None:
            found.append(f"{widget!r} says nothing")
            continue
        name = spoken.text(QAccessible.Text.Name).strip()
        description = spoken.text(QAccessible.Text.Description).strip()
        if not name:
            found.append(f"{widget!r} has no name")
        if spoken.role() in _NO_ROLES and not isinstance(widget, QAbstractScrollArea):
            found.append(f"{widget!r} {name!r} is a {spoken.role().name}")
        if not description or description == name or description == widget.toolTip() == name:
            found.append(f"{widget!r} {name!r} has no description of its own")
        if not widget.isEnabled() and description in _GREY_FOR_NO_REASON:
            found.append(f"{widget!r} {name!r} is grey and does not say why")
    return found


def _luminance(colour: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(one) for one in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _contrast_in(image: QImage, box: QRect) -> float:
    """Measure text on its ground: the commonest colour, and the colour furthest from it."""
    seen: Counter[int] = Counter()
    for y in range(box.top(), box.bottom() + 1):
        for x in range(box.left(), box.right() + 1):
            seen[image.pixel(x, y)] += 1
    if not seen:
        return 21.0
    ground = QColor(seen.most_common(1)[0][0])
    return max(contrast(QColor(one), ground) for one in seen)


def faint(window: QWidget, least: float = 4.5) -> list[str]:
    """List the lines of text whose pixels stand out less than ``least`` from their ground."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text().strip() or _covered(label, window):
            continue
        if not label.visibleRegion().contains(label.rect()):  # scrolled half away
            continue
        box = QRect(label.mapTo(window, QPoint(0, 0)), label.size()) & image.rect()
        measured = _contrast_in(image, box)
        if measured < least:
            found.append(f"{measured:.2f}:1 {label.text()!r}")
    return found


def _covered(widget: QWidget, window: QWidget) -> bool:
    """Tell whether something lies over a widget, such as a question over the whole page."""
    at = window.childAt(widget.mapTo(window, widget.rect().center()))
    while at is not None and at is not widget:
        if at.isAncestorOf(widget):
            return False
        at = at.parentWidget()
    return at is not widget


def small_targets(window: QWidget, least: int = 44) -> list[str]:
    """List what a finger is to touch and is lower or narrower than ``least`` pixels."""
    return [
        f"{one.accessibleName() or one.text()!r} {one.width()}×{one.height()}"
        for one in window.findChildren(QPushButton)
        if one.isVisible() and min(one.width(), one.height()) < least
    ]
