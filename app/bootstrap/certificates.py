"""The centre's own authority, and the certificate by which terminals know its server."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.settings.centre import CentreFolder, put_file

RENEW_BEFORE = timedelta(days=90)

_AUTHORITY_FOR = timedelta(days=3650)
_SERVER_FOR = timedelta(days=825)  # longer ones are refused by some systems
_EARLY = timedelta(days=1)  # a terminal's clock may be behind


def certify(folder: CentreFolder, hosts: tuple[str, ...], now: datetime) -> bool:
    """Make the authority where there is none, and the server's certificate where it is missing, old or other.

    Args:
        folder: Of the centre.
        hosts: Names and addresses under which terminals know the server; one at least.
        now: The time.

    Returns:
        Whether the server's certificate is new, and has to be given to the server.

    Raises:
        ValueError: What lies there is no certificate or key, or only one of the authority's two files is there.
        OSError: The folder cannot be written.
    """
    if folder.authority.exists() != folder.authority_key.exists() and not _was_cut_short(folder):
        raise ValueError(
            f"of {folder.authority} and {folder.authority_key} one is missing: bring it back from a backup"
        )
    if not folder.authority.exists():
        _make_authority(folder, now)
    if _is_good(folder, hosts, now):
        return False
    _make_server(folder, hosts, now)
    return True


def expires_at(folder: CentreFolder) -> datetime:
    """Return when the server's certificate ends.

    Raises:
        ValueError: It is none.
        OSError: There is none.
    """
    return x509.load_pem_x509_certificate(folder.certificate.read_bytes()).not_valid_after_utc


def _was_cut_short(folder: CentreFolder) -> bool:
    """Tell whether an authority was only begun: its key comes first, and nothing was signed with it."""
    return not folder.authority.exists() and not folder.certificate.exists()


def _make_authority(folder: CentreFolder, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"InnPoint centre {now:%Y-%m-%d}")])
    made = (
        _builder(name, name, key.public_key(), now, _AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_others=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    put_file(folder.authority_key, _key_text(key), mode=0o600)
    put_file(folder.authority, made.public_bytes(Encoding.PEM), mode=0o644)


def _make_server(folder: CentreFolder, hosts: tuple[str, ...], now: datetime) -> None:
    authority = x509.load_pem_x509_certificate(folder.authority.read_bytes())
    signer = load_pem_private_key(folder.authority_key.read_bytes(), None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{folder.authority_key} is not the key that InnPoint made")  # noqa: TRY004 - no fault of ours
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:64])])
    made = (
        _builder(name, authority.subject, key.public_key(), now, _SERVER_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_others=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.SubjectAlternativeName([_named(host) for host in hosts]), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, SHA256())
    )
    put_file(folder.certificate_key, _key_text(key), mode=0o600)
    # The authority's stands behind it: a terminal that has only a code fetches it from there and compares.
    both = made.public_bytes(Encoding.PEM) + folder.authority.read_bytes()
    put_file(folder.certificate, both, mode=0o644)


def _is_good(folder: CentreFolder, hosts: tuple[str, ...], now: datetime) -> bool:
    if not folder.certificate.exists() or not folder.certificate_key.exists():
        return False
    known = x509.load_pem_x509_certificate(folder.certificate.read_bytes())
    key = load_pem_private_key(folder.certificate_key.read_bytes(), None)
    if key.public_key() != known.public_key():
        return False  # a renewal was cut short between key and certificate
    named = known.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(named) == {_named(host) for host in hosts} and (
        known.not_valid_after_utc > now + RENEW_BEFORE
    )


def _builder(
    name: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    valid: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLY)
        .not_valid_after(now + valid)
    )


def _usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _named(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _key_text(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
