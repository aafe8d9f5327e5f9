"""E-mail by SMTP (RFC 5321), submitted over TLS; what the server took is never handed to it twice."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from app.messaging.letters import Letter
from app.messaging.plan import Result, Went
from app.settings.mail import MailSettings, Security

_TIMEOUT_S: Final = 20.0
_LOST: Final = "mail-lost"
# What stands in a mailbox of RFC 5321 without quotes; whatever else was typed is no address to hand to a server.
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+")


class MailWay:
    """A ``Way`` through the hotel's mail server.

    Args:
        settings: Where the server is, and who writes.
        password: For the user of the settings; empty where the server asks for none.
        clock: Dates the letters.
        trust: Whose certificates are taken; None: those that the system trusts.
    """

    is_ready: Final = True

    def __init__(
        self,
        settings: MailSettings,
        password: str,
        clock: Callable[[], datetime],
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._settings = settings
        self._password = password
        self._clock = clock
        self._trust = trust or ssl.create_default_context()

    def send(self, letter: Letter) -> Result:
        """Send one e-mail."""
        if _ADDRESS.fullmatch(letter.address) is None:
            return Result(Went.REFUSED, "mail-address")
        text = self._written(letter)
        try:
            server = self._connected()
        except smtplib.SMTPAuthenticationError:
            return Result(Went.NOT_NOW, "mail-login")
        except smtplib.SMTPNotSupportedError:
            return Result(Went.NOT_NOW, "mail-tls")  # never in the clear instead
        except (OSError, smtplib.SMTPException):
            return Result(Went.NOT_NOW, "mail-unreachable")
        try:
            return self._handed_over(server, letter.address, text)
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        at = self._settings
        if at.security is Security.SSL:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                at.host, at.port, timeout=_TIMEOUT_S, context=self._trust
            )
        else:
            server = smtplib.SMTP(at.host, at.port, timeout=_TIMEOUT_S)
        try:
            if at.security is Security.STARTTLS:
                server.starttls(context=self._trust)
            server.ehlo_or_helo_if_needed()
            if at.user:
                server.login(at.user, self._password)
        except BaseException:
            server.close()
            raise
        return server

    def _handed_over(self, server: smtplib.SMTP, address: str, text: bytes) -> Result:
        """Hand a letter over: until its text is on the way a fault means that it did not go."""
        try:
            for code, _ in (server.mail(self._settings.sender), server.rcpt(address)):
                if code >= 400:
                    return _refused(code)
        except (OSError, smtplib.SMTPException):
            return Result(Went.NOT_NOW, _LOST)
        try:
            code, _ = server.data(text)
        except smtplib.SMTPDataError as error:  # the server does not want the text at all
            return _refused(error.smtp_code)
        except (OSError, smtplib.SMTPException):
            return Result(Went.UNSURE, _LOST)
        return _refused(code) if code >= 400 else Result(Went.SENT)

    def _written(self, letter: Letter) -> bytes:
        host = self._settings.sender.rpartition("@")[2] or "localhost"
        mail = EmailMessage()
        mail["From"] = self._settings.sender
        mail["To"] = letter.address
        mail["Subject"] = letter.subject
        mail["Date"] = format_datetime(self._clock())
        mail["Message-ID"] = f"<{letter.id}@{host}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.text, charset="utf-8", cte="base64")
        return mail.as_bytes()


def _refused(code: int) -> Result:
    """Return what a server's "no" means: 5yz is for good (RFC 5321, section 4.2.1)."""
    return Result(Went.REFUSED if code >= 500 else Went.NOT_NOW, f"mail-{code}")
