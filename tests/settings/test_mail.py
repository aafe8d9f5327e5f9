"""The mail server's settings and its password: in a file for its owner alone, never beside the host."""

import stat
from pathlib import Path

import pytest

from app.settings.mail import MailSettings, Security, keep_mail_password, mail_password
from app.settings.terminal import TerminalSettings, read_settings, write_settings

MAIL = MailSettings(host="mail.example", sender="desk@mail.example", user="desk")


def test_mail_settings_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "terminal.json"
    write_settings(path, TerminalSettings(mail=MAIL))
    assert read_settings(path).mail == MAIL
    path.write_text('{"mail": {"host": "h", "sender": "s@h", "port": 465, "security": "ssl"}}')
    read = read_settings(path).mail
    assert read == MailSettings(host="h", sender="s@h", port=465, security=Security.SSL)
    path.write_text('{"mail": {"host": "h", "sender": "s@h", "security": "none at all"}}')
    with pytest.raises(ValueError, match="security"):
        read_settings(path)


def test_a_password_lies_in_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "mail.password"
    assert mail_password(MAIL, file, use_keyring=False) == ""
    for word in ("first", "second"):
        assert keep_mail_password(MAIL, word, file, use_keyring=False) == "file"
        assert mail_password(MAIL, file, use_keyring=False) == word
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["mail.password"]
