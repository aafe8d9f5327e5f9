"""A centre is made of an older book as well as of nothing, and its keys stay one set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import alembic.command
import pytest
from alembic.config import Config
from sqlalchemy import create_engine

from app.bootstrap.centre import login_url, make_centre, upgrade_centre
from app.bootstrap.centre_error import CentreError
from app.settings.centre import CentreFolder, CentreSettings
from app.store import books
from app.store.books import HEAD, Books
from app.store.central_health import health_of
from app.store.keys import Keys, read_key_file, write_key_file
from tests.support.book import START
from tests.support.centre import connected, new_database
from tests.support.postgres import INSTALL, binaries, server

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]
_BEFORE_CENTRES = "0011"


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with server() as url:
        yield url


def older(url: str) -> None:
    """Make a book as an InnPoint before this one left it."""
    config = Config()
    config.set_main_option("script_location", str(Path(books.__file__).parent / "migrations"))
    engine = create_engine(url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, _BEFORE_CENTRES)
        connection.exec_driver_sql("INSERT INTO meta VALUES ('book', 'b-1'), ('epoch', '3')")
        connection.commit()
    engine.dispose()


@pytest.mark.parametrize("way", ["upgrade", "init"])
def test_a_book_of_before_becomes_a_centre(cluster: str, tmp_path: Path, way: str) -> None:
    url = new_database(cluster, f"older_{way}")
    older(url)
    folder = CentreFolder(tmp_path)
    keys = Keys.fresh("file")
    write_key_file(folder.keys, keys)
    if way == "upgrade":
        assert upgrade_centre(folder, url) == _BEFORE_CENTRES
    else:
        made = make_centre(folder, CentreSettings(url=url, hosts=("h",)), START)
        assert (made.is_new, made.book, made.epoch) == (False, "b-1", 3)
    with connected(url) as connection:
        found = health_of(connection)
        assert connection.exec_driver_sql("SELECT count(*) FROM my_answers").scalar() == 0
    assert (found.schema, found.book, found.epoch) == (HEAD, "b-1", 3)
    kept = read_key_file(folder.keys)
    assert kept is not None
    assert (kept.personal, kept.cards, len(kept.seal)) == (keys.personal, keys.cards, 32)
    with Books.open(url, lambda _: kept) as opened:
        assert opened.keys.seal == kept.seal


def test_a_making_that_was_cut_short_goes_on(cluster: str, tmp_path: Path) -> None:
    url = new_database(cluster, "cut")
    Books.open(
        url, lambda _: Keys.fresh("file"), create=True
    ).close()  # killed before its keys were kept
    made = make_centre(CentreFolder(tmp_path), CentreSettings(url=url, hosts=("h",)), START)
    assert made.epoch == 1
    again = make_centre(CentreFolder(tmp_path), CentreSettings(url=url, hosts=("h",)), START)
    assert (again.book, again.certificate_is_new) == (made.book, False)


def test_another_set_of_keys_is_refused(cluster: str, tmp_path: Path) -> None:
    url = new_database(cluster, "keys")
    folder = CentreFolder(tmp_path)
    make_centre(folder, CentreSettings(url=url, hosts=("h",)), START)
    folder.keys.unlink()
    write_key_file(folder.keys, Keys.fresh("file").with_seal(bytes(32)))
    with pytest.raises(CentreError, match="not this centre's"):
        make_centre(folder, CentreSettings(url=url, hosts=("h",)), START)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("postgresql+psycopg://it:x@db.example:6000/b", "postgresql+psycopg://innpoint_poster@db.example:6000/b"),
        ("postgresql://it@localhost/b", "postgresql+psycopg://innpoint_poster@/b?port=5433"),
        ("postgresql://it@/b?host=/run/pg", "postgresql+psycopg://innpoint_poster@/b?host=%2Frun%2Fpg"),
    ],
)  # fmt: skip
def test_another_login_comes_in_by_the_shortest_way(url: str, found: str) -> None:
    assert login_url(CentreSettings(url=url, port=5433), "innpoint_poster") == found


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_root_makes_is_the_service_s(cluster: str, tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path / "centre")
    folder.path.mkdir()
    os.chown(folder.path, 65534, 65534)
    url = new_database(cluster, "given")
    make_centre(folder, CentreSettings(url=url, hosts=("h",)), START)
    assert {path.stat().st_uid for path in folder.path.iterdir()} == {65534}
