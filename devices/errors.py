"""What can go wrong at a device: one exception per meaning, with a stable code.

``code`` is for logs, message tables and tests and never changes its meaning; ``retry`` says
whether doing the same again may help, so a face can offer it. A message never holds a track, a
card number or a PIN block.
"""

from typing import ClassVar


class DeviceError(Exception):
    """Anything a device, its wire or its address can refuse with.

    The caller (one place in the station) turns ``code`` into a sentence with the way out.
    """

    code: ClassVar[str] = "device"
    retry: ClassVar[bool] = False


class BadUriError(DeviceError):
    """A device address is wrong; the message says which part, and what was meant."""

    code = "bad-uri"


class NotInstalledError(DeviceError):
    """Software that this device needs is absent; the message holds the remedy."""

    code = "not-installed"


class ClosedError(DeviceError):
    """The device was closed while, or before, something was asked of it."""

    code = "closed"


class NotClaimedError(DeviceError):
    """The device was not claimed before it was used: call ``start``, or ``claim`` and ``enable``."""

    code = "not-claimed"


class NoSuchDeviceError(DeviceError):
    """No open device has this name, or it cannot do what was asked of it."""

    code = "no-such-device"


# --- the wire ---------------------------------------------------------------------------------


class PortGoneError(DeviceError):
    """The port is not there or hung up: cable out, device off. It is opened again by itself."""

    code = "port-gone"
    retry = True


class PortBusyError(DeviceError):
    """Another program holds the port; close that one, the port is tried again by itself."""

    code = "port-busy"
    retry = True


class PortForbiddenError(DeviceError):
    """This user may not open the port (group ``dialout`` or ``lp`` on Linux)."""

    code = "port-forbidden"


class TimedOutError(DeviceError):
    """The device did not answer within its time."""

    code = "timed-out"
    retry = True


class BusyError(DeviceError):
    """The device is in the middle of something else; cancel that first or wait."""

    code = "busy"
    retry = True


class CancelledError(DeviceError):
    """The work under way was cancelled by us; nothing was done."""

    code = "cancelled"


class WrongAnswerError(DeviceError):
    """The device answered something that its protocol does not allow: wrong model or baud."""

    code = "wrong-answer"
    retry = True


class BadFrameError(WrongAnswerError):
    """A frame's check bytes or length do not fit; the sender is asked to repeat it."""

    code = "bad-frame"


# --- a swipe (UnifiedPOS MSR: START 201, END 202, PARITY 203, LRC 204) ---------------------------


class BadSwipeError(DeviceError, ValueError):
    """The stripe could not be read: too fast, worn, crooked. Swipe again."""

    code = "bad-swipe"
    retry = True


class ParityError(BadSwipeError):
    """A character's parity bit is wrong."""

    code = "bad-swipe-parity"


class LrcError(BadSwipeError):
    """The check character at the end of the track does not fit the characters."""

    code = "bad-swipe-lrc"


class StartSentinelError(BadSwipeError):
    """No start sentinel: nothing that could be a card was read."""

    code = "bad-swipe-start"


class EndSentinelError(BadSwipeError):
    """The track stopped before its end sentinel: swipe pulled back or half a frame."""

    code = "bad-swipe-end"


class CharacterError(BadSwipeError):
    """A character stands in the track that its alphabet does not have."""

    code = "bad-swipe-character"


# --- writing a stripe ---------------------------------------------------------------------------


class WriteFailedError(DeviceError):
    """The encoder says that the stripe was not written; swipe again to write."""

    code = "write-failed"
    retry = True


class VerifyMismatchError(WriteFailedError):
    """What was read back is not what was written: the card must not be handed out."""

    code = "verify-mismatch"


# --- the PIN pad ----------------------------------------------------------------------------------


class PinPadError(DeviceError):
    """The pad refused to take a PIN; nothing was taken. ``message`` has the pad's own code."""

    code = "pin-pad"


class PinPadKeyError(PinPadError):
    """The pad holds no key, or another one than named: it must be loaded again."""

    code = "pin-pad-key"


class PinPadAccountError(PinPadError):
    """The pad refused the account digits (length or a character that is no digit)."""

    code = "pin-pad-account"


class PinPadExhaustedError(PinPadError):
    """The pad used up its DUKPT keys or its tries per hour and must be serviced."""

    code = "pin-pad-exhausted"


class PinBlockError(DeviceError, ValueError):
    """A PIN block is malformed: wrong key, wrong account digits, wrong length or a forged block."""

    code = "pin-block"


