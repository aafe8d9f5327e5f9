"""What a kiosk in the lobby is: who answers for its slips, whom it calls, what it offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskSettings:
    """One kiosk.

    Attributes:
        operator: Sign-in name, of the role ``kiosk``, that stands for the machine in the books; also the name
            under which its slips are numbered.
        desk_phone: What a guest dials for help; empty for none.
        staff_phone: Where *call staff* sends a text; empty for none.
        languages: Offered on the first page, the usual one first.
        leave_out: Works that are not offered here though the programme has them, as the faces name them:
            ``redeem``, ``check-in``, ``gift``, ``enrol``, ``mail``.
        voice: Whether pages are read aloud on the earphone: ``off``, ``key`` (from the star key of the keypad until
            the visit ends) or ``always``. The sound must lead to the earphone's jack and to no loudspeaker.
        voice_device: The earphone's sound device, as ALSA names it; empty for the usual one.
    """

    operator: str = "kiosk-1"
    name_zh: str = "大堂自助机"
    name_en: str = "Lobby kiosk"
    desk_phone: str = ""
    staff_phone: str = ""
    languages: tuple[str, ...] = ("zh_CN", "en")
    leave_out: tuple[str, ...] = ()
    voice: Literal["off", "key", "always"] = "off"
    voice_device: str = ""
