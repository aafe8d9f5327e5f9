"""The line is verified in full: the centre's certificate, its name, and the terminal's password."""

from __future__ import annotations

import datetime
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.sync.line import Address, Line, OutOfReachError
from tests.support.postgres import INSTALL, binaries, server
from tests.sync.centre import until

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]
Signed = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def certificate(name: str, by: Signed | None = None) -> Signed:
    """Make a certificate for a host, signed by an authority; without one, make an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
        .issuer_name(by[0].subject if by else subject).serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=400)).not_valid_after(now + datetime.timedelta(days=400))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )  # fmt: skip
    return builder.sign(by[1] if by else key, hashes.SHA256()), key


def write(one: Signed, folder: Path, name: str) -> Path:
    """Write a certificate and its key; returns the certificate's path."""
    (folder / f"{name}.crt").write_bytes(one[0].public_bytes(serialization.Encoding.PEM))
    key = folder / f"{name}.key"
    key.write_bytes(
        one[1].private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )  # fmt: skip
    key.chmod(0o600)
    return folder / f"{name}.crt"


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Address, Path]]:
    """A server that takes terminals by TLS and password only; its address, and where the authorities lie."""
    programs = binaries()
    assert programs is not None
    papers = tmp_path_factory.mktemp("papers")
    house = certificate("house authority")
    write(house, papers, "house")
    write(certificate("a stranger"), papers, "stranger")
    with server() as url:
        folder = Path(str(make_url(url).query["host"]))
        data = folder / "data"
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("SET password_encryption = 'scram-sha-256'")
            connection.exec_driver_sql("CREATE ROLE t_desk LOGIN PASSWORD 'right'")
        engine.dispose()
        user = data.owner() if os.geteuid() == 0 else None
        write(certificate("localhost", house), data, "server")
        for name in ("server.crt", "server.key"):
            if user:
                shutil.chown(data / name, user)
        (data / "pg_hba.conf").write_text(
            "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
        )
        os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGINT)
        until(lambda: not (data / "postmaster.pid").exists())
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, "-p", str(port), "-c", "ssl=on",
             "-c", "listen_addresses=127.0.0.1"],
            user=user, cwd=folder, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        own = create_engine(make_url(url).update_query_dict({"port": str(port)}))

        def is_up() -> bool:
            try:
                with own.connect():
                    return True
            except SQLAlchemyError:
                return False

        try:
            until(is_up)
            own.dispose()
            yield (
                Address(
                    host="localhost", port=port, database="postgres", login="t_desk",
                    password="right", ca=str(papers / "house.crt"),
                ),
                papers,
            )  # fmt: skip
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def test_a_centre_with_the_houses_certificate_is_believed(centre: tuple[Address, Path]) -> None:
    with Line(centre[0]) as line:
        line.connect()
        assert line.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()") == [(True,)]


def test_a_strangers_certificate_is_not_believed(centre: tuple[Address, Path]) -> None:
    address, papers = centre
    with (
        Line(replace(address, ca=str(papers / "stranger.crt"))) as line,
        pytest.raises(OutOfReachError, match="certificate verify failed"),
    ):
        line.connect()


def test_another_hosts_certificate_is_not_believed(centre: tuple[Address, Path]) -> None:
    with (
        Line(replace(centre[0], host="127.0.0.1")) as line,
        pytest.raises(OutOfReachError, match="does not match host name"),
    ):
        line.connect()


def test_a_wrong_password_is_refused_and_not_tried_again_soon(centre: tuple[Address, Path]) -> None:
    with (
        Line(replace(centre[0], password="wrong")) as line,
        pytest.raises(OutOfReachError) as caught,
    ):
        line.connect()
    assert caught.value.is_refused


def test_nothing_is_told_without_tls(centre: tuple[Address, Path]) -> None:
    with (
        Line(replace(centre[0], tls="disable")) as line,
        pytest.raises(OutOfReachError, match="no encryption"),
    ):
        line.connect()
