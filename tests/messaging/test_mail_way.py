"""E-mail through a real SMTP server on loopback: over TLS, refused, down and up again, cut off in the middle."""

from __future__ import annotations

import email.policy
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.messaging.letters import Letter
from app.messaging.mail_way import MailWay
from app.messaging.plan import Result, Went
from app.settings.mail import MailSettings, Security
from tests.messaging.people import EMAIL, enrol
from tests.messaging.test_sender import Post

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
LETTER = Letter(
    id="m-1", address=EMAIL, subject="锦汀酒店 会员通知", text="【锦汀酒店】您消费¥88.00。"
)


class Box:
    """What the server was given; answers as the test says."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.rcpt = self.data = ""
        self.hangs_up = False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.rcpt:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session, envelope: Envelope) -> str:  # noqa: N802
        if self.data:
            return self.data
        self.mails.append(envelope)
        if self.hangs_up:
            server.transport.abort()
        return "250 taken"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that this server signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box) -> Iterator[Controller]:
    made = Controller(box, hostname="127.0.0.1", port=free_port())
    made.start()
    yield made
    made.stop()


def way_to(port: int, **more: object) -> MailWay:
    words = {"security": Security.NONE, "sender": "desk@jinting.example"} | more
    return MailWay(MailSettings(host="127.0.0.1", port=port, **words), "pw", lambda: NOW)


def test_a_letter_arrives_as_it_was_written(server: Controller, box: Box) -> None:
    assert way_to(server.port).send(LETTER) == Result(Went.SENT)
    (got,) = box.mails
    mail = message_from_bytes(got.content, policy=email.policy.default)
    assert (got.mail_from, got.rcpt_tos) == ("desk@jinting.example", [EMAIL])
    assert mail["Subject"] == LETTER.subject
    assert mail["Message-ID"] == "<m-1@jinting.example>"
    assert mail["To"] == EMAIL
    assert mail.get_content().strip() == LETTER.text


@pytest.mark.parametrize(
    ("rcpt", "data", "result"),
    [
        ("550 unknown", "", Result(Went.REFUSED, "mail-550")),
        ("451 later", "", Result(Went.NOT_NOW, "mail-451")),
        ("", "554 spam", Result(Went.REFUSED, "mail-554")),
        ("", "452 full", Result(Went.NOT_NOW, "mail-452")),
    ],
)
def test_a_no_is_for_good_or_for_now(server, box: Box, rcpt, data, result: Result) -> None:
    box.rcpt, box.data = rcpt, data
    assert way_to(server.port).send(LETTER) == result
    assert box.mails == []


@pytest.mark.parametrize("address", ["lin", "林@example.com", "a@b.c\nBcc: x@y.z", "a@b.c, d@e.f"])
def test_what_is_no_address_reaches_no_server(server, box: Box, address: str) -> None:
    letter = replace(LETTER, address=address)
    assert way_to(server.port).send(letter) == Result(Went.REFUSED, "mail-address")
    assert box.mails == []


def test_cut_off_behind_the_text_it_is_unsure(server: Controller, box: Box) -> None:
    box.hangs_up = True
    assert way_to(server.port).send(LETTER) == Result(Went.UNSURE, "mail-lost")
    assert len(box.mails) == 1


def test_over_tls_with_a_password_and_never_in_the_clear(box: Box, certificate: Path) -> None:
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate)
    ours = ssl.create_default_context(cafile=str(certificate))
    seen: list[bytes] = []

    def authenticate(server, session, envelope, mechanism, data) -> AuthResult:
        seen.append(data.password)
        return AuthResult(success=data.password == b"pw", handled=data.password == b"pw")

    made = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=theirs,
        require_starttls=True,
        authenticator=authenticate,
        auth_required=True,
    )
    made.start()
    try:
        at = MailSettings(
            host="127.0.0.1", port=made.port, user="desk", sender="desk@jinting.example"
        )
        assert MailWay(at, "pw", lambda: NOW, ours).send(LETTER) == Result(Went.SENT)
        wrong = MailWay(at, "no", lambda: NOW, ours).send(LETTER)
        assert wrong == Result(Went.NOT_NOW, "mail-login")
        stranger = MailWay(at, "pw", lambda: NOW).send(LETTER)
        assert stranger == Result(Went.NOT_NOW, "mail-unreachable")  # whose certificate is that?
        assert set(seen) == {b"pw", b"no"}
    finally:
        made.stop()


def test_a_server_without_tls_gets_nothing(server: Controller, box: Box) -> None:
    result = way_to(server.port, security=Security.STARTTLS).send(LETTER)
    assert result == Result(Went.NOT_NOW, "mail-tls")
    assert box.mails == []


def test_a_server_that_is_down_gets_the_letter_when_it_is_up(make_book, box: Box) -> None:
    book = make_book(settings={"notify_by": "email"})
    enrol(book)
    port = free_port()
    post = Post(book, "email")
    post.way = way_to(port)
    post.open()
    post.work()
    assert post.states()[-1] == ("waiting", "mail-unreachable", 1)
    made = Controller(box, hostname="127.0.0.1", port=port)
    made.start()
    try:
        post.work()
        assert box.mails == []  # its time has not come
        book.now += timedelta(minutes=1)
        post.work()
        assert post.states()[-1] == ("sent", "", 2)
        assert len(box.mails) == 1
    finally:
        made.stop()
