"""汉字 for a syllable typed in Latin letters: a name is entered on a screen without a keyboard's input method."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final

# GB 2312's rows of characters; a name with a rarer one is entered at the desk.
_FIRST_ROW: Final = 0xB0
_LAST_ROW: Final = 0xF7
_CELLS: Final = range(0xA1, 0xFF)
# 2020 census: the hundred most common family names; first in line where a name begins.
_FAMILY: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严欧莫孔向常"
)


def syllable_of(typed: str) -> str:
    """Return what was typed as a syllable: lower case, ``v`` for ``ü``."""
    return typed.lower().replace("ü", "v")


def candidates(typed: str, *, begins: bool) -> tuple[str, ...]:
    """Return characters read so, the likeliest first; those that only begin so come after.

    Args:
        typed: Latin letters without tone, e.g. ``lin``.
        begins: Whether a name begins here, so that family names go first.
    """
    syllable = syllable_of(typed)
    if not syllable:
        return ()
    table = _table()
    whole = table.get(syllable, ())
    longer = tuple(
        one
        for name, found in table.items()
        if name.startswith(syllable) and name != syllable
        for one in found[:3]
    )
    found = (*whole, *longer)
    if not begins:
        return found
    family = tuple(one for one in _FAMILY if one in found)
    return (*family, *(one for one in found if one not in family))


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Group the characters by how they are read, those in most words first."""
    from pypinyin import Style, lazy_pinyin
    from pypinyin.constants import PHRASES_DICT

    often = Counter(sign for phrase in PHRASES_DICT for sign in phrase)
    by_sound: dict[str, list[str]] = {}
    for sign in _characters():
        sound = lazy_pinyin(sign, style=Style.NORMAL, v_to_u=False)[0]
        by_sound.setdefault(sound, []).append(sign)
    return {
        sound: tuple(sorted(signs, key=lambda one: -often[one]))
        for sound, signs in sorted(by_sound.items())
    }


def _characters() -> list[str]:
    found = []
    for row in range(_FIRST_ROW, _LAST_ROW + 1):
        for cell in _CELLS:
            try:
                found.append(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue  # five cells behind the first level are empty
    return found
