"""What would be lost at a disaster is found before it: on servers that are set up well, badly, and half."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest

from app.bootstrap.private_postgres import INSTALL, Wishes, binaries, private_postgres
from app.store.central_backup import Finding, backup_findings
from app.store.epoch import current_epoch
from tests.support.centre import connected, new_centre

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


@contextmanager
def centre(wishes: Wishes) -> Iterator[str]:
    with private_postgres(wishes=wishes) as running:
        yield new_centre(running.url(), "house")


def findings(url: str) -> tuple[Finding, ...]:
    with connected(url) as connection:
        return backup_findings(connection)


def missing(url: str) -> list[str]:
    found = findings(url)
    assert all(one.way_out for one in found if not one.is_fine)
    assert not any(one.way_out for one in found if one.is_fine)
    return [one.says for one in found if not one.is_fine]


def until(url: str, says: str) -> list[str]:
    """Look until something is found: the archiver works beside us."""
    for _ in range(300):
        found = [one.says for one in findings(url)]
        if any(says in one for one in found):
            return missing(url)
        sleep(0.1)
    raise AssertionError(found)


def test_a_bare_server_lacks_nearly_everything() -> None:
    with centre(Wishes(durable=False, checksums=False)) as url:
        said = missing(url)
        assert [one.split(":")[0] for one in said] == [
            "The log is copied nowhere",
            "data_checksums is off",
            "fsync is off",
            "full_page_writes is off",
            "synchronous_commit is off",
            "No poster and no `central init` has noted this server yet.",
        ]


def test_archiving_that_works_is_fine_and_one_that_fails_is_not() -> None:
    copies = Path(tempfile.mkdtemp(prefix="innpoint-wal-"))
    copies.chmod(0o777)
    settings = {"archive_mode": "on", "archive_command": f"cp %p {copies}/%f"}
    try:
        with centre(Wishes(settings=settings)) as url:
            with connected(url) as connection:
                assert current_epoch(connection) == 1
            assert missing(url) == ["Archiving is set up, but nothing was copied yet."]
            with connected(url) as connection:
                connection.exec_driver_sql("SELECT pg_switch_wal()")
            assert until(url, "The log is archived") == []
            shutil.rmtree(copies)
            with connected(url) as connection:
                connection.exec_driver_sql("CREATE TABLE more AS SELECT 1 AS one")
                connection.exec_driver_sql("SELECT pg_switch_wal()")
            assert "Archiving fails" in until(url, "Archiving fails")[0]
    finally:
        shutil.rmtree(copies, ignore_errors=True)


def test_archiving_without_a_command_is_named() -> None:
    with centre(Wishes(durable=False, settings={"archive_mode": "on"})) as url:
        assert "nothing is told how to archive" in missing(url)[0]


def test_another_server_than_the_epoch_s_is_named_with_the_way_out() -> None:
    with centre(Wishes()) as url:
        with connected(url) as connection:
            current_epoch(connection)
            connection.exec_driver_sql("UPDATE meta SET value = '7' WHERE name = 'timeline'")
        last = findings(url)[-1]
        assert "timeline 1" in last.says
        assert "timeline 7" in last.says
        assert "central restored" in last.way_out
        with connected(url) as connection:
            assert current_epoch(connection) == 2
        assert findings(url)[-1].is_fine
