"""Warnings, the way to the next tier and today's rights of a member in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui.kit.counts import Counts
from app.ui.kit.language import Language
from app.ui.service.member_records import Measure, MemberWarning, Progress, RightState, WarningKind

translate = QCoreApplication.translate


def warning_words(warning: MemberWarning, language: Language) -> tuple[str, str, str, str]:
    """Say a warning: tone, icon, title, second line."""
    facts = {key: language.fact(key, value) for key, value in warning.facts.items()}
    tone, icon, title, note = _warning(warning.kind)
    tier = facts.get("tier", "")
    title = title.format(tier=tier).strip()
    try:
        note = note.format(**facts)
    except KeyError:
        note = ""
    return tone, icon, title, note


def _warning(kind: WarningKind) -> tuple[str, str, str, str]:  # noqa: C901, PLR0911
    match kind:
        case WarningKind.CARD_LOST:
            title = translate("warnings", "Card reported lost")
            return "refused", "lost", title, translate("warnings", "On {on}. Keep the card.")
        case WarningKind.CARD_BLOCKED:
            title = translate("warnings", "Card blocked")
            return "refused", "lost", title, translate("warnings", "Ask a supervisor")
        case WarningKind.CARD_REPLACED:
            title = translate("warnings", "Card was replaced")
            return "refused", "lost", title, translate("warnings", "New card •••• {tail}")
        case WarningKind.CARD_EXPIRED:
            title = translate("warnings", "Card has expired")
            return "refused", "lost", title, translate("warnings", "On {on}. Replace it.")
        case WarningKind.PIN_BLOCKED:
            title = translate("warnings", "PIN blocked")
            note = translate("warnings", "Three wrong tries. A supervisor unblocks.")
            return "warning", "key", title, note
        case WarningKind.PIN_NOT_SET:
            title = translate("warnings", "No PIN set")
            return "info", "key", title, translate("warnings", "Set one under Card, F7")
        case WarningKind.NOT_ACTIVE:
            title = translate("warnings", "Membership not active")
            return "refused", "user", title, translate("warnings", "Waits for review")
        case WarningKind.APPEAL_OPEN:
            title = translate("warnings", "Appeal open")
            return "warning", "scales", title, translate("warnings", "Answer is being prepared")
        case WarningKind.INVITATION:
            title = translate("warnings", "{tier} invitation waiting")
            return (
                "warning",
                "mail",
                title,
                translate("warnings", "Ask the guest, then answer it under Card, F7"),
            )
        case WarningKind.BIRTHDAY:
            title = translate("warnings", "Birthday today")
            return "info", "cake", title, translate("warnings", "{gift}, not yet given")
        case WarningKind.POINTS_EXPIRING:
            title = translate("warnings", "Points expire soon")
            return "warning", "clock", title, translate("warnings", "{points} on {on}")


def progress_words(progress: Progress, language: Language) -> tuple[str, str]:
    """Say how far it is: what there is, and what is missing by when."""
    have, need = progress.have, progress.need
    missing = max(0, need - have)
    by = language.day(progress.by) if progress.by else ""
    stands, missed = _progress(progress.measure, need, missing)
    money = progress.measure is Measure.SPEND
    write = language.money if money else language.count
    figures = {"have": write(have), "need": write(need), "missing": write(missing)}
    if not missing:
        return stands.format(**figures), translate("progress", "Conditions met")
    missed = missed.format(**figures)
    if by:
        tier = language.words(progress.to.name)
        sentence = translate("progress", "{missing} by {day}", "may name the {tier} too")
        missed = sentence.format(missing=missed, day=by, tier=tier)
    return stands.format(**figures), missed


def _progress(measure: Measure, need: int, missing: int) -> tuple[str, str]:
    match measure:
        case Measure.NIGHTS:
            stands = Counts().of_nights(need)
            return stands, Counts().more_nights(missing)
        case Measure.STAYS:
            stands = Counts().of_stays(need)
            return stands, Counts().more_stays(missing)
        case Measure.POINTS:
            stands = translate("progress", "{have} of {need} points")
            return stands, translate("progress", "{missing} more points")
        case Measure.SPEND:
            stands = translate("progress", "{have} of {need}")
            return stands, translate("progress", "{missing} more")


def right_state(state: RightState) -> tuple[str, str]:
    """Say what became of a right, and in which colour."""
    match state:
        case RightState.OPEN:
            return translate("house", "Open"), "accent"
        case RightState.ASK:
            return translate("house", "Ask"), "warning"
        case RightState.GIVEN:
            return translate("house", "Given"), "ready"
        case RightState.USED:
            return translate("house", "Used"), "ink3"
