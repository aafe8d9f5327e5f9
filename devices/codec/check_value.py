"""Check values: say which key it is without saying the key.

Two people who loaded the same key see the same few digits; the key cannot be found from them.
"""

from enum import Enum, unique

from devices.codec import aes, sm4, tdes

_TDES_BYTES = 3
_AES_BYTES = 5
_SM4_BYTES = 3


@unique
class Cipher(Enum):
    """What a key is for."""

    TDES = "TDES"
    AES = "AES"
    SM4 = "SM4"


def check_value(key: bytes, cipher: Cipher) -> bytes:
    """Give the check value (KCV) of a key.

    TDES: the first 3 bytes of a block of zeros encrypted. AES: the first 5 bytes of the CMAC over 16
    zeros (ANSI X9.24-1:2017, annex A). SM4 is read as TDES is; no standard says so.

    Args:
        key: TDES 8, 16 or 24 bytes, AES 16, 24 or 32, SM4 16.
        cipher: What it is for.

    Raises:
        ValueError: The key has no length of this cipher.
    """
    match cipher:
        case Cipher.TDES:
            return tdes.encrypt(key, bytes(tdes.BLOCK))[:_TDES_BYTES]
        case Cipher.AES:
            return aes.cmac(key, bytes(aes.BLOCK))[:_AES_BYTES]
        case Cipher.SM4:
            return sm4.encrypt(key, bytes(sm4.BLOCK))[:_SM4_BYTES]