class KeyBlockError(DeviceError, ValueError):
    """A key block cannot be opened: another protection key, damage or a forged block."""

    code = "key-block"


class PlainPadForbiddenError(DeviceError):
    """The pad sends PINs unencrypted and no setting allows that; use an encrypting pad."""

    code = "plain-pad-forbidden"


# --- the printer --------------------------------------------------------------------------------


class PrinterError(DeviceError):
    """Something is wrong with the printer; the classes below say what."""

    code = "printer-error"


class NoPaperError(PrinterError):
    """Paper is out, before a byte was sent or while printing. Put in a roll and print again."""

    code = "no-paper"
    retry = True


class CoverOpenError(PrinterError):
    """The cover is open, before a byte was sent or while printing. Close it and print again."""

    code = "cover-open"
    retry = True


class PrinterFaultError(PrinterError):
    """A jam, or a fault of cutter or head: clear it, switch the printer off and on, print again."""

    code = "printer-fault"
    retry = True


class PrinterOfflineError(PrinterError):
    """The printer is switched offline or does not answer its status request."""

    code = "printer-offline"
    retry = True


# --- the IC card --------------------------------------------------------------------------------


class CardError(DeviceError):
    """An IC card could not do what was asked of it."""

    code = "card"


class CardGoneError(CardError):
    """The card was taken away, lost contact or was reset; lay it on again."""

    code = "card-gone"
    retry = True


class CardMuteError(CardError):
    """A card is there and does not answer: crooked, upside down or broken."""

    code = "card-mute"
    retry = True


class CardSwappedError(CardError):
    """Another card lies on the reader than the one meant; nothing was written."""

    code = "card-swapped"


class CardUnknownError(CardError):
    """The card is of no family that is known here, or hides its serial number."""

    code = "card-unknown"


class CardNotOursError(CardError):
    """The card holds no member record of this house, or keys of another house."""

    code = "card-not-ours"


class CardTakenError(CardError):
    """The card already belongs to another number, or is blocked; it can only be personalised again."""

    code = "card-taken"


class CardRefusedError(CardError):
    """The card or the reader refused a command; the message holds the status word."""

    code = "card-refused"


class CardTriesError(CardError):
    """A key or secret code matters, and the card counts wrong ones.

    Attributes:
        tries_left: Tries left; None when the card tells no number.
    """

    code = "card-tries"

    def __init__(self, message: str, *, tries_left: int | None = None) -> None:
        """Take the sentence and the number of tries left."""
        super().__init__(message)
        self.tries_left = tries_left


class CardKeyError(CardTriesError):
    """The card refused a key or secret code; it counts such tries, so do not repeat blindly."""

    code = "card-key"


class CardLastTryError(CardTriesError):
    """Tries were already lost; one more wrong code may lock the card, so a supervisor decides."""

    code = "card-last-try"


class CardLockedError(CardTriesError):
    """The card's secret code is locked for good; it can be read but never written again."""

    code = "card-locked"


class CardLayoutError(CardError):
    """Access bits do not fit, or would lock the sector for good; nothing was written."""

    code = "card-layout"


class CardNumberError(CardError):
    """The member number does not fit on a card: meant are 1 to 19 digits."""

    code = "card-number"


# --- the modem ------------------------------------------------------------------------------------


class ModemError(DeviceError):
    """The modem refused; ``message`` has its own number (3GPP TS 27.005, 3.2.5; TS 27.007, 9.2)."""

    code = "modem"


class ModemSimError(ModemError):
    """No SIM, a SIM that wants its PIN, or a broken one: see to the card."""

    code = "modem-sim"


class ModemNetworkError(ModemError):
    """No network, or it is overloaded or did not answer; the text may be sent again later."""

    code = "modem-network"
    retry = True


class ModemUnsureError(ModemError):
    """The message was handed over and nobody said whether it went; sending again may double it."""

    code = "modem-unsure"


class ModemNumberError(ModemError, ValueError):
    """The number is none that a text can go to."""

    code = "modem-number"


class ModemTextError(ModemError, ValueError):
    """The text is empty, or longer than texts may be."""

    code = "modem-text"


def error_class(code: str, otherwise: type[DeviceError] = DeviceError) -> type[DeviceError]:
    """Find the class of a code."""
    waiting: list[type[DeviceError]] = [DeviceError]
    while waiting:
        one = waiting.pop()
        if one.code == code:
            return one
        waiting += one.__subclasses__()
    return otherwise
