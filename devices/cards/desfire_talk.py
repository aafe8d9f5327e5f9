"""Native commands of DESFire EV1 in their ISO wrapping, inside and outside a session."""

import secrets

from devices.cards.exchange import Exchange
from devices.codec import desfire
from devices.codec.desfire import Handshake, Ins, Session, Status
from devices.errors import CardRefusedError, WrongAnswerError


class DesfireTalk:
    """One card; an error, a selection or another authentication ends the session."""

    def __init__(self, exchange: Exchange) -> None:
        """Take the way to the card."""
        self._exchange = exchange
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The session under way.

        Raises:
            CardRefusedError: There is none: the card ended it.
        """
        if self._session is None:
            raise CardRefusedError("the card ended its session")
        return self._session

    def select(self, application: bytes) -> int:
        """Select an application and give the status."""
        self._session = None
        return self._native(Ins.SELECT_APPLICATION, application)[0]

    def authenticate(self, number: int, key: bytes) -> bool:
        """Prove that both sides know an AES key; False when the card refuses it.

        Raises:
            CardKeyError: The card itself does not know it.
            WrongAnswerError: This is no DESFire.
        """
        self._session = None
        status, challenge = self._native(Ins.AUTHENTICATE_AES, bytes([number]))
        if status != Status.MORE:
            return False
        ours = Handshake.answer(key, challenge, secrets.token_bytes(16))
        status, proof = self._native(Ins.MORE, ours.frame)
        if status != Status.OK:
            return False
        self._session = ours.finish(proof)
        return True

    def do(self, ins: Ins, data: bytes, *, is_maced: bool = False) -> int:
        """Do something that answers nothing and give the status.

        Args:
            ins: What.
            data: Its parameters.
            is_maced: Whether the command carries a MAC; it is computed in any case.

        Raises:
            WrongAnswerError: The answer's MAC does not fit.
        """
        if self._session is not None:
            mac = self._session.mac(bytes([ins]) + data)
            data += mac if is_maced else b""
        status, answer = self._native(ins, data)
        if status != Status.OK:
            self._session = None
        elif self._session is not None:
            self._session.opened(answer)
        return status

    def read(self, data: bytes) -> bytes:
        """Read from a file inside a session.

        Raises:
            CardRefusedError: The card does not give it.
            WrongAnswerError: The answer's MAC does not fit.
        """
        self.session.mac(bytes([Ins.READ_DATA]) + data)
        status, answer = self._native(Ins.READ_DATA, data)
        expect(status, Status.OK)
        return self.session.opened(answer)

    def change_key(self, number: int, new: bytes, *, old: bytes | None) -> int:
        """Change a key and give the status.

        Args:
            number: Which.
            new: New AES key.
            old: Its old value; None for the key of this session, which ends by it.

        Raises:
            WrongAnswerError: The answer's MAC does not fit.
        """
        session = self.session
        data = desfire.change_key(session, number, new, old=old)
        status, answer = self._native(Ins.CHANGE_KEY, data)
        if status == Status.OK and old is not None:
            session.opened(answer)
        else:
            self._session = None
        return status

    def _native(self, ins: Ins, data: bytes) -> tuple[int, bytes]:
        answer = self._exchange.send(desfire.wrap(ins, data))
        if answer.sw >> 8 != desfire.STATUS_CLASS:
            raise WrongAnswerError(f"status {answer.sw:04X} is none of a DESFire card")
        return answer.sw & 0xFF, answer.data


def expect(status: int, *good: Status) -> None:
    """Refuse any other status.

    Raises:
        CardRefusedError: It is another; the message holds it.
    """
    if status not in good:
        raise CardRefusedError(f"the DESFire card refused: status {status:02X}")
