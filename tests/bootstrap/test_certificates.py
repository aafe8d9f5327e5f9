"""The centre's certificates: kept while they are good, made anew when they are not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from app.bootstrap.certificates import certify, expires_at
from app.settings.centre import CentreFolder
from tests.support.book import START

HOSTS = ("centre.hotel.example", "10.20.0.5")


def test_one_authority_stays_and_the_server_s_is_made_anew_when_it_must(tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path / "centre")
    assert certify(folder, HOSTS, START) is True
    authority, first = folder.authority.read_bytes(), folder.certificate.read_bytes()
    assert certify(folder, tuple(reversed(HOSTS)), START) is False
    assert folder.certificate.read_bytes() == first
    assert certify(folder, (*HOSTS, "backup.hotel.example"), START) is True
    late = START + timedelta(days=825 - 89)
    assert certify(folder, (*HOSTS, "backup.hotel.example"), late) is True
    assert expires_at(folder) == late + timedelta(days=825)
    assert folder.authority.read_bytes() == authority


def test_only_its_owner_reads_the_keys_and_the_authority_stands_behind_the_server_s(
    tmp_path: Path,
) -> None:
    folder = CentreFolder(tmp_path)
    certify(folder, HOSTS, START)
    for path in (folder.authority_key, folder.certificate_key):
        assert path.stat().st_mode & 0o777 == 0o600
    chain = x509.load_pem_x509_certificates(folder.certificate.read_bytes())
    assert chain[1] == x509.load_pem_x509_certificate(folder.authority.read_bytes())
    chain[0].verify_directly_issued_by(chain[1])
    names = chain[0].extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["centre.hotel.example"]
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["10.20.0.5"]


@pytest.mark.parametrize("gone", ["ca.crt", "ca.key"])
def test_no_second_authority_is_made_where_half_of_one_is_gone(tmp_path: Path, gone: str) -> None:
    folder = CentreFolder(tmp_path)
    certify(folder, HOSTS, START)
    (tmp_path / gone).unlink()
    with pytest.raises(ValueError, match="bring it back"):
        certify(folder, HOSTS, START)


def test_what_was_cut_short_is_made_whole(tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path)
    certify(folder, HOSTS, START)
    authority = folder.authority.read_bytes()
    other = CentreFolder(tmp_path / "other")
    certify(other, HOSTS, START)
    other.certificate_key.rename(
        folder.certificate_key
    )  # the new key came, its certificate did not
    assert certify(folder, HOSTS, START) is True
    assert folder.authority.read_bytes() == authority
    for path in (folder.authority, folder.certificate, folder.certificate_key):
        path.unlink()  # only the authority's key was written
    assert certify(folder, HOSTS, START) is True
    assert certify(folder, HOSTS, START) is False
